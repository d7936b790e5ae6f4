"""When a queue is open: hours of the week in its own zone, holidays, and closings by hand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LOOK_AHEAD_DAYS = 370
"""How far an opening is looked for: a queue that opens on one day of the year opens."""
OUTSIDE = "outside hours"
_DAY = "|".join(DAYS)
_SPAN = re.compile(
    rf"(?P<first>{_DAY})(-(?P<last>{_DAY}))? (?P<start>\d\d:\d\d)-(?P<end>\d\d:\d\d)"
)


@dataclass(frozen=True, slots=True)
class Span:
    """Hours of some days of the week; an end not after its start is on the next day."""

    days: frozenset[int]
    """0 is Monday."""
    start: time
    end: time

    @classmethod
    def read(cls, text: str) -> Span:
        """Read ``mon-fri 08:00-20:00`` or ``sun 00:00-24:00``. Raises ValueError."""
        found = _SPAN.fullmatch(text.strip().lower())
        if found is None:
            raise ValueError(f"must be like mon-fri 08:00-20:00, not {text}")
        first = DAYS.index(found["first"])
        last = DAYS.index(found["last"] or found["first"])
        days = frozenset((first + n) % 7 for n in range((last - first) % 7 + 1))
        end = "00:00" if found["end"] == "24:00" else found["end"]
        return cls(days, time.fromisoformat(found["start"]), time.fromisoformat(end))


@dataclass(frozen=True, slots=True)
class Hours:
    """When a queue is open, by rule."""

    zone: ZoneInfo
    spans: tuple[Span, ...] = ()
    """None: always."""
    holiday: Callable[[date], str] = lambda _: ""
    """The name of a holiday, on which it stays closed; empty on any other day."""


@dataclass(frozen=True, slots=True)
class Closing:
    """Closed by hand, with a reason."""

    reason: str
    until: datetime | None = None
    """None: until somebody opens it."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether a queue is open at a moment."""

    is_open: bool
    reason: str = ""
    """Why it is closed."""
    next: datetime | None = None
    """When it opens, or closes, by rule; None: not within a year, or nobody knows."""


def opening(hours: Hours, at: datetime, closing: Closing | None = None) -> Opening:
    """Say whether a queue is open at any moment, past or to come."""
    if closing is not None and (closing.until is None or at < closing.until):
        if closing.until is None:
            return Opening(False, closing.reason)
        after = opening(hours, closing.until)
        return Opening(False, closing.reason, closing.until if after.is_open else after.next)
    if not hours.spans and not hours.holiday(at.astimezone(hours.zone).date()):
        return Opening(True)
    for start, end in open_times(hours, at.astimezone(hours.zone).date()):
        if start <= at < end:
            return Opening(True, next=end)
        if at < start:
            return Opening(False, _why(hours, at), start)
    return Opening(False, _why(hours, at))


def _why(hours: Hours, at: datetime) -> str:
    name = hours.holiday(at.astimezone(hours.zone).date())
    return f"holiday: {name}" if name else OUTSIDE


def open_times(
    hours: Hours, today: date, days: int = LOOK_AHEAD_DAYS
) -> Iterator[tuple[datetime, datetime]]:
    """Times open from yesterday on, in UTC, those that touch made one."""
    begun: tuple[datetime, datetime] | None = None
    for n in range(-1, days):
        for start, end in _of_day(hours, today + timedelta(days=n)):
            if begun is not None and start <= begun[1]:
                begun = begun[0], max(begun[1], end)
                continue
            if begun is not None:
                yield begun
            begun = start, end
    if begun is not None:
        yield begun


def _of_day(hours: Hours, day: date) -> list[tuple[datetime, datetime]]:
    if hours.holiday(day):
        return []
    spans = hours.spans or (Span(frozenset(range(7)), time(0), time(0)),)
    found = []
    for span in spans:
        if day.weekday() in span.days:
            last = day + timedelta(days=1) if span.end <= span.start else day
            start = datetime.combine(day, span.start, hours.zone).astimezone(UTC)
            found.append((start, datetime.combine(last, span.end, hours.zone).astimezone(UTC)))
    return sorted(found)
