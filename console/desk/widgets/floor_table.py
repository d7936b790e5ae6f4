"""One table of the floor in one widget: keys choose, sort and filter its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.message import Message

from console.desk.wall.cells import GAP, fitted
from console.desk.widgets.floor_sheet import FloorSheet
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from textual import events

    from console.desk.wall.cells import FloorRow

LONGEST_FILTER = 40


class FloorKeys(FloorSheet):
    """Does what keys say about the rows of a table."""

    def action_step(self, by: int) -> None:
        """Choose the row above or below, and bring it into sight."""
        keys = [row.key for row in self.items]
        if not keys:
            return
        at = keys.index(self.chosen_key) + by if self.chosen_key in keys else 0
        at = max(0, min(at, len(keys) - 1))
        self.chosen_key = keys[at]
        room = max(1, self.size.height - 1)
        self.move_to(min(max(self.top, at - room + 1), at))
        self._paint_again()

    def action_sort(self, by: int) -> None:
        """Sort by the next column that is shown."""
        shown = [at for at, _, _ in fitted(self.columns, self.size.width)]
        at = shown.index(self.sorted_by) if self.sorted_by in shown else 0
        self._sort_by(shown[(at + by) % len(shown)])

    def _sort_by(self, column: int) -> None:
        self.is_turned = False
        self.sorted_by = column
        self._order()

    def action_turn(self) -> None:
        """Sort the other way round."""
        self.is_turned = not self.is_turned
        self._order()

    def action_erase(self) -> None:
        """Take the last letter of the filter back."""
        self.narrow(self.filter[:-1])

    def narrow(self, words: str) -> None:
        """Show only rows that hold these words."""
        if words != self.filter:
            self.filter = words[:LONGEST_FILTER]
            self.top = 0
            self._order()

    def on_key(self, event: events.Key) -> None:
        """Filter by what is typed."""
        if event.is_printable and event.character:
            event.stop()
            self.narrow(self.filter + clean_line(event.character))

    def on_paste(self, event: events.Paste) -> None:
        """Filter by what is pasted, its first line."""
        event.stop()
        self.narrow(self.filter + clean_line(event.text.partition("\n")[0]))


class FloorTable(FloorKeys, can_focus=True):
    """A table that somebody can be in; what a row means is decided above."""

    BINDINGS: ClassVar = [
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("home", "step(-100000)", show=False),
        Binding("end", "step(100000)", show=False),
        Binding("left", "sort(-1)", show=False),
        Binding("right", "sort(1)", show=False),
        Binding("shift+left,shift+right", "turn", show=False),
        Binding("enter", "open", show=False),
        Binding("backspace", "erase", show=False),
    ]

    @dataclass
    class Opened(Message):
        """Somebody wants to go where a row leads."""

        row: FloorRow

    def action_open(self) -> None:
        """Go where the row leads."""
        if (row := self.chosen) is not None:
            self.post_message(self.Opened(row))

    def on_focus(self) -> None:
        """Show the chosen row."""
        self._paint_again()

    def on_blur(self) -> None:
        """Keys are for another table now."""
        self._paint_again()

    def on_click(self, event: events.Click) -> None:
        """Choose a row, open it by a second click, or sort by a column."""
        if event.y == 0:
            self._click_heading(event.x)
            return
        at = self.top + event.y - 1
        if at < len(self.items):
            self.chosen_key = self.items[at].key
            self._paint_again()
            if event.chain > 1:
                self.action_open()

    def _click_heading(self, x: int) -> None:
        left = 1
        for at, _, width in fitted(self.columns, self.size.width):
            if left <= x < left + width:
                self.action_turn() if at == self.sorted_by else self._sort_by(at)
            left += width + GAP
