"""Captions: only of who was told, never of a pause or a refusal, whatever order callbacks have."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.base import Rejected
from console.domain.call import evolve_call
from console.domain.call_events import (
    CUSTOMER,
    CallAccepted,
    CallConnected,
    CallEnded,
    CallTroubled,
    ConsentHeard,
    HoldAsked,
    RecordingAsked,
    RecordingConfirmed,
    RoomReported,
)
from console.domain.call_state import Call
from console.domain.captioning import (
    MOST_FAILURES,
    MOST_STOPS,
    also_heard,
    decide_switch,
    hindrance,
    next_steps,
    taker,
)
from console.domain.captions import (
    CaptionsAsked,
    CaptionsFailed,
    CaptionsHeard,
    CaptionsStarted,
    CaptionsStopped,
    CaptionsSwitched,
    SwitchCaptions,
)
from console.domain.guests import GuestInvited

if TYPE_CHECKING:
    from console.domain.base import Event
    from console.domain.guests import GuestRole

AT = datetime(2030, 5, 6, 9, 0, tzinfo=UTC)
CARD = RecordingAsked(want="pause", reason="card")


def after(call: Call, *events: Event, seconds: int = 0) -> Call:
    """The call after more events, some time after it began."""
    for event in events:
        call = evolve_call(call, event, AT + timedelta(seconds=seconds))
    return call


def room(event: str, sequence: int, leg: str = CUSTOMER, *, hold: bool = False) -> RoomReported:
    return RoomReported(
        conference="CF1", event=event, sequence=sequence, leg=leg, sid=f"CA-{leg}", hold=hold
    )


def talking(*, captioned: bool = True, refused: bool = False, language: str = "") -> Call:
    """Sam and a caller, who was told or was not."""
    return after(
        Call(id="CA1", incident=1, language=language),
        ConsentHeard(refused=refused, captioned=captioned),
        CallAccepted(agent=3, name="Sam", phone="+14155550111", leg="a1"),
        room("participant-join", 1, "a1"),
        room("participant-join", 2),
        CallConnected(),
        RecordingConfirmed(now="on", sid="RE1"),
    )


def settled(call: Call, *, is_allowed: bool = True) -> Call:
    """The call after everything that was to be asked has been asked and has come about."""
    for step in next_steps(call, is_allowed=is_allowed):
        assert isinstance(step, CaptionsAsked)
        sid = f"GT{step.sitting}"
        done = CaptionsStarted if step.on else CaptionsStopped
        call = after(call, step, done(sitting=step.sitting, sid=sid))
    return call


def runs(call: Call) -> bool:
    newest = call.captions.newest
    return newest is not None and newest.is_open and newest.is_started


def guest(call: Call, role: GuestRole = "outsider") -> Call:
    """The call with Dr. Vet in its room."""
    invited = GuestInvited(leg="g1", role=role, name="Dr. Vet", to="+14155550133", by=3)
    return after(call, invited, room("participant-join", 3, "g1"))


def test_who_was_told_and_talks_is_captioned_in_their_language() -> None:
    (asked,) = next_steps(talking(language="es"), is_allowed=True)
    assert asked == CaptionsAsked(on=True, sitting=1, language="es-US", agent=3, name="Sam")
    assert list(next_steps(after(talking(), asked), is_allowed=True)) == []
    assert runs(settled(talking()))


@pytest.mark.parametrize(
    ("call", "why"),
    [
        (talking(captioned=False), "unaware"),
        (talking(refused=True), "refused"),
        (after(talking(), CaptionsSwitched(on=False, agent=3, name="Sam")), "off"),
        (after(talking(), CARD), "pause"),
        (after(talking(), CARD, RecordingConfirmed(now="paused")), "pause"),
        (after(talking(), HoldAsked(on=True, by=3)), "hold"),
        (after(talking(), room("participant-hold", 9, hold=True)), "hold"),
        (after(talking(), room("participant-leave", 9, "a1")), "waiting"),
        (after(talking(), CallEnded()), "over"),
        (guest(talking()), "unaware"),
        (after(talking(), ConsentHeard(refused=True, leg="g1")), "refused"),
        (Call(id="CA2", incident=1), "unaware"),
    ],
)
def test_nothing_is_written_down_while(call: Call, why: str) -> None:
    assert hindrance(call, is_allowed=True) == why
    assert list(next_steps(call, is_allowed=True)) == []


def test_a_queue_that_has_none_ends_them() -> None:
    (ended,) = next_steps(settled(talking()), is_allowed=False)
    assert ended == CaptionsAsked(on=False, sitting=1, why="queue")


@pytest.mark.parametrize(
    ("pause", "resume"),
    [
        ([CARD], [RecordingConfirmed(now="paused"), RecordingConfirmed(now="on")]),
        ([CARD], [CallTroubled(about="record", words="STILL RECORDING")]),
        ([HoldAsked(on=True, by=3)], [HoldAsked(on=False, by=3)]),
    ],
)
def test_a_pause_ends_a_sitting_and_what_follows_begins_another(
    pause: list[Event], resume: list[Event]
) -> None:
    resting = settled(after(settled(talking()), *pause))
    assert not runs(resting)
    again = settled(after(resting, *resume))
    assert runs(again)
    assert [one.sid for one in again.captions.sittings] == ["GT1", "GT2"]


def test_another_agent_has_a_sitting_of_their_own() -> None:
    call = after(
        settled(talking()),
        CallAccepted(agent=4, name="Kim", phone="+14155550112", leg="a2"),
        room("participant-join", 5, "a2"),
    )
    ended, begun = next_steps(call, is_allowed=True)
    assert ended == CaptionsAsked(on=False, sitting=1, why="agent")
    assert begun == CaptionsAsked(on=True, sitting=2, language="en-US", agent=4, name="Kim")
    late = taker(after(call, ended, begun, seconds=9), 1, "GT1", AT)
    assert late is not None
    assert late.name == "Sam"


def test_an_outsider_who_was_told_may_be_written_down_and_is_named() -> None:
    told = after(talking(), ConsentHeard(refused=False, leg="g1", captioned=True))
    call = guest(told)
    assert runs(settled(call))
    assert also_heard(call) == ("Dr. Vet",)


CALLBACKS: list[Event] = [
    CaptionsStarted(sitting=1, sid="GT1"),
    CaptionsHeard(sitting=1, sid="GT1", sequence=2, speaker="caller", text="hello"),
    CaptionsHeard(sitting=1, sid="GT1", sequence=3, speaker="agent", text="hi"),
    CaptionsFailed(sitting=1, words="no"),
    CaptionsStopped(sitting=1, sid="GT1"),
]


@given(st.permutations(CALLBACKS), st.lists(st.sampled_from(CALLBACKS), max_size=6))
def test_callbacks_in_any_order_and_again_end_in_one_state(
    order: list[Event], again: list[Event]
) -> None:
    asked = CaptionsAsked(on=True, sitting=1, agent=3, name="Sam")
    begun = after(talking(), asked)
    assert after(begun, *order, *again).captions == after(begun, *CALLBACKS).captions
    assert after(begun, *again, *order).captions == after(begun, *CALLBACKS).captions


@given(st.permutations(CALLBACKS[:3] + CALLBACKS[4:]))
def test_a_sitting_that_was_ended_stays_so_whatever_is_told_late(order: list[Event]) -> None:
    closed = after(
        talking(),
        CaptionsAsked(on=True, sitting=1, agent=3, name="Sam"),
        CARD,
        CaptionsAsked(on=False, sitting=1, why="pause"),
        RecordingConfirmed(now="paused"),
    )
    end = after(closed, *order)
    assert end.captions == after(closed, *CALLBACKS[:3], CALLBACKS[4]).captions
    assert not runs(end)
    assert list(next_steps(end, is_allowed=True)) == []


def test_what_was_said_in_a_pause_is_kept_nowhere_however_late_it_comes() -> None:
    call = settled(after(settled(talking()), CARD))
    for said_at in (None, AT - timedelta(seconds=1), AT + timedelta(seconds=1)):
        assert taker(call, 1, "GT1", said_at) is None
    resumed = settled(after(call, RecordingConfirmed(now="paused"), RecordingConfirmed(now="on")))
    assert taker(resumed, 1, "GT1", AT) is None
    assert taker(resumed, 2, "GT2", None) is not None


def test_what_was_said_before_a_hold_is_kept_when_it_comes_late() -> None:
    held = after(settled(talking()), HoldAsked(on=True, by=3), seconds=10)
    (ended,) = next_steps(held, is_allowed=True)
    held = after(held, ended, seconds=10)
    assert taker(held, 1, "GT1", AT + timedelta(seconds=9)) is not None
    assert taker(held, 1, "GT1", AT + timedelta(seconds=11)) is None
    assert taker(held, 1, "GT1", None) is None


def test_after_a_refusal_nothing_is_kept_not_even_what_was_said_before() -> None:
    call = after(settled(talking()), ConsentHeard(refused=True), seconds=10)
    assert taker(call, 1, "GT1", AT) is None


def test_the_words_of_a_transcription_that_is_not_ours_are_left_out() -> None:
    call = settled(talking())
    assert taker(call, 1, "GT-other", AT) is None
    assert taker(call, 2, "GT1", AT) is None
    assert taker(call, 0, "GT1", AT) is None


def test_what_may_have_begun_is_ended_before_it_is_asked_for_anew() -> None:
    asked = CaptionsAsked(on=True, sitting=1, agent=3, name="Sam")
    unsure = CaptionsFailed(sitting=1, words="no answer", is_unsure=True)
    ended, begun = next_steps(after(talking(), asked, unsure), is_allowed=True)
    assert isinstance(ended, CaptionsAsked)
    assert isinstance(begun, CaptionsAsked)
    assert (ended.on, ended.sitting, begun.on, begun.sitting) == (False, 1, True, 2)


def test_captions_that_break_off_again_and_again_wait_for_the_agent() -> None:
    call = talking()
    for number in range(1, MOST_FAILURES + 1):
        call = after(settled(call), CaptionsFailed(sitting=number, words="broken"))
    assert list(next_steps(call, is_allowed=True)) == []
    wish = SwitchCaptions(call="CA1", on=True)
    switched = decide_switch(call, wish, 3, "Sam", is_allowed=True)
    assert runs(settled(after(call, *switched)))


def test_a_provider_that_does_not_end_them_is_asked_a_few_times_only() -> None:
    call = after(settled(talking()), HoldAsked(on=True, by=3))
    asked = 0
    while steps := list(next_steps(call, is_allowed=True)):
        asked += 1
        call = after(call, *steps, CaptionsFailed(sitting=1, words="no answer", is_unsure=True))
    assert asked == MOST_STOPS
    assert taker(call, 1, "GT1", AT + timedelta(seconds=60)) is None


@pytest.mark.parametrize(
    ("call", "is_allowed", "words"),
    [
        (talking(captioned=False), True, "was not told"),
        (talking(refused=True), True, "does not want it"),
        (talking(), False, "queue has no captions"),
        (after(talking(), CallEnded()), True, "over"),
    ],
)
def test_captions_can_not_be_turned_on(call: Call, is_allowed: bool, words: str) -> None:
    wish = SwitchCaptions(call="CA1", on=True)
    with pytest.raises(Rejected, match=words):
        list(decide_switch(call, wish, 3, "Sam", is_allowed=is_allowed))


def test_turning_them_off_twice_is_one_entry_and_only_its_agent_may() -> None:
    off = SwitchCaptions(call="CA1", on=False)
    (switched,) = decide_switch(talking(), off, 3, "Sam", is_allowed=True)
    again = decide_switch(after(talking(), switched), off, 3, "Sam", is_allowed=True)
    assert list(again) == []
    with pytest.raises(Rejected, match="with Sam"):
        list(decide_switch(talking(), off, 4, "Kim", is_allowed=True))
