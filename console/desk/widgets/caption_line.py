"""The sentence that is being said, in one row that never grows: its end is what is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from console.desk.widgets.words import Words
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from textual import events

    from console.desk.widgets.words import Parts


class CaptionLine(Words):
    """One row below the timeline, there as long as a call has captions."""

    DEFAULT_CSS = """
    CaptionLine { height: 1; padding: 0 1; background: $surface; display: none; }
    CaptionLine.-said { display: block; }
    """

    told: Parts = []  # noqa: RUF012  (replaced, never changed)

    def tell(self, parts: Parts) -> None:
        """Show who speaks and what; without parts the row goes."""
        self.told = parts
        self.set_class(bool(parts), "-said")
        self._fit()

    def on_resize(self, event: events.Resize) -> None:
        """Show as much as there is room for."""
        self._fit()

    def _fit(self) -> None:
        parts = [(clean_line(words), loud) for words, loud in self.told]
        if len(parts) > 1:
            room = (self.size.width or self.app.size.width // 2) - cell_len(parts[0][0])
            parts = [parts[0], (tail(parts[1][0], room), parts[1][1])]
        self.show(parts)


def tail(text: str, width: int) -> str:
    """The end of a text, in at most ``width`` cells, whole words where there are some."""
    if cell_len(text) <= width:
        return text
    kept = text[-max(0, width - 1) :] if width > 1 else ""
    while cell_len(kept) > width - 1 and kept:
        kept = kept[1:]
    _, space, whole = kept.partition(" ")
    return f"…{whole if space else kept}"
