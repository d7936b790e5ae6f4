"""What a desk says by itself about a queue: open or closed at any moment of the days to come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from console.domain.hours import Hours, Opening, Span, opening
from console.domain.queue import Queue
from console.domain.queue_facts import QueueFacts, facts_of, opening_now
from console.domain.routing import QueueRule

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOURS = Hours(ZoneInfo("America/Los_Angeles"), (Span.read("mon-fri 08:00-20:00"),))
FACTS = facts_of(QueueRule("safety", overflow="pets"), HOURS, MONDAY)
EIGHT = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)


def test_for_days_it_says_what_the_hours_say() -> None:
    for hours in range(0, 4 * 24, 3):
        at = MONDAY + timedelta(hours=hours)
        known = FACTS.by_hours(at)
        assert (known.is_open, known.reason) == (
            opening(HOURS, at).is_open,
            opening(HOURS, at).reason,
        )


def test_it_keeps_the_rule_of_routing() -> None:
    assert FACTS.rule == QueueRule("safety", overflow="pets")


def test_a_queue_without_hours_is_open() -> None:
    assert facts_of(QueueRule("pets"), None, MONDAY).by_hours(MONDAY) == Opening(True)
    assert opening_now(None, None, MONDAY) == Opening(True)


def test_a_closing_by_hand_goes_before_the_hours_while_it_lasts() -> None:
    later = MONDAY + timedelta(hours=1)
    shut = Queue(name="safety", is_closed=True, closed_reason="drill", closed_until=later)
    always = QueueFacts(name="safety")
    assert opening_now(always, shut, MONDAY) == Opening(False, "drill", later)
    assert opening_now(always, shut, later).is_open
    for_good = shut.model_copy(update={"closed_until": None})
    assert opening_now(FACTS, for_good, MONDAY) == Opening(False, "drill")


def test_a_closing_that_ends_outside_hours_opens_when_they_begin() -> None:
    later = MONDAY + timedelta(hours=1)
    shut = Queue(name="safety", is_closed=True, closed_reason="drill", closed_until=later)
    assert opening_now(FACTS, shut, MONDAY) == Opening(False, "drill", EIGHT)
