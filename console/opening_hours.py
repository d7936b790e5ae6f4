"""Hours and rules of queues as the domain takes them, made from the configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from console.domain.hours import Hours, Span
from console.domain.routing import Capacity, QueueRule
from console.settings.calendars import holidays_of

if TYPE_CHECKING:
    from console.config import Settings
    from console.settings.queues import QueueLine


def hours_of(queue: QueueLine) -> Hours:
    """Give the hours of a queue."""
    public, own = holidays_of(queue.holidays), queue.closed_days
    return Hours(
        zone=ZoneInfo(queue.zone),
        spans=tuple(Span.read(text) for text in queue.hours),
        holiday=lambda day: own.get(day) or public(day),
    )


def opening_hours(settings: Settings) -> dict[str, Hours]:
    """Give the hours of every queue that is configured, by name."""
    return {queue.name: hours_of(queue) for queue in settings.routing.queues}


def queue_rules(settings: Settings) -> dict[str, QueueRule]:
    """Give the rule of every queue: those configured, and those that numbers lead to."""
    known = {queue.name: _rule(queue) for queue in settings.routing.queues}
    named = {one.queue for one in settings.twilio.numbers}
    return {name: QueueRule(name) for name in sorted(named)} | known


def _rule(queue: QueueLine) -> QueueRule:
    return QueueRule(
        name=queue.name,
        priority=queue.priority,
        ageing_seconds=queue.ageing_seconds,
        language_seconds=queue.language_seconds,
        overflow=queue.overflow,
        overflow_seconds=queue.overflow_seconds,
        capacity=Capacity(queue.texts, queue.mails, queue.call_blocks),
        offers=queue.offer,
    )
