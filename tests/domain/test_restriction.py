"""Who may see an incident: what leads may decide, and what an entry is about."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from console.domain.account import Account, decide_token_ended, decide_token_used, evolve_account
from console.domain.base import Rejected, check_seen
from console.domain.incident import Incident
from console.domain.person import ContactJoined
from console.domain.restriction import (
    IncidentRead,
    IncidentRestricted,
    IncidentUnrestricted,
    RestrictIncident,
    Restriction,
    UnrestrictIncident,
    decide_restrict,
    decide_unrestrict,
    evolve_restriction,
    incident_about,
    may_see,
)

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
HELD = Restriction(people=(1, 2), ask="Lee", since=AT)


def test_named_people_see_it_and_nobody_else_not_even_nobody() -> None:
    assert may_see(None, 0)
    assert may_see((1, 2), 2)
    assert not may_see((1, 2), 3)
    assert not may_see((1, 2), 0)


def test_who_restricts_is_among_the_people_and_the_same_again_changes_nothing() -> None:
    wanted = RestrictIncident(incident=1, people=(1,), reason="  a colleague ")
    (event,) = decide_restrict(None, wanted, by=2, name="Lee", unnamed=())
    assert event == IncidentRestricted(people=(1, 2), by=2, name="Lee", reason="a colleague")
    state = evolve_restriction(Incident(number=1), event, AT)
    assert state.restriction == HELD
    assert decide_restrict(state.restriction, wanted, by=2, name="Lee", unnamed=()) == []


@pytest.mark.parametrize("reason", [" ", "\n"])
def test_no_reason_is_no_reason(reason: str) -> None:
    with pytest.raises(Rejected):
        decide_restrict(
            None, RestrictIncident(incident=1, reason=reason), by=1, name="x", unnamed=()
        )
    with pytest.raises(Rejected):
        decide_unrestrict(HELD, UnrestrictIncident(incident=1, reason=reason), by=1, name="x")


def test_lifting_it_shows_it_to_everybody_again_once() -> None:
    wanted = UnrestrictIncident(incident=1, reason="it was not")
    (event,) = decide_unrestrict(HELD, wanted, by=1, name="Sam")
    assert isinstance(event, IncidentUnrestricted)
    shown = evolve_restriction(Incident(number=1, restriction=HELD), event, AT)
    assert shown.restriction is None
    assert decide_unrestrict(None, wanted, by=1, name="Sam") == []


def test_an_entry_is_about_the_incident_that_it_names() -> None:
    assert incident_about("note/n", 7, IncidentRead(what="timeline")) == 7
    assert incident_about("contact/tel:+1", None, ContactJoined(incident=7)) == 7
    assert incident_about("agent/1", None, IncidentRead(what="timeline")) is None


@pytest.mark.parametrize(("seen", "now"), [(None, "a"), ("a", "a"), ("a", "b")])
def test_what_was_seen_or_is_wanted_already_is_no_conflict(seen: str | None, now: str) -> None:
    check_seen("the place", seen, now, "b")


def test_a_change_by_somebody_else_is_said_with_both_versions() -> None:
    with pytest.raises(Rejected, match=r"Now: nothing\. Yours, not saved: b") as no:
        check_seen("the place", "a", "", "b")
    assert no.value.code == "conflict"


def test_a_token_that_ended_is_told_once_and_used_no_more() -> None:
    account, until = Account(sid="AC1"), AT
    (used,) = decide_token_used(account, until)
    account = evolve_account(account, used)
    assert decide_token_used(account, until) == []
    (ended,) = decide_token_ended(account, until)
    account = evolve_account(account, ended)
    assert (decide_token_used(account, until), decide_token_ended(account, until)) == ([], [])
