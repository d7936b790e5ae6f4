"""The clocks of an incident: first reply, next reply, resolution; each a reading of its entries.

Only replies of people count, automatic mail counts for nothing, and an incident that we opened
ourselves is answered by our second message; so Zendesk defines its metrics (help articles
4408834848154 and 4408821871642). Two messages in a row are one clock, from the first of them. What
is pending waits for them and not for us, and time while it was solved counts as nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from console.domain.base import State
from console.domain.business_time import NOTHING, moment_after, open_time
from console.domain.sla_marks import Mark, marks_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.hours import Hours
    from console.domain.timeline import Entry

Kind = Literal["first", "next", "resolution"]
KINDS: tuple[Kind, ...] = ("first", "next", "resolution")
Standing = Literal["off", "running", "warned", "paused", "late", "kept", "broken"]
"""off: never started; late: still running after its time; broken: stopped after its time."""


class Targets(State):
    """Within how long what has to happen, in minutes that count; 0: whenever."""

    first: int = 0
    next: int = 0
    resolution: int = 0
    warn_percent: int = 80
    """Share of the time after which there is a warning."""

    def within(self, kind: Kind) -> timedelta:
        """How long a clock may run."""
        minutes: int = getattr(self, kind)
        return timedelta(minutes=minutes)


class Clock(State):
    """One clock at a moment."""

    kind: Kind
    standing: Standing
    spent_seconds: float = 0.0
    """Time that counts."""
    wall_seconds: float = 0.0
    """The same spans by the calendar on the wall."""
    due: datetime | None = None
    """When its time is over, if nothing happens; None: paused, stopped, or no promise."""
    warns: datetime | None = None
    stopped: datetime | None = None
    first_stopped: datetime | None = None
    """When it stopped for the first time; a reopened incident runs on."""
    marks: tuple[Mark, ...] = ()
    """What made it so, line by line: the answer to "why this number?"."""


class ClocksView(State):
    """``GET /api/incidents/{number}/clocks``."""

    number: int
    at: datetime
    """The hub's time, for which they were read."""
    severity: str
    promise: Targets
    zone: str = ""
    """Of the hours in which time counts; empty: always."""
    hours: tuple[str, ...] = ()
    clocks: tuple[Clock, ...] = ()


def clocks(
    entries: Iterable[Entry], promise: Targets, hours: Hours | None, now: datetime
) -> tuple[Clock, ...]:
    """Read the clocks of an incident at a moment.

    Args:
        entries: All of the incident, in the order of ``seq``.
        promise: What its queue or severity promises.
        hours: When time counts; None: always, as for emergencies.
        now: The hub's time.
    """
    found = marks_of(entries)
    return tuple(_clock(kind, found[kind], promise, hours, now) for kind in KINDS)


def _clock(
    kind: Kind, marks: tuple[Mark, ...], promise: Targets, hours: Hours | None, now: datetime
) -> Clock:
    if not marks:
        return Clock(kind=kind, standing="off")
    lately = _lately(kind, marks)
    spans = _spans(lately, now)
    spent = sum((open_time(hours, start, end) for start, end in spans), NOTHING)
    wall = sum((end - start for start, end in spans), NOTHING)
    last, within = marks[-1].change, promise.within(kind)
    stops = [mark.at for mark in lately if mark.change == "stops"]
    running = last in ("starts", "goes on")
    before = spent - open_time(hours, *spans[-1]) if running else spent
    due = moment_after(hours, spans[-1][0], max(within - before, NOTHING)) if running else None
    warn = within * promise.warn_percent / 100
    warns = moment_after(hours, spans[-1][0], max(warn - before, NOTHING)) if running else None
    return Clock(
        kind=kind,
        standing=_standing(last, spent, within, now, warns if within else None),
        spent_seconds=spent.total_seconds(),
        wall_seconds=wall.total_seconds(),
        due=due if within else None,
        warns=warns if within else None,
        stopped=stops[-1] if stops and last == "stops" else None,
        first_stopped=stops[0] if stops else None,
        marks=marks,
    )


def _lately(kind: Kind, marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """Those that count: a next reply is about what they asked last."""
    if kind != "next":
        return marks
    return marks[max(n for n, mark in enumerate(marks) if mark.change == "starts") :]


def _standing(
    last: str, spent: timedelta, within: timedelta, now: datetime, warns: datetime | None
) -> Standing:
    over = bool(within) and spent > within
    if last == "stops":
        return "broken" if over else "kept"
    if over:
        return "late"
    if last == "pauses":
        return "paused"
    return "warned" if warns is not None and now >= warns else "running"


def _spans(marks: tuple[Mark, ...], now: datetime) -> list[tuple[datetime, datetime]]:
    """The times it ran; the last may be still open and ends now."""
    spans: list[tuple[datetime, datetime]] = []
    began: datetime | None = None
    for mark in marks:
        if mark.change in ("starts", "goes on") and began is None:
            began = mark.at
        elif mark.change in ("pauses", "stops") and began is not None:
            spans.append((began, max(mark.at, began)))
            began = None
    if began is not None:
        spans.append((began, max(now, began)))
    return spans
