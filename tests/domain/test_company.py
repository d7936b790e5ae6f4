"""The company of a call: who keeps its room open, and who ended it."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from console.domain.base import Rejected
from console.domain.call import check_mine, evolve_call, is_over_now
from console.domain.call_events import (
    CUSTOMER,
    CallEnded,
    CallRequeued,
    EndAsked,
    LegReported,
    RoomReported,
)
from console.domain.call_state import Call, Part
from console.domain.company import CallerLeft, LeaveAsked, is_kept, news, people, waits_in_room
from console.domain.ending import last_to_leave
from console.domain.guests import AgentLeft, GuestInvited, GuestTroubled, Purpose, standing

if TYPE_CHECKING:
    from console.domain.base import Event

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
MINE, VET, LEAD = "agent-1-1", "guest-1", "guest-2"
HUNG_UP = "participant_hung_up"
INVITED = GuestInvited(leg=VET, role="outsider", name="Vet line", to="+14155550150", by=1)
WATCHING = GuestInvited(
    leg=LEAD, role="lead", name="Kim", to="+14155550112", by=2, purpose="watch", mode="listen"
)


def room(event: str, sequence: int, leg: str, reason: str = "") -> RoomReported:
    return RoomReported(
        conference="CF1", event=event, sequence=sequence, leg=leg, sid=f"CA-{leg}", reason=reason
    )


def joins(leg: str, sequence: int) -> RoomReported:
    return room("participant-join", sequence, leg)


def leaves(leg: str, sequence: int) -> RoomReported:
    return room("participant-leave", sequence, leg, HUNG_UP)


def ends(leg: str, status: str = "completed") -> LegReported:
    return LegReported(leg=leg, sid=f"CA-{leg}", status=status, sequence=9)


def told(*events: Event, inbound: bool = True) -> Call:
    call = Call(id="CA1", incident=1, inbound=inbound, agent=1, agent_name="Sam", agent_leg=MINE)
    call = call.model_copy(update={"conference": "CF1", "parts": {CUSTOMER: Part(sid="CA1")}})
    for event in (joins(MINE, 1), joins(CUSTOMER, 2), *events):
        call = evolve_call(call, event, AT)
    return call


THREE: tuple[Event, ...] = (INVITED, joins(VET, 3))


@pytest.mark.parametrize("inbound", [True, False])
def test_a_caller_who_hangs_up_ends_a_call_without_guests(inbound: bool) -> None:
    for by in (leaves(CUSTOMER, 4), ends(CUSTOMER)):
        gone = told(by, ends(CUSTOMER), inbound=inbound)
        assert is_over_now(gone)
        assert list(news(gone)) == []


@pytest.mark.parametrize("inbound", [True, False])
@pytest.mark.parametrize("last", [leaves(CUSTOMER, 4), ends(CUSTOMER)])
def test_a_caller_who_hangs_up_leaves_agent_and_guest_talking(last: Event, inbound: bool) -> None:
    gone = told(*THREE, last, inbound=inbound)
    assert not is_over_now(gone)
    assert list(news(gone)) == [CallerLeft()]
    after = evolve_call(gone, CallerLeft(), AT)
    assert list(news(after)) == []
    assert after.phase == "talking"
    for end in (leaves(VET, 5), ends(VET)):
        assert is_over_now(evolve_call(after, end, AT))


def test_a_guest_who_answered_is_company_before_the_room_says_so() -> None:
    answered = LegReported(leg=VET, sid=f"CA-{VET}", status="in-progress", sequence=2)
    assert not is_over_now(told(INVITED, answered, ends(CUSTOMER)))
    assert is_over_now(told(INVITED, ends(CUSTOMER)))


def test_a_lead_who_listens_is_no_company() -> None:
    gone = told(WATCHING, joins(LEAD, 3), ends(CUSTOMER))
    assert people(gone) == 1
    assert is_over_now(gone)


def test_an_agent_who_asked_to_leave_ends_nothing() -> None:
    for inbound in (True, False):
        gone = told(*THREE, LeaveAsked(agent=1), leaves(MINE, 4), ends(MINE), inbound=inbound)
        assert is_kept(gone)
        left = evolve_call(gone, AgentLeft(agent=1, name="Sam"), AT)
        assert (left.phase, is_over_now(left)) == ("left", False)
        with pytest.raises(Rejected, match="goes on without us"):
            check_mine(left, 1)
        assert is_over_now(evolve_call(left, leaves(VET, 5), AT))
        assert is_over_now(evolve_call(left, leaves(CUSTOMER, 5), AT))


def test_who_waits_for_a_ringing_guest_after_the_caller_left_is_not_cut_off() -> None:
    owner = INVITED.model_copy(update={"leg": "guest-2", "to": "+14155550151"})
    alone = told(*THREE, leaves(CUSTOMER, 4), CallerLeft(), owner, leaves(VET, 5))
    assert not is_over_now(alone)
    assert is_over_now(evolve_call(alone, ends("guest-2", "busy"), AT))


def test_an_agent_who_hangs_up_for_all_leaves_no_company_behind() -> None:
    ended = told(*THREE, EndAsked(agent=1), ends(CUSTOMER))
    assert is_over_now(ended)
    assert list(news(ended)) == []


def test_a_dropped_phone_keeps_the_others_in_their_room() -> None:
    dropped = told(*THREE, leaves(MINE, 4), ends(MINE))
    assert not is_over_now(dropped)
    again = CallRequeued(agent=1, reason="phone", in_room=True)
    waiting = evolve_call(dropped, again, AT)
    assert (waiting.phase, waiting.conference, waits_in_room(waiting)) == ("queued", "CF1", True)
    assert (waiting.customer.is_present, waiting.part(VET).is_present) == (True, True)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("busy", "Vet line's line is busy. Try again in a moment."),
        ("no-answer", "Vet line did not answer."),
        ("failed", "Vet line could not be reached. Check the number."),
    ],
)
def test_a_guest_who_never_came_is_told_of_in_words(status: str, words: str) -> None:
    unreached = told(INVITED, ends(VET, status))
    trouble = GuestTroubled(leg=VET, about="invite", words=words)
    assert list(news(unreached)) == [trouble]
    assert list(news(evolve_call(unreached, trouble, AT))) == []
    assert list(news(told(*THREE, ends(VET, status)))) == []


def test_a_guests_words_follow_what_the_provider_confirmed() -> None:
    assert standing(told(INVITED), told(INVITED).guests[VET]) == "ringing"
    came = told(*THREE)
    assert standing(came, came.guests[VET]) == "in the call"
    hold = RoomReported(conference="CF1", event="participant-hold", sequence=4, leg=VET, hold=True)
    held = evolve_call(came, hold, AT)
    assert (held.guests[VET].since_what, held.guests[VET].since) == ("on hold", AT)


PURPOSES: list[tuple[Purpose, str]] = [
    ("conference", "external"), ("consult", "consult"), ("transfer", "transfer")
]  # fmt: skip


@pytest.mark.parametrize(("purpose", "who"), PURPOSES)
def test_a_guest_who_leaves_somebody_alone_ended_the_call(purpose: Purpose, who: str) -> None:
    asked = INVITED.model_copy(update={"purpose": purpose})
    left = told(asked, joins(VET, 3), leaves(MINE, 4), AgentLeft(agent=1, name="Sam"))
    for end in (leaves(VET, 5), ends(VET)):
        alone = evolve_call(left, end, AT)
        assert last_to_leave(alone) == VET
        over = evolve_call(alone, CallEnded(leg=VET), AT)
        # The hub hangs up on who is left; the provider calls that hanging up too.
        assert evolve_call(over, leaves(CUSTOMER, 6), AT).ended_by == who


def test_a_caller_who_leaves_last_ended_it_and_so_did_an_agent_who_dropped_the_last() -> None:
    left = told(*THREE, leaves(MINE, 4), AgentLeft(agent=1, name="Sam"), leaves(CUSTOMER, 5))
    assert last_to_leave(left) == CUSTOMER
    alone = told(*THREE, leaves(CUSTOMER, 4), CallerLeft(), leaves(MINE, 5))
    assert last_to_leave(alone) == MINE


def test_a_line_that_failed_was_the_networks_end() -> None:
    assert told(ends(CUSTOMER, "failed"), CallEnded()).ended_by == "network"


HELD = RoomReported(conference="CF1", event="participant-hold", sequence=4, leg=VET, hold=True)
CALLBACKS: tuple[Event, ...] = (
    LegReported(leg=VET, sid=f"CA-{VET}", status="ringing", sequence=1),
    LegReported(leg=VET, sid=f"CA-{VET}", status="in-progress", sequence=2),
    joins(VET, 3),
    HELD,
    HELD.model_copy(update={"event": "participant-unhold", "sequence": 5, "hold": False}),
    leaves(MINE, 6),
    ends(MINE),
    leaves(VET, 7),
    ends(VET),
    leaves(CUSTOMER, 8),
    ends(CUSTOMER),
)


@pytest.mark.parametrize("seed", range(100))
def test_three_peoples_callbacks_in_any_order_end_the_same(seed: int) -> None:
    chance = random.Random(seed)
    disorder = [*CALLBACKS, *chance.choices(CALLBACKS, k=6)]
    chance.shuffle(disorder)
    end = told(INVITED, *disorder)
    assert end == told(INVITED, *CALLBACKS)
    assert (is_over_now(end), people(end)) == (True, 0)
