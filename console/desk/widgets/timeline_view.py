"""The timeline as it stands: measured, placed and painted, ten thousand lines in one widget."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING

from textual.cache import LRUCache
from textual.strip import Strip

from console.desk.widgets.entry_rows import Place, height, paint
from console.desk.widgets.heights import Heights
from console.desk.widgets.rows import Rows

if TYPE_CHECKING:
    from rich.style import Style

    from console.desk.model import Line


class TimelineView(Rows):
    """Knows how high every line is at the present width and keeps what it painted."""

    zone: tzinfo = UTC

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.lines: list[Line] = []
        self.at: dict[str, int] = {}
        """Key of a line to its place."""
        self.heights = Heights()
        self.width = 0
        self.chosen = -1
        self.unread = ""
        """Key of the first line that nobody has seen."""
        self._strips: LRUCache[tuple[str, bool], list[Strip]] = LRUCache(512)
        self._styles: dict[str, Style] = {}

    @property
    def total(self) -> int:
        """Rows of all lines."""
        return self.heights.total

    def row(self, y: int) -> Strip:
        """Paint one row."""
        at, within = self.heights.find(y)
        strips = self._block(at)
        return strips[within] if within < len(strips) else Strip.blank(self.width, self.rich_style)

    def _block(self, at: int) -> list[Strip]:
        line = self.lines[at]
        chosen = at == self.chosen and self.has_focus
        strips = self._strips.get((line.key, chosen))
        if strips is None:
            strips = paint(line, replace(self.place(at), chosen=chosen), self._style)
            self._strips[(line.key, chosen)] = strips
        return strips

    def _style(self, part: str) -> Style:
        if part not in self._styles:
            self._styles[part] = self.style_of(f"timeline--{part}")
        return self._styles[part]

    def place(self, at: int) -> Place:
        """The surroundings of a line."""
        line = self.lines[at]
        day = line.at.astimezone(self.zone).date()
        first = at == 0 or self.lines[at - 1].at.astimezone(self.zone).date() != day
        return Place(self.width, self.zone, day=first, unread=line.key == self.unread)

    def measure(self) -> None:
        """Measure every line anew."""
        self.width = self.size.width
        self._strips.clear()
        if self.width:
            self.heights = Heights(height(x, self.place(n)) for n, x in enumerate(self.lines))

    def remeasure(self, key: str) -> None:
        """Measure one line that changed."""
        self.forget(key)
        at = self.at.get(key)
        if at is not None and self.width:
            self.heights.change(at, height(self.lines[at], self.place(at)))

    def forget(self, key: str) -> None:
        """Paint a line anew the next time."""
        self._strips.discard((key, False))
        self._strips.discard((key, True))

    def notify_style_update(self) -> None:
        """Paint in the new colours."""
        super().notify_style_update()
        self._styles = {}
        self._strips.clear()
