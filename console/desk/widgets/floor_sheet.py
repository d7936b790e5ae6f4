"""What one table of the floor shows: painted row by row, however many rows there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip

from console.desk.wall.cells import GAP, fitted
from console.desk.widgets.rows import Rows
from console.desk.widgets.wrap import fit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from console.desk.wall.cells import Column, FloorRow

_LOUD = ("text", "plain", "good", "warn", "alarm", "quiet")
_PARTS = [*_LOUD, "head", "sorted", "chosen"]
MOST_PAINTED = 2_000


class Reading(NamedTuple):
    """Everything that is painted of a row: the same reading looks the same."""

    words: tuple[str, ...]
    loud: tuple[str, ...]
    is_chosen: bool
    width: int


class FloorSheet(Rows):
    """Sorts, filters and paints rows, and knows which is chosen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"floor--{part}" for part in _PARTS}
    DEFAULT_CSS = """
    FloorSheet {
        width: 1fr; height: 1fr;
        .floor--head { color: $dim; }
        .floor--sorted { color: $accent; text-style: bold; }
        .floor--chosen { background: $boost; }
        .floor--plain { text-style: bold; }
        .floor--good { color: $success; }
        .floor--warn { color: $warning; text-style: bold; }
        .floor--alarm { color: $text-error; text-style: bold; }
        .floor--quiet { color: $dim; }
    }
    """

    @dataclass
    class Changed(Message):
        """Other rows are in the table, or fewer."""

        table: FloorSheet

        @property
        def control(self) -> FloorSheet:
            """Where it happened."""
            return self.table

    def __init__(
        self, columns: tuple[Column, ...], *, sort: int = 0, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self.columns = columns
        self.sorted_by = sort
        self.is_turned = False
        self.filter = ""
        self.all: Sequence[FloorRow] = ()
        self.items: list[FloorRow] = []
        self.chosen_key = ""
        self.now: datetime | None = None
        self._painted: dict[str, tuple[Reading, Strip]] = {}
        self._seen: list[object] = []

    @property
    def total(self) -> int:
        """Rows, the heading among them."""
        return len(self.items) + 1

    @property
    def chosen(self) -> FloorRow | None:
        """The row that keys are about."""
        return next((row for row in self.items if row.key == self.chosen_key), None)

    def show(self, rows: Sequence[FloorRow], now: datetime) -> None:
        """Show other rows, or the same ones later; what reads the same is not painted again."""
        self.all, self.now = rows, now
        self._order()

    def tick(self, now: datetime) -> None:
        """Let the times go on."""
        self.now = now
        self._paint_again()

    def _order(self) -> None:
        words, at = self.filter.casefold(), self.sorted_by
        found = [row for row in self.all if not words or words in row.searched]
        found.sort(key=lambda row: (row.cells[at].place(), row.key), reverse=self.is_turned)
        is_other = len(found) != len(self.items)
        self.items = found
        if self.chosen is None:
            self.chosen_key = found[0].key if found else ""
        self.top = max(0, min(self.top, self.last_top))
        if is_other:
            self.moved()
        self.post_message(self.Changed(self))
        self._paint_again()

    def _paint_again(self) -> None:
        rows = self.items[self.top : self.top + self.size.height]
        seen: list[object] = [self._reading(row) for row in rows]
        seen += [self.sorted_by, self.is_turned]
        if seen != self._seen:
            self._seen = seen
            self.refresh()

    def _reading(self, row: FloorRow) -> Reading:
        words = tuple(c.words(self.now) if self.now is not None else c.text for c in row.cells)
        loud = tuple(cell.loud for cell in row.cells)
        return Reading(words, loud, row.key == self.chosen_key and self.has_focus, self.size.width)

    def row(self, y: int) -> Strip:
        """Paint one row, unless it reads as it did."""
        if y == self.top:
            return self._heading()
        item = self.items[y - 1]
        reading = self._reading(item)
        known = self._painted.get(item.key)
        if known is None or known[0] != reading:
            if len(self._painted) > MOST_PAINTED:
                self._painted.clear()
            known = reading, self._paint(reading)
            self._painted[item.key] = known
        return known[1]

    def _paint(self, reading: Reading) -> Strip:
        base = self.rich_style
        if reading.is_chosen:
            base += self.style_of("floor--chosen")
        cells = [Segment("▌" if reading.is_chosen else " ", base + self.style_of("floor--warn"))]
        for at, column, width in fitted(self.columns, reading.width):
            style = base + self.style_of(f"floor--{reading.loud[at]}")
            cells.append(Segment(_cell(reading.words[at], column, width), style))
            cells.append(Segment(" " * GAP, base))
        return Strip(cells).adjust_cell_length(reading.width, base)

    def _heading(self) -> Strip:
        base, width = self.rich_style, self.size.width
        cells = [Segment(" ", base)]
        for at, column, room in fitted(self.columns, width):
            is_sorted = at == self.sorted_by and column.name
            mark = ("▲" if self.is_turned else "▼") if is_sorted else ""
            style = base + self.style_of("floor--sorted" if is_sorted else "floor--head")
            cells.append(
                Segment(_cell(column.name[: room - len(mark)] + mark, column, room), style)
            )
            cells.append(Segment(" " * GAP, base))
        return Strip(cells).adjust_cell_length(width, base)

    def notify_style_update(self) -> None:
        """Paint in the new colours."""
        super().notify_style_update()
        self._painted = {}


def _cell(words: str, column: Column, width: int) -> str:
    shown = fit(words, width)
    gap = " " * (width - cell_len(shown))
    return gap + shown if column.is_right else shown + gap
