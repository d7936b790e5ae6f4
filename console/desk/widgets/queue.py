"""My work: every incident in two rows, most urgent first, in one widget however many there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.binding import Binding
from textual.message import Message
from textual.strip import Strip

from console.desk.queue_words import SEVERITY, age, state_words
from console.desk.widgets.rows import Rows
from console.desk.widgets.wrap import fit
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from rich.style import Style
    from textual import events

    from console.desk.rows import Row

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
        self._painted: dict[int, tuple[object, list[Strip]]] = {}

    @property
    def total(self) -> int:
        """Rows of all incidents."""
        return len(self.items) * self.HEIGHT

    def show(self, items: Sequence[Row], now: datetime, current: int) -> None:
        """Show other rows, or the same ones later."""
        self.items, self.now, self.current = items, now, current
        self.top = max(0, min(self.top, self.last_top))
        self.moved()
        self.refresh()

    def row(self, y: int) -> Strip:
        """Paint one row, unless the incident reads as it did."""
        at, within = divmod(y, self.HEIGHT)
        item, width = self.items[at], self.size.width
        number = item.incident.number
        old = (
            age(item.incident.waiting_since or item.incident.last_at, self.now) if self.now else ""
        )
        reading = (item, width, old, number == self.current)
        known = self._painted.get(number)
        if known is None or known[0] != reading:
            known = reading, self._paint(item, old, width)
            self._painted[number] = known
        return known[1][within]

    def _paint(self, item: Row, old: str, width: int) -> list[Strip]:
        style = self.style_of
        incident = item.incident
        base = style("queue--chosen" if incident.number == self.current else "queue--row")
        bar = Segment("▌" if incident.number == self.current else " ", base + style("queue--waits"))
        word = SEVERITY[incident.severity]
        severity = Segment(word.ljust(4), base + style(f"queue--{incident.severity}"))
        tail = f" {old} "
        name = fit(clean_line(_name(item)) or "unknown", width - 15 - len(tail))
        gap = " " * max(0, width - 15 - len(tail) - cell_len(name))
        head = [bar, severity, Segment(f" {incident.ref} ", base + style("queue--ref"))]
        head.append(Segment(f" {name}{gap}", base + style("queue--name")))
        head.append(Segment(tail, base + style("queue--quiet")))
        return [self._row(head, base), self._row([bar, *self._second(item, base)], base)]

    def _second(self, item: Row, base: Style) -> list[Segment]:
        words, mark = state_words(item)
        parts = [Segment(words, base + self.style_of(f"queue--{mark}"))]
        here = f" · {', '.join(item.here)} here" if item.here else ""
        said = clean_line(f"{here} · {item.snippet}" if item.snippet else here)
        parts.append(Segment(fit(said, self.size.width - 2 - len(words)), base))
        parts[-1] = Segment(parts[-1].text, base + self.style_of("queue--text"))
        return parts

    def _row(self, parts: list[Segment], base: Style) -> Strip:
        return Strip(parts).adjust_cell_length(self.size.width, base)

    def notify_style_update(self) -> None:
        """Paint in the new colours."""
        super().notify_style_update()
        self._painted = {}

    def action_step(self, by: int) -> None:
        """Want the incident above or below."""
        numbers = [item.incident.number for item in self.items]
        if not numbers:
            return
        at = numbers.index(self.current) + by if self.current in numbers else 0
        at = max(0, min(at, len(numbers) - 1))
        self._reveal(at)
        self.post_message(self.Wanted(numbers[at]))

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


def _name(item: Row) -> str:
    """The name, or the address of somebody unknown with its middle hidden."""
    for handle in item.incident.handles:
        if handle.partition(":")[2] == item.name:
            # Loaded with the first rows: the first paint does not wait for it.
            from console.domain.person import masked

            return masked(handle)
    return item.name
