"""My work: every incident in two rows, most urgent first, in one widget however many there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.message import Message

from console.desk.widgets.entry_rows import MOST_HEAD
from console.desk.widgets.queue_rows import Reading, name_of, paint
from console.desk.widgets.rows import Rows
from console.desk.wording.queue import age, state_words
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, tzinfo

    from rich.style import Style
    from textual import events
    from textual.strip import Strip

    from console.desk.urgency import Row

_PARTS = [
    "row",
    "chosen",
    "critical",
    "high",
    "normal",
    "low",
    "ref",
    "name",
    "call",
    "ring",
    "trouble",
    "waits",
    "quiet",
    "text",
]


class Queue(Rows, can_focus=True):
    """Shows rows and says which incident is wanted; what is in it comes from above."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"queue--{part}" for part in _PARTS}
    DEFAULT_CSS = """
    Queue {
        width: 1fr; height: 1fr;
        .queue--chosen { background: $boost; }
        .queue--critical { color: $on-alarm; background: $alarm; text-style: bold; }
        .queue--high { color: $warning; text-style: bold; }
        .queue--normal, .queue--low { color: $dim; }
        .queue--ref { color: $dim; }
        .queue--name { text-style: bold; }
        .queue--call { color: $success; text-style: bold; }
        .queue--ring, .queue--trouble { color: $text-error; text-style: bold; }
        .queue--waits { color: $accent; }
        .queue--quiet, .queue--text { color: $dim; }
    }
    """
    BINDINGS: ClassVar = [
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("home", "step(-100000)", show=False),
        Binding("end", "step(100000)", show=False),
    ]
    HEIGHT = 2
    """Rows of one incident."""
    zone: tzinfo = UTC
    """Where the agent's clock is."""

    @dataclass
    class Wanted(Message):
        """Somebody wants to see this incident."""

        number: int

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.items: Sequence[Row] = ()
        self.now: datetime | None = None
        self.current = 0
        """Number of the incident that is open."""
        self._painted: dict[int, tuple[tuple[Reading, int], list[Strip]]] = {}

    @property
    def total(self) -> int:
        """Rows of all incidents."""
        return len(self.items) * self.HEIGHT

    def show(self, items: Sequence[Row], now: datetime, current: int) -> None:
        """Show other rows, or the same ones later; what reads the same is not painted again."""
        before, total = self._in_sight(), self.total
        self.items, self.now, self.current = items, now, current
        self.top = max(0, min(self.top, self.last_top))
        if total != self.total:
            self.moved()
        if before != self._in_sight():
            self.refresh()

    def _in_sight(self) -> list[Reading]:
        first = self.top // self.HEIGHT
        rows = self.items[first : first + self.size.height // self.HEIGHT + 2]
        return [self._reading(row) for row in rows]

    def _reading(self, item: Row) -> Reading:
        incident = item.incident
        since = incident.waiting_since or incident.last_at
        words, mark = state_words(item, self.zone)
        here = f"{', '.join(item.here)} here" if item.here else ""
        said = (here, item.wait, item.snippet)
        return Reading(
            incident.number,
            incident.severity,
            incident.ref,
            name_of(item),
            age(since, self.now) if self.now is not None else "",
            words,
            mark,
            clean_line(" · ".join(part for part in said if part)[:MOST_HEAD]),
            incident.number == self.current,
        )

    def row(self, y: int) -> Strip:
        """Paint one row, unless the incident reads as it did."""
        at, within = divmod(y, self.HEIGHT)
        reading, width = self._reading(self.items[at]), self.size.width
        known = self._painted.get(reading.number)
        if known is None or known[0] != (reading, width):
            known = (reading, width), paint(reading, width, self._style)
            self._painted[reading.number] = known
        return known[1][within]

    def _style(self, part: str) -> Style:
        return self.style_of(f"queue--{part}")

    def notify_style_update(self) -> None:
        """Paint in the new colours."""
        super().notify_style_update()
        self._painted = {}

    def action_step(self, by: int) -> None:
        """Want the incident above or below."""
        if number := self.neighbour(by):
            self.post_message(self.Wanted(number))

    def neighbour(self, by: int) -> int:
        """Number of the incident so many places below, brought into sight; 0 for none."""
        numbers = [item.incident.number for item in self.items]
        if not numbers:
            return 0
        at = numbers.index(self.current) + by if self.current in numbers else 0
        at = max(0, min(at, len(numbers) - 1))
        self._reveal(at)
        return numbers[at]

    def _reveal(self, at: int) -> None:
        first = at * self.HEIGHT
        if first < self.top:
            self.move_to(first)
        elif first + self.HEIGHT > self.top + self.size.height:
            self.move_to(first + self.HEIGHT - self.size.height)

    def on_click(self, event: events.Click) -> None:
        """Want the incident under the pointer."""
        at = (self.top + event.y) // self.HEIGHT
        if at < len(self.items):
            self.post_message(self.Wanted(self.items[at].incident.number))
