"""How callers were served today: counts of a queue, and how a call adds to them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from pydantic import Field

from console.domain.alarms import AlarmRule
from console.domain.base import State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.call_state import Call


class Counts(State):
    """Callers of one queue since a moment."""

    queue: str = ""
    came: int = 0
    """Those who waited for somebody, and those who still do."""
    answered: int = 0
    in_time: int = 0
    """Those of the answered who waited no longer than was promised."""
    left: int = 0
    """Those who were never connected to anybody."""

    def plus(self, other: Counts, *, times: int = 1) -> Counts:
        """Both together; with ``times=-1``, without the other."""
        return Counts(
            queue=self.queue or other.queue,
            came=self.came + times * other.came,
            answered=self.answered + times * other.answered,
            in_time=self.in_time + times * other.in_time,
            left=self.left + times * other.left,
        )

    @property
    def level(self) -> int | None:
        """Per cent of the callers whose wait is over who were answered in time."""
        done = self.answered + self.left
        return 100 * self.in_time // done if done else None


class FloorView(State):
    """``GET /api/floor``: what leads see beside the snapshot; entries after ``seq`` add to it."""

    seq: int
    since: datetime
    service_seconds: int
    queues: list[str] = Field(default_factory=list)
    """Every queue that a number of ours leads to."""
    counts: list[Counts] = Field(default_factory=list)
    alarms: list[AlarmRule] = Field(default_factory=list)
    overdue_minutes: int = 30
    promise_minutes: int = 5
    """How long the owner of an overdue promise has before leads hear of it."""


class WhatHappens(State):
    """``GET /api/hours``: what a caller of a queue meets at a moment, by what is known now."""

    queue: str
    at: datetime
    zone: str = "UTC"
    """Where the queue's hours are."""
    is_open: bool
    reason: str = ""
    """Why it is closed."""
    next: datetime | None = None
    """When it closes, or opens; None: nobody knows."""
    closed_by: str = ""
    """Who closed it by hand."""
    diverted_to: str = ""
    divert_until: datetime | None = None
    greeted: tuple[str, ...] = ()
    """Languages that the numbers of this queue begin in."""
    language_seconds: int = 0
    overflow: str = ""
    overflow_seconds: int = 0


def counts_of(call: Call, since: datetime, service_seconds: int) -> Counts:
    """What one call is in the counts."""
    queued = call.queued_at
    if not call.inbound or queued is None or queued < since:
        return Counts(queue=call.queue)
    answered = call.answered_at
    waited = max(0.0, (answered - queued).total_seconds()) if answered else 0.0
    return Counts(
        queue=call.queue,
        came=1,
        answered=int(answered is not None),
        in_time=int(answered is not None and waited <= service_seconds),
        left=int(call.over and answered is None),
    )


def summed(many: Iterable[Counts]) -> dict[str, Counts]:
    """Add up by queue."""
    found: dict[str, Counts] = {}
    for one in many:
        found[one.queue] = found.get(one.queue, Counts(queue=one.queue)).plus(one)
    return found
