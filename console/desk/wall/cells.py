"""Cells, rows and columns of the floor's tables; times stay moments until they are painted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from console.desk.clock import seconds_between, spell

if TYPE_CHECKING:
    from datetime import datetime


class Cell(NamedTuple):
    """One word, or a time that goes on by itself."""

    text: str = ""
    loud: str = "text"
    since: datetime | None = None
    spent: int = 0
    """Seconds that count besides."""
    is_gone: bool = False
    """The time stands still: only what was spent counts."""
    rank: int | None = None
    """Sorts instead of the words."""

    def words(self, now: datetime) -> str:
        """What is painted."""
        if self.since is None and not self.spent:
            return self.text
        running = 0 if self.is_gone else seconds_between(self.since, now)
        return spell(self.spent + running) if self.spent or not self.is_gone else ""

    def place(self) -> tuple[int, float, str]:
        """Sort key: numbers and times before words; the longest time first."""
        if self.rank is not None:
            return 0, float(self.rank), ""
        if self.since is not None and not self.is_gone:
            return 0, self.since.timestamp() - self.spent, ""
        return 1, -float(self.spent), self.text.casefold()


@dataclass(frozen=True)
class FloorRow:
    """One row; the same object looks the same but for its times."""

    key: str
    cells: tuple[Cell, ...]
    call: str = ""
    """The call that a lead's keys are about."""
    incident: int = 0
    """What Enter opens; 0 for nothing."""
    more: str = ""
    """Said whole while the row is chosen."""

    @cached_property
    def searched(self) -> str:
        """What typing filters by."""
        return " ".join(cell.text for cell in self.cells).casefold()


class Column(NamedTuple):
    """How a column is called and how much room it has."""

    name: str
    width: int
    is_right: bool = False
    gives: int = 0
    """Columns with a number are left out on narrow tables, the highest first."""
    grows: bool = False
    """Takes the room that is left."""


HELP = (
    Column("", 4),
    Column("WHO", 14),
    Column("SINCE", 7, is_right=True),
    Column("INCIDENT", 9),
    Column("ASKS", 10, grows=True),
)
QUEUES = (
    Column("QUEUE", 14),
    Column("WAIT", 4, is_right=True),
    Column("OLDEST", 7, is_right=True),
    Column("BACK", 4, is_right=True),
    Column("RINGS", 5, is_right=True, gives=1),
    Column("TALK", 4, is_right=True),
    Column("FREE", 4, is_right=True),
    Column("CAME", 5, is_right=True, gives=3),
    Column("ANSWERED", 8, is_right=True, gives=2),
    Column("LEFT", 4, is_right=True, gives=4),
    Column("LEVEL", 5, is_right=True),
    Column("STATE", 19, grows=True),
)
AGENTS = (
    Column("AGENT", 12, grows=True),
    Column("STATE", 18),
    Column("SINCE", 8, is_right=True),
    Column("ON", 17, gives=2),
    Column("LOAD", 8, gives=1),
    Column("LANG", 5, gives=3),
)
WAITING = (
    Column("KIND", 4),
    Column("WHO", 10),
    Column("QUEUE", 8, gives=3),
    Column("WAITS", 8, is_right=True),
    Column("PRIO", 4),
    Column("LANG", 4, gives=2),
    Column("STATE", 14, gives=1, grows=True),
)
CALLS = (
    Column("AGENT", 10, grows=True),
    Column("CALLER", 8),
    Column("QUEUE", 8, gives=3),
    Column("SINCE", 8, is_right=True),
    Column("STATE", 12),
    Column("HELD", 7, is_right=True, gives=1),
    Column("LISTEN", 10),
    Column("INCIDENT", 9, gives=4),
)
GAP = 1


def fitted(columns: tuple[Column, ...], width: int) -> list[tuple[int, Column, int]]:
    """The columns that there is room for, with their place among all and their width."""
    shown = list(enumerate(columns))
    while sum(column.width + GAP for _, column in shown) > width - 1:
        least = max(shown, key=_gives)
        if not least[1].gives:
            break
        shown.remove(least)
    left = max(0, width - 1 - sum(column.width + GAP for _, column in shown))
    return [(at, c, c.width + (left if c.grows else 0)) for at, c in shown]


def _gives(placed: tuple[int, Column]) -> int:
    return placed[1].gives
