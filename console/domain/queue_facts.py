"""What every desk knows of the configuration of a queue: its rule, and when it opens and closes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from console.domain.base import State
from console.domain.hours import Opening, opening
from console.domain.routing import QueueRule

if TYPE_CHECKING:
    from console.domain.hours import Hours
    from console.domain.queue import Queue

MOST_TURNS = 24
AHEAD = timedelta(days=10)
"""How far a desk can say by itself what is open; it reads anew long before."""


class Turn(State):
    """A moment from which a queue is open, or closed, by its hours."""

    at: datetime
    is_open: bool
    why: str = ""
    """Why it is closed."""


class QueueFacts(State):
    """One queue as it is configured."""

    name: str
    priority: int = 0
    ageing_seconds: int = 300
    language_seconds: int = 60
    overflow: str = ""
    overflow_seconds: int = 120
    offers: bool = False
    """Whether what is written to it is given to people by itself."""
    turns: tuple[Turn, ...] = ()
    """By its hours, the first one is now; none: always open."""

    @property
    def rule(self) -> QueueRule:
        """As routing takes it."""
        return QueueRule(
            self.name,
            self.priority,
            self.ageing_seconds,
            self.language_seconds,
            self.overflow,
            self.overflow_seconds,
        )

    def by_hours(self, now: datetime) -> Opening:
        """Say whether it is open by its hours, closings by hand left out."""
        at = max((n for n, turn in enumerate(self.turns) if turn.at <= now), default=-1)
        if at < 0:
            return Opening(True)
        after = self.turns[at + 1].at if at + 1 < len(self.turns) else None
        return Opening(self.turns[at].is_open, self.turns[at].why, after)


def facts_of(rule: QueueRule, hours: Hours | None, now: datetime) -> QueueFacts:
    """Give what desks are told of a queue."""
    return QueueFacts(
        name=rule.name,
        priority=rule.priority,
        ageing_seconds=rule.ageing_seconds,
        language_seconds=rule.language_seconds,
        overflow=rule.overflow,
        overflow_seconds=rule.overflow_seconds,
        offers=rule.offers,
        turns=turns_of(hours, now) if hours is not None else (),
    )


def turns_of(hours: Hours, now: datetime) -> tuple[Turn, ...]:
    """Give when a queue opens and closes, from now on."""
    found: list[Turn] = []
    at: datetime | None = now
    while at is not None and len(found) < MOST_TURNS and at < now + AHEAD:
        then = opening(hours, at)
        found.append(Turn(at=at, is_open=then.is_open, why=then.reason))
        at = then.next
    return tuple(found)


def opening_now(facts: QueueFacts | None, queue: Queue | None, now: datetime) -> Opening:
    """Say whether a queue is open: closings by hand go before its hours."""
    rule = facts.by_hours(now) if facts is not None else Opening(True)
    closing = queue.closing() if queue is not None else None
    if closing is None or (closing.until is not None and closing.until <= now):
        return rule
    if closing.until is None or facts is None:
        return Opening(False, closing.reason, closing.until)
    after = facts.by_hours(closing.until)
    return Opening(False, closing.reason, closing.until if after.is_open else after.next)
