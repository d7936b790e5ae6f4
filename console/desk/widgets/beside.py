"""What stands over the note: who asks for help, who answered, who reads along, what they read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import Widget

from console.desk.widgets.words import Words
from console.desk.widgets.wrap import wrap

if TYPE_CHECKING:
    from console.desk.widgets.words import Parts

MOST_ROWS = 4


class Beside(Words):
    """Some lines that are only there while there is something to say."""

    DEFAULT_CSS = """
    Beside { height: 1; padding: 0 1; background: $surface; display: none; }
    Beside.-said { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._lines: Parts = []

    def tell(self, lines: Parts) -> None:
        """Show one line for each part; none at all when there is nothing."""
        self._lines = lines
        parts = [
            (words + "\n" * (n < len(lines) - 1), loud) for n, (words, loud) in enumerate(lines)
        ]
        self.set_class(bool(lines), "-said")
        self._fit()
        self.show(parts)

    def on_resize(self) -> None:
        """Take as many rows as the words need now."""
        self._fit()

    def _fit(self) -> None:
        # Before it was ever shown it has no width of its own.
        width = self.size.width or self._outer_width() - self.gutter.width
        rows = sum(len(wrap(words, max(20, width))) for words, _ in self._lines)
        height = max(1, min(MOST_ROWS, rows))
        if self.styles.height is None or self.styles.height.value != height:
            self.styles.height = height

    def _outer_width(self) -> int:
        return self.parent.size.width if isinstance(self.parent, Widget) else 0
