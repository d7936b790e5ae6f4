"""What a caller meets at a moment is told in sentences, in the queue's own time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from console.desk.wording.hours import happens_words
from console.domain.served import WhatHappens

AT = datetime(2026, 12, 24, 18, 0, tzinfo=UTC)


def words(**facts: object) -> str:
    known = {"queue": "safety", "at": AT, "is_open": True, **facts}
    return " | ".join(happens_words(WhatHappens.model_validate(known)))


def test_open_until_when() -> None:
    said = words(next=AT + timedelta(hours=2))
    assert said == "safety at Thu 2026-12-24 18:00 (UTC): OPEN until Thu 2026-12-24 20:00."
    assert words().endswith("OPEN, with no end.")


def test_closed_why_by_whom_and_when_it_opens() -> None:
    opens = AT + timedelta(hours=14)
    said = words(is_open=False, reason="fire drill", closed_by="Lee Park", next=opens)
    assert said.endswith("CLOSED: fire drill, by Lee Park. It opens Fri 2026-12-25 08:00.")


def test_who_serves_it_and_in_which_language() -> None:
    said = words(
        diverted_to="pets",
        divert_until=AT,
        greeted=("en", "es"),
        language_seconds=60,
        overflow="vets",
        overflow_seconds=120,
    )
    assert "the people of pets take its callers until Thu 2026-12-24 18:00" in said
    assert "Greeted in English and Spanish" in said
    assert "waits 60 s for a speaker" in said
    assert "After 120 s the people of vets help out." in said


def test_times_are_those_of_the_queue() -> None:
    assert "Thu 2026-12-24 10:00 (America/Los_Angeles)" in words(zone="America/Los_Angeles")
