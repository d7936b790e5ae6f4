"""The queues of the floor in numbers, and what of it alarms are about."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from console.desk.clock import seconds_between
from console.desk.wall.cells import Cell, FloorRow
from console.desk.wording.floor_queue import queue_state
from console.domain.alarms import ALL
from console.domain.followup import still_open
from console.domain.left_work import is_gone, is_left
from console.domain.next_contact import for_leads
from console.domain.safe_text import clean_line
from console.domain.served import Counts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo

    from console.desk.floor import Floor
    from console.domain.alarms import AlarmRule
    from console.domain.call_state import Call
    from console.domain.incident import Incident
    from console.domain.promise import Promise

LOW, POOR = 80, 60
"""Service level in per cent below which it is to be seen."""
_DONE = frozenset({"solved", "closed"})


@dataclass(slots=True)
class Standing:
    """One queue now."""

    waiting: int = 0
    oldest: datetime | None = None
    back: int = 0
    """Of those who wait, the ones who are to be rung back."""
    ringing: int = 0
    talking: int = 0
    free: int = 0

    def add(self, call: Call) -> None:
        """Count one live call."""
        if call.phase in ("queued", "offered"):
            self.waiting += 1
            self.ringing += call.phase == "offered"
            self.back += call.callback is not None
            if call.queued_at is not None:
                self.oldest = min(self.oldest or call.queued_at, call.queued_at)
        elif call.phase in ("connecting", "talking", "left"):
            self.talking += 1


def standings(floor: Floor, calls: Iterable[Call]) -> dict[str, Standing]:
    """Every queue by its name, and the whole floor as ALL."""
    view = floor.today.view
    known = (*floor.queue_names, *(view.queues if view is not None else ()))
    found = {ALL: Standing()} | {name: Standing() for name in known}
    for call in calls:
        if not call.over:
            found.setdefault(call.queue, Standing()).add(call)
            found[ALL].add(call)
    free = Counter(n for a in floor.agents.values() if a.is_free for n in a.queues or found)
    everywhere = sum(agent.is_free for agent in floor.agents.values())
    for name, standing in found.items():
        standing.free = everywhere if name == ALL else free[name]
    return found


def total(counts: Iterable[Counts]) -> Counts:
    """All queues together."""
    found = Counts(queue=ALL)
    for one in counts:
        found = found.plus(one)
    return found


def queue_rows(floor: Floor, calls: Iterable[Call], now: datetime, zone: tzinfo) -> list[FloorRow]:
    """A row for each queue, empty or not, and one for all where there are several."""
    found = standings(floor, calls)
    counts = floor.today.counts
    for name in counts:
        found.setdefault(name, Standing())
    names = sorted(name for name in found if name != ALL)
    rows = [
        _row(
            name,
            found[name],
            counts.get(name, Counts()),
            queue_state(floor.queue_facts.get(name), floor.queues.get(name), now, zone),
        )
        for name in names
    ]
    if len(rows) == 1:
        return rows
    return [*rows, _row(ALL, found[ALL], total(counts.values()), ("", "quiet"))]


def _row(name: str, now: Standing, today: Counts, state: tuple[str, str]) -> FloorRow:
    level = today.level
    return FloorRow(
        f"queue/{name}",
        (
            Cell(clean_line(name) or "all queues", "plain"),
            _number(now.waiting, "warn"),
            Cell("—", "quiet") if now.oldest is None else Cell(loud="warn", since=now.oldest),
            _number(now.back, "warn"),
            _number(now.ringing, "warn"),
            _number(now.talking, "good"),
            Cell(str(now.free), "good" if now.free else "alarm", rank=now.free),
            _number(today.came),
            _number(today.answered),
            _number(today.left, "warn"),
            Cell("—", "quiet") if level is None else Cell(f"{level} %", _level(level), rank=level),
            Cell(*state),
        ),
    )


def _number(value: int, loud: str = "text") -> Cell:
    return Cell(str(value), loud if value else "quiet", rank=value)


def _level(level: int) -> str:
    return "alarm" if level < POOR else "warn" if level < LOW else "good"


class Readings:
    """What alarms are about, read once for all of them."""

    def __init__(self, floor: Floor, now: datetime) -> None:
        self._floor, self._now = floor, now
        self._queues = standings(floor, floor.calls.values())

    def value(self, rule: AlarmRule) -> int | None:
        """The value that a threshold is compared with; None where there is nothing to count."""
        here = self._queues.get(rule.queue, Standing())
        match rule.about:
            case "longest_wait":
                return seconds_between(here.oldest, self._now)
            case "waiting":
                return here.waiting
            case "agents_free":
                return here.free
            case "service_level":
                counts = self._floor.today.counts
                ours = total(counts.values()) if rule.queue == ALL else counts.get(rule.queue)
                return ours.level if ours is not None else None
            case "overdue":
                return self._overdue()
            case "followups":
                return self._followups()
            case "left_behind":
                return sum(left_behind(self._floor).values())
            case "promises":
                return len(overdue_promises(self._floor, self._now))

    @property
    def _ago(self) -> datetime:
        view = self._floor.today.view
        return self._now - timedelta(minutes=view.overdue_minutes if view is not None else 30)

    def _overdue(self) -> int:
        ago = self._ago
        return sum(
            i.waiting_since is not None and i.waiting_since < ago and i.status not in _DONE
            for i in self._floor.work()
        )

    def _followups(self) -> int:
        """Callers whom somebody has to get back to, and for too long."""
        ago = self._ago
        return sum(
            one.at is not None and one.at < ago
            for incident in self._floor.work()
            for one in still_open(incident)
        )


def overdue_promises(floor: Floor, now: datetime) -> list[tuple[Incident, Promise]]:
    """What its owners have not seen to, one of each incident."""
    view = floor.today.view
    minutes = view.promise_minutes if view is not None else 5
    return list(for_leads(floor.incidents.values(), now, minutes))


def left_behind(floor: Floor) -> Counter[int]:
    """How many incidents that want an answer each colleague has who is not at work."""
    gone = {number for number, agent in floor.agents.items() if is_gone(agent)}
    return Counter(
        one.owner
        for one in floor.work()
        if one.owner in gone and is_left(one, one.owner) and _wants(one)
    )


def _wants(incident: Incident) -> bool:
    return incident.unanswered > 0 or bool(still_open(incident))
