"""The call: the same end, in whatever order, how often and how late its callbacks come."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from functools import reduce
from typing import TYPE_CHECKING

import pytest

from console.domain.base import Event, Rejected
from console.domain.call import check_mine, evolve_call, is_over_now
from console.domain.call_events import (
    CUSTOMER,
    CallAccepted,
    CallArrived,
    CallConnected,
    CallEnded,
    CallOffered,
    CallQueued,
    CallRequeued,
    CallTroubled,
    HoldAsked,
    LegReported,
    MuteAsked,
    OfferEnded,
    RecordingAsked,
    RecordingConfirmed,
    RecordingReported,
    RoomReported,
    WrapUpEnded,
)
from console.domain.call_state import Call

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
LEG = "agent-1-1"


def fold(events: Iterable[Event], start: Call | None = None, at: datetime = AT) -> Call:
    first = start or Call(id="CA1", incident=7)
    return reduce(lambda state, event: evolve_call(state, event, at), events, first)


def leg(name: str, status: str, sequence: int) -> LegReported:
    sid = "CA1" if name == CUSTOMER else f"CA-{name}"
    return LegReported(leg=name, sid=sid, status=status, sequence=sequence)


def room(
    event: str, sequence: int, name: str = "", *, conference: str = "CF1", **facts: object
) -> RoomReported:
    sid = {"": "", CUSTOMER: "CA1"}.get(name, f"CA-{name}")
    data = {"event": event, "sequence": sequence, "leg": name, "sid": sid, **facts}
    return RoomReported.model_validate({"conference": conference, **data})


ACCEPTED: Sequence[Event] = (
    CallArrived(sid="CA1", handle="tel:+14155550101", to="+14155550100"),
    CallQueued(),
    CallOffered(agent=1, name="Sam", until=AT + timedelta(seconds=20)),
    CallAccepted(agent=1, name="Sam", phone="+14155550111", leg=LEG),
)
CALLBACKS: Sequence[Event] = (
    *(leg(CUSTOMER, status, n) for n, status in enumerate(("ringing", "in-progress"))),
    *(leg(LEG, s, n) for n, s in enumerate(("initiated", "ringing", "in-progress", "completed"))),
    room("conference-start", 1),
    room("participant-join", 2, LEG),
    room("participant-join", 3, CUSTOMER),
    room("participant-hold", 4, CUSTOMER, hold=True),
    room("participant-unhold", 5, CUSTOMER),
    room("participant-mute", 6, LEG, muted=True),
    room("participant-unmute", 7, LEG),
    room("participant-mute", 8, LEG, muted=True),
    room("participant-hold", 9, CUSTOMER, hold=True),
    room("participant-unhold", 10, CUSTOMER),
    RecordingReported(sid="RE1", status="in-progress"),
    room("participant-leave", 11, CUSTOMER, reason="participant_hung_up"),
    room("participant-leave", 12, LEG, muted=True, reason="conference_ended_via_api"),
    room("conference-end", 13, reason="last_participant_left", ended_by="CA1"),
    leg(CUSTOMER, "completed", 2),
    RecordingReported(sid="RE1", status="completed", duration=61),
)


@pytest.mark.parametrize("seed", range(100))
def test_shuffled_repeated_and_late_callbacks_end_the_same(seed: int) -> None:
    chance = random.Random(seed)
    disorder = [*CALLBACKS, *chance.choices(CALLBACKS, k=10)]
    chance.shuffle(disorder)
    accepted = fold(ACCEPTED)
    end = fold(disorder, accepted)
    assert end == fold(CALLBACKS, accepted)
    assert is_over_now(end)
    assert (end.customer.hold, end.mine.muted, end.recording) == (False, True, "saved")


@pytest.mark.parametrize("seed", range(30))
def test_both_were_connected_however_late_their_joining_is_told(seed: int) -> None:
    disorder = list(CALLBACKS)
    random.Random(seed).shuffle(disorder)
    end = fold(disorder, fold(ACCEPTED))
    assert end.customer.has_met(end.mine)


def test_who_left_before_the_other_came_did_not_meet_them() -> None:
    end = fold(
        [room("participant-join", 2, LEG), room("participant-leave", 3, LEG),
         room("participant-join", 4, CUSTOMER)],
        fold(ACCEPTED),
    )  # fmt: skip
    assert not end.customer.has_met(end.mine)


def test_an_end_is_final_whatever_sequence_it_bears() -> None:
    for order in (("completed", "in-progress"), ("in-progress", "completed")):
        numbers = {"completed": 0, "in-progress": 4}
        state = fold([leg(CUSTOMER, s, numbers[s]) for s in order], fold(ACCEPTED))
        assert state.customer.status == "completed"


def test_statuses_without_numbers_go_forward_only() -> None:
    for order in (("ringing", "in-progress"), ("in-progress", "ringing")):
        state = fold([leg(CUSTOMER, status, 0) for status in order], fold(ACCEPTED))
        assert state.customer.status == "in-progress"


def test_the_phases_of_a_call() -> None:
    phases = []
    state = Call(id="CA1", incident=7)
    talk = [room("participant-join", 2, LEG), room("participant-join", 3, CUSTOMER)]
    for event in (*ACCEPTED, *talk, CallConnected(), CallEnded(), WrapUpEnded(agent=1)):
        state = fold([event], state)
        phases.append(state.phase)
    assert phases == [
        "greeting", "queued", "offered", "connecting", "connecting", "talking", "talking",
        "wrap-up", "ended",
    ]  # fmt: skip


def test_a_missed_offer_is_remembered_unless_the_caller_left() -> None:
    offered = fold(ACCEPTED[:3])
    missed = OfferEnded(agent=1, name="Sam", how="no-answer", seconds=20)
    assert (fold([missed], offered).missed, fold([missed], offered).phase) == ((1,), "queued")
    left = missed.model_copy(update={"how": "caller-left"})
    assert fold([left], offered).missed == ()


def test_hold_seconds_add_up_over_spells_and_never_run_backwards() -> None:
    state = fold(ACCEPTED)
    for sequence, (seconds, on) in enumerate([(0, True), (30, False), (60, True), (20, False)]):
        event = room("participant-hold", sequence, CUSTOMER, hold=on)
        state = fold([event], state, AT + timedelta(seconds=seconds))
    assert state.held_seconds == 30
    held = fold([room("participant-hold", 9, CUSTOMER, hold=True)], state)
    assert fold([CallEnded()], held, AT + timedelta(seconds=12)).held_seconds == 42


def test_mute_and_hold_are_shown_as_the_provider_confirms_them() -> None:
    talking = fold([room("participant-join", 2, LEG), room("participant-join", 3, CUSTOMER)],
                   fold(ACCEPTED))  # fmt: skip
    asked = fold([MuteAsked(on=True), HoldAsked(on=True)], talking)
    assert (asked.mute_asked, asked.is_muted, asked.hold_asked, asked.is_held) == (
        True, False, True, False,
    )  # fmt: skip
    refused = fold([CallTroubled(about="mute", words="no"), CallTroubled(about="hold", words="no")],
                   asked)  # fmt: skip
    assert (refused.mute_asked, refused.is_muted, refused.hold_asked, refused.trouble) == (
        False, False, False, "no",
    )  # fmt: skip
    late = fold([room("participant-mute", 6, LEG, muted=True)], refused)
    assert late.is_muted


def test_a_recording_that_could_not_be_paused_is_shown_as_going_on() -> None:
    on = fold([RecordingConfirmed(now="on", sid="RE1")], fold(ACCEPTED))
    pausing = fold([RecordingAsked(want="pause", reason="card")], on)
    assert pausing.recording == "pausing"
    assert fold([CallTroubled(about="record", words="no")], pausing).recording == "on"
    paused = fold([RecordingConfirmed(now="paused")], pausing)
    resuming = fold([RecordingAsked(want="resume")], paused)
    assert fold([CallTroubled(about="record", words="no")], resuming).recording == "paused"


@pytest.mark.parametrize("end", ["completed", "failed", "absent"])
def test_what_is_late_does_not_revive_a_recording(end: str) -> None:
    over = fold([RecordingReported(sid="RE1", status=end)], fold(ACCEPTED))
    late = [RecordingReported(sid="RE1", status="in-progress"),
            RecordingConfirmed(now="on", sid="RE1")]  # fmt: skip
    assert (
        fold(late, over).recording == over.recording == ("saved" if end == "completed" else "off")
    )


def test_a_call_given_back_forgets_its_room() -> None:
    talk = [room("participant-join", 2, LEG), room("participant-join", 3, CUSTOMER),
            room("participant-hold", 40, CUSTOMER, hold=True)]  # fmt: skip
    back = fold([*talk, CallRequeued(agent=1, reason="phone")], fold(ACCEPTED))
    assert (back.phase, back.is_held, back.conference) == ("queued", False, "")
    late = [room("participant-leave", 41, CUSTOMER), room("conference-end", 42, reason="empty")]
    assert fold(late, back) == back
    assert not is_over_now(fold(late, back))


def test_the_next_agents_room_counts_from_one_again() -> None:
    talk = [room("participant-join", 2, LEG), room("participant-join", 30, CUSTOMER)]
    again = CallAccepted(agent=2, name="Kim", phone="+14155550112", leg="agent-2-2")
    back = fold([*talk, CallRequeued(agent=1, reason="phone"), again], fold(ACCEPTED))
    new = [room("participant-join", 2, "agent-2-2", conference="CF2"),
           room("participant-join", 3, CUSTOMER, conference="CF2"),
           room("conference-end", 31)]  # fmt: skip
    for order in (new, new[::-1]):
        talking = fold(order, back)
        assert (talking.phase, talking.conference) == ("talking", "CF2")
        assert not is_over_now(talking)


def test_a_room_first_heard_of_after_the_call_was_given_back_is_history() -> None:
    again = CallAccepted(agent=2, name="Kim", phone="+14155550112", leg="agent-2-2")
    back = fold([CallRequeued(agent=1, reason="phone"), again], fold(ACCEPTED))
    late = [room("participant-join", 2, LEG), room("participant-join", 3, CUSTOMER),
            room("conference-end", 4)]  # fmt: skip
    new = [room("participant-join", 2, "agent-2-2", conference="CF2"),
           room("participant-join", 3, CUSTOMER, conference="CF2")]  # fmt: skip
    talking = fold([*late, *new], back)
    assert (talking.phase, talking.conference, is_over_now(talking)) == ("talking", "CF2", False)


@pytest.mark.parametrize(
    ("facts", "who"),
    [
        ({"end_asked": True}, "agent"),
        ({"room_ended_by": "CA1"}, "customer"),
        ({}, "network"),
    ],
)
def test_a_call_that_ended_says_who_hung_up(facts: dict[str, object], who: str) -> None:
    over = fold([CallEnded()], fold(ACCEPTED)).model_copy(update=facts)
    assert over.ended_by == who


def test_nobody_touches_a_call_that_is_anothers_or_over() -> None:
    mine = fold(ACCEPTED)
    check_mine(mine, 1)
    with pytest.raises(Rejected, match="with Sam"):
        check_mine(mine, 2)
    with pytest.raises(Rejected, match="over"):
        check_mine(fold([CallEnded()], mine), 1)
