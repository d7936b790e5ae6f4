"""The handoff card: read to its end, page by page, before a transfer can be accepted."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from textual.widget import Widget

from console.desk.widgets.words import Words
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from console.desk.widgets.words import Parts
    from console.domain.handover import Handover
    from console.domain.transfer import Transfer

LABEL = 10
KEPT_ROWS = 9
"""Of the screen, for what stands above and below."""
KEPT_BESIDE = 18
"""The same for the card of an incident, which stands between others."""
_LOUD = {"risk": "alarm", "asked": "plain", "promised": "warn"}


def rows_of(transfer: Transfer | Handover, width: int) -> list[tuple[str, str, str]]:
    """Label, words and loudness of every row of a card on a screen of this width."""
    rows: list[tuple[str, str, str]] = []
    for about, words in transfer.card:
        wrapped = textwrap.wrap(clean_line(words), max(20, width - LABEL)) or [""]
        loud = _LOUD.get(about, "text") if words != "none noted" else "text"
        rows += [(about if at == 0 else "", row, loud) for at, row in enumerate(wrapped)]
    return rows


class HandoffCard(Words):
    """There from the first press of the key that accepts, until the offer is over."""

    DEFAULT_CSS = """
    HandoffCard {
        dock: top; layer: alarm; height: auto; width: 100%; padding: 0 2;
        background: $surface; border: heavy $alarm;
    }
    HandoffCard.-of-incident { layer: default; padding: 0 1; }
    """

    def __init__(
        self,
        transfer: Transfer | Handover,
        accept: str,
        refuse: str,
        *,
        incident: int = 0,
        title: str = "",
    ) -> None:
        super().__init__()
        self.transfer = transfer
        self.incident = incident
        """The incident that it stands over; 0 when it is about a call that rings."""
        self.border_title = title
        self.set_class(incident != 0, "-of-incident")
        self._keys = accept, refuse
        self._page = 0

    def on_mount(self) -> None:
        """Show the first page."""
        self._paint()

    def on_resize(self) -> None:
        """Show as much as there is room for now."""
        self._paint()

    @property
    def _pages(self) -> list[list[tuple[str, str, str]]]:
        width, rows_kept = self.app.size.width - 8, KEPT_ROWS
        if self.incident and isinstance(self.parent, Widget):
            # Over one pane only, and something of the timeline below it stays to be seen.
            width, rows_kept = (self.parent.size.width or width) - 4, KEPT_BESIDE
        rows = rows_of(self.transfer, width)
        height = max(3, self.app.size.height - rows_kept)
        return [rows[at : at + height] for at in range(0, len(rows), height)] or [[]]

    @property
    def is_read(self) -> bool:
        """Whether the last of it has been on the screen."""
        return self._page >= len(self._pages) - 1

    def turn(self) -> None:
        """Go on to the next page."""
        self._page = min(self._page + 1, len(self._pages) - 1)
        self._paint()

    def _paint(self) -> None:
        pages, (accept, refuse) = self._pages, self._keys
        page = min(self._page, len(pages) - 1)
        parts: Parts = []
        for label, words, loud in pages[page]:
            parts += [(f"{label:<{LABEL}}", "quiet"), (f"{words}\n", loud)]
        place = f"page {page + 1} of {len(pages)} · " if len(pages) > 1 else ""
        take = "keep it" if self.incident else "accept"
        then = f"I have read it: {take}" if self.is_read else "read on"
        parts += [(f"{place}", "quiet"), (accept, "key"), (f" {then}   ", "text")]
        parts += [(refuse, "key"), (" give it back" if self.incident else " refuse", "text")]
        self.show(parts, layout=True)
