"""Flags: what stands now on an incident and its people, and what it forbids."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from console.domain.flags import (
    PRESETS,
    Flag,
    FlagExpired,
    PersonFlagExpired,
    PersonFlagged,
    PersonUnflagged,
    everywhere,
    forbids_message,
)
from console.domain.incident import Incident, evolve_incident
from console.domain.person import Contact, evolve_contact

NOON = datetime(2030, 5, 6, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
MINOR, PRESS = Flag(flag="minor"), Flag(flag="press", until=LATER)


def test_what_is_over_stands_no_more_even_before_anybody_takes_it_down() -> None:
    incident = Incident(number=1, flags=(MINOR, PRESS))
    assert everywhere(incident, [], NOON) == (MINOR, PRESS)
    assert everywhere(incident, [], LATER) == (MINOR,)


def test_a_flag_of_the_person_and_of_the_incident_is_shown_once() -> None:
    party = Contact(handle="tel:+14155550101", flags=(PRESS, Flag(flag="minor", name="Sam")))
    found = everywhere(Incident(number=1, flags=(MINOR,)), [party], NOON)
    assert [flag.flag for flag in found] == ["press", "minor"]


@pytest.mark.parametrize("end", [PersonUnflagged(flag="press"), PersonFlagExpired(flag="press")])
def test_a_person_has_a_flag_until_it_is_taken_down_or_over(
    end: PersonUnflagged | PersonFlagExpired,
) -> None:
    party = Contact(handle="tel:+14155550101")
    first = evolve_contact(party, PersonFlagged(flag="press"))
    again = evolve_contact(first, PersonFlagged(flag="press", until=LATER, name="Sam", incident=1))
    assert again.flags == (Flag(flag="press", until=LATER, name="Sam", incident=1),)
    assert evolve_contact(again, end).flags == ()


def test_the_end_of_a_flag_leaves_the_others_of_an_incident() -> None:
    incident = Incident(number=1, flags=(MINOR, PRESS))
    assert evolve_incident(incident, FlagExpired(flag="press"), LATER).flags == (MINOR,)


@pytest.mark.parametrize(
    ("words", "forbids"), [("do not voicemail", True), ("NO VOICEMAIL", True), ("minor", False)]
)
def test_a_flag_that_speaks_of_voicemail_forbids_it(words: str, forbids: bool) -> None:
    assert forbids_message([Flag(flag=words)]) is forbids


def test_the_usual_ones_are_those_that_people_ask_for() -> None:
    assert {"abusive caller": 24, "do not voicemail": 0, "minor": 0}.items() <= dict(
        PRESETS
    ).items()
