"""When people hear from us next: said or not, due soon, overdue for whoever keeps it, and late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from console.domain.incident import Incident
from console.domain.next_contact import for_leads, is_due_soon, is_overdue, is_said, keeper
from console.domain.promise import Promise, Standing

if TYPE_CHECKING:
    from console.domain.incident_events import Status

NOON = datetime(2030, 5, 6, 12, tzinfo=UTC)


def _promise(minutes: float | None = 60, standing: Standing = "open") -> Promise:
    due = NOON + timedelta(minutes=minutes) if minutes is not None else None
    return Promise(id="n1", text="call Dana back", due=due, agent=7, standing=standing)


def _with(*promises: Promise, owner: int | None = None, number: int = 1) -> Incident:
    return Incident(number=number, promises=promises, owner=owner)


@pytest.mark.parametrize(
    ("incident", "said"),
    [
        (Incident(number=1), False),
        (Incident(number=1, none_owed="settled in the call"), True),
        (_with(_promise()), True),
        (_with(_promise(None)), True),
        (_with(_promise(standing="kept")), False),
        (_with(_promise(standing="dropped")), False),
    ],
)
def test_an_open_incident_has_a_next_contact_or_a_reason_why_not(
    incident: Incident, said: bool
) -> None:
    assert is_said(incident) is said


@pytest.mark.parametrize("status", ["solved", "closed"])
def test_of_what_is_done_nobody_has_to_say(status: Status) -> None:
    assert is_said(Incident(number=1, status=status))


@pytest.mark.parametrize(
    ("minutes", "soon", "over"),
    [
        (11, False, False),
        (10, True, False),
        (0.1, True, False),
        (0, False, True),
        (-5, False, True),
    ],
)
def test_it_is_due_soon_and_then_overdue(minutes: float, soon: bool, over: bool) -> None:
    assert (is_due_soon(_promise(minutes), NOON), is_overdue(_promise(minutes), NOON)) == (
        soon,
        over,
    )


@pytest.mark.parametrize("standing", ["kept", "dropped"])
def test_what_is_done_is_never_due(standing: Standing) -> None:
    assert not is_due_soon(_promise(5, standing), NOON)
    assert not is_overdue(_promise(-5, standing), NOON)


def test_the_owner_keeps_it_else_who_gave_it() -> None:
    assert keeper(_with(owner=3), _promise()) == 3
    assert keeper(_with(), _promise()) == 7


def test_leads_hear_of_what_is_overdue_for_longer_the_oldest_of_each_incident() -> None:
    fresh, old, older = _promise(-4), _promise(-6), _promise(-90, "broken")
    found = for_leads([_with(fresh), _with(old, older, number=2), _with(number=3)], NOON, 5)
    assert [(state.number, promise) for state, promise in found] == [(2, older)]
