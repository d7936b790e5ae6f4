"""The incident: how its status moves, what closing needs, whose it is."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, get_args

import pytest

from console.domain.base import Rejected
from console.domain.categories import OURS
from console.domain.incident import (
    Flag,
    Incident,
    decide_move,
    decide_take,
    evolve_incident,
    missing_to_close,
    moves_of,
)
from console.domain.incident_events import (
    CATEGORIES,
    Category,
    CategorySet,
    FlagCleared,
    FlagSet,
    HandleJoined,
    IncidentOpened,
    IncidentReleased,
    IncidentTaken,
    MoveStatus,
    SetCategory,
    SeveritySet,
    Status,
    StatusMoved,
)
from console.domain.sorting import decide_category

if TYPE_CHECKING:
    from console.domain.base import Role

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
STATUSES: tuple[Status, ...] = get_args(Status)
LEAD = {("solved", "closed"), ("closed", "open")}
ALLOWED = {
    *(("new", "open"), ("new", "pending"), ("new", "solved")),
    *(("open", "pending"), ("open", "solved")),
    *(("pending", "open"), ("pending", "solved")),
    *(("solved", "open"), ("solved", "closed"), ("closed", "open")),
}


def incident(status: Status = "open", category: Category = "bite") -> Incident:
    return Incident(number=7, status=status, category=category)


@pytest.mark.parametrize("before", STATUSES)
@pytest.mark.parametrize("after", STATUSES)
def test_a_lead_may_make_every_move_of_the_table_and_no_other(
    before: Status, after: Status
) -> None:
    move = MoveStatus(incident=7, to=after, reason="why")
    if before == after:
        assert decide_move(incident(before), move, "lead") == []
    elif (before, after) in ALLOWED:
        assert decide_move(incident(before), move, "lead") == [
            StatusMoved(before=before, after=after, reason="why")
        ]
    else:
        with pytest.raises(Rejected, match=f"can't go from {before} to {after}"):
            decide_move(incident(before), move, "lead")


@pytest.mark.parametrize(("before", "after"), sorted(ALLOWED))
def test_an_agent_may_make_every_move_but_a_leads(before: Status, after: Status) -> None:
    move = MoveStatus(incident=7, to=after)
    if (before, after) in LEAD:
        with pytest.raises(Rejected, match="Only a lead"):
            decide_move(incident(before), move, "agent")
    else:
        assert decide_move(incident(before), move, "agent")


@pytest.mark.parametrize("role", ["agent", "lead", "manager"])
@pytest.mark.parametrize("before", STATUSES)
def test_what_is_offered_to_a_role_is_what_it_may_do(role: Role, before: Status) -> None:
    done = []
    for after in STATUSES:
        with suppress(Rejected):
            done += decide_move(incident(before), MoveStatus(incident=7, to=after), role)
    assert [e.after for e in done if isinstance(e, StatusMoved)] == [
        after for after in STATUSES if after in moves_of(before, role)
    ]


@pytest.mark.parametrize("after", ["solved", "closed"])
def test_closing_names_everything_that_is_missing(after: Status) -> None:
    busy = Incident(
        number=7,
        status="solved" if after == "closed" else "open",
        live_calls=("CA1",),
        live_call="CA1",
        unanswered=2,
        trouble=("m1",),
    )
    with pytest.raises(Rejected) as no:
        decide_move(busy, MoveStatus(incident=7, to=after), "admin")
    for missing in ("a category", "the live call to end", "2 messages", "a look at 1 message"):
        assert missing in no.value.message


def test_nothing_is_missing_of_an_incident_that_is_done() -> None:
    assert missing_to_close(incident()) == []


@pytest.mark.parametrize("category", CATEGORIES)
def test_severity_follows_the_category_until_a_human_sets_it(category: Category) -> None:
    wish = SetCategory(incident=7, category=category, reason="the caller told more")
    events = decide_category(incident(category="fraud-billing"), wish)
    wanted = OURS.kind_of(category).severity
    chosen = CategorySet(category=category, severity=wanted, reason="the caller told more")
    assert events == ([] if category == "fraud-billing" else [chosen])
    by_hand = evolve_incident(incident(), SeveritySet(severity="low", reason="calm"), AT)
    for event in events:
        assert evolve_incident(incident(), event, AT).severity == wanted
        assert evolve_incident(by_hand, event, AT).severity == "low"


def test_who_takes_an_unowned_incident_opens_it() -> None:
    assert decide_take(incident("new"), 3, "Sam Lee", over=False) == [
        IncidentTaken(agent=3, name="Sam Lee"),
        StatusMoved(before="new", after="open"),
    ]
    assert decide_take(incident("pending"), 3, "Sam Lee", over=False) == [
        IncidentTaken(agent=3, name="Sam Lee")
    ]


def test_an_owned_incident_is_taken_over_only_knowingly() -> None:
    owned = evolve_incident(incident(), IncidentTaken(agent=3, name="Sam Lee"), AT)
    assert decide_take(owned, 3, "Sam Lee", over=False) == []
    with pytest.raises(Rejected, match="Sam Lee has it since 09:30 UTC") as no:
        decide_take(owned, 4, "Kim Roe", over=False)
    assert no.value.code == "taken"
    assert decide_take(owned, 4, "Kim Roe", over=True) == [
        IncidentTaken(agent=4, name="Kim Roe", before=3)
    ]


def test_a_released_incident_has_no_owner() -> None:
    owned = evolve_incident(incident(), IncidentTaken(agent=3, name="Sam Lee"), AT)
    free = evolve_incident(owned, IncidentReleased(agent=3), AT)
    assert (free.owner, free.owner_name, free.owner_since) == (None, "", None)


def test_an_address_joins_an_incident_once() -> None:
    opened = IncidentOpened(number=7, ref="AAA-AAA", handle="tel:+14155550101")
    state = evolve_incident(Incident(number=7), opened, AT)
    for handle in ("mailto:ana@example.com", "tel:+14155550101", "mailto:ana@example.com"):
        state = evolve_incident(state, HandleJoined(handle=handle), AT)
    assert state.handles == ("tel:+14155550101", "mailto:ana@example.com")


def test_a_flag_stands_once_and_until_its_time() -> None:
    until = AT + timedelta(days=1)
    state = evolve_incident(incident(), FlagSet(flag="dog bites"), AT)
    state = evolve_incident(state, FlagSet(flag="dog bites", until=until), AT)
    assert state.flags == (Flag(flag="dog bites", until=until),)
    assert state.active_flags(until - timedelta(seconds=1)) == state.flags
    assert state.active_flags(until) == ()
    assert evolve_incident(state, FlagCleared(flag="dog bites"), AT).flags == ()
