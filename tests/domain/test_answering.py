"""Detection guesses; the first verdict stands, and that of whoever is on the call above it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from console.domain.answering import AnswerCorrected, AnswerDetected, is_machine, meaning
from console.domain.call import evolve_call
from console.domain.call_state import Call

if TYPE_CHECKING:
    from console.domain.base import Event

AT = datetime(2030, 5, 6, 9, 0, tzinfo=UTC)
MACHINE = AnswerDetected(by="machine", told="machine_start")
PERSON = AnswerDetected(by="person", told="human")
SAYS_PERSON = AnswerCorrected(by="person", agent=1, name="Sam Lee")


def told(*events: Event) -> Call:
    call = Call(id="out-1", incident=1, inbound=False)
    for event in events:
        call = evolve_call(call, event, AT)
    return call


@pytest.mark.parametrize(
    ("word", "by"),
    [
        ("human", "person"),
        ("machine_start", "machine"),
        ("machine_end_beep", "machine"),
        ("fax", "machine"),
        ("unknown", "unsure"),
        ("", "unsure"),
        ("hologram", "unsure"),
    ],
)
def test_the_providers_words_mean(word: str, by: str) -> None:
    assert meaning(word) == by


def test_whoever_is_on_the_call_has_the_last_word_in_any_order() -> None:
    assert is_machine(told(MACHINE))
    for events in ((MACHINE, SAYS_PERSON), (SAYS_PERSON, MACHINE), (MACHINE, SAYS_PERSON, MACHINE)):
        assert (told(*events).answered_by, told(*events).answered_words) == ("person", "Sam Lee")


def test_a_verdict_that_comes_twice_changes_nothing() -> None:
    assert told(MACHINE, PERSON) == told(MACHINE)
    assert not is_machine(told(AnswerDetected(by="unsure", told="unknown")))
