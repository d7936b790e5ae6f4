"""Nothing is recorded of anybody who was not told or said no, whatever happens in which order."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.answering import AnswerCorrected, AnswerDetected
from console.domain.call import evolve_call
from console.domain.call_events import (
    CUSTOMER,
    CallAccepted,
    CallConnected,
    CallEnded,
    CallTroubled,
    ConsentHeard,
    RecordingAsked,
    RecordingConfirmed,
    RecordingReported,
    RoomReported,
)
from console.domain.call_state import Call
from console.domain.guests import GuestInvited
from console.domain.recording import AnnouncementRepeated, may_be_recorded, may_enter, may_start

if TYPE_CHECKING:
    from console.domain.base import Event

AT = datetime(2030, 5, 6, 9, 0, tzinfo=UTC)
MINE, VET = "agent-1-1", "guest-1"


def room(event: str, sequence: int, leg: str) -> RoomReported:
    return RoomReported(conference="CF1", event=event, sequence=sequence, leg=leg, sid=f"CA-{leg}")


HAPPENINGS: tuple[Event, ...] = (
    CallAccepted(agent=1, name="Sam", phone="+14155550111", leg=MINE),
    GuestInvited(leg=VET, role="outsider", name="Vet", to="+14155550150", by=1),
    room("participant-join", 1, MINE),
    room("participant-join", 2, CUSTOMER),
    room("participant-join", 3, VET),
    room("participant-leave", 4, VET),
    CallConnected(),
    ConsentHeard(refused=False),
    ConsentHeard(refused=False, leg=VET),
    ConsentHeard(refused=True),
    ConsentHeard(refused=True, leg=VET),
    AnnouncementRepeated(leg=CUSTOMER),
    AnswerDetected(by="machine", told="machine_start"),
    AnswerDetected(by="person", told="human"),
    AnswerCorrected(by="person", agent=1, name="Sam"),
    AnswerCorrected(by="machine", agent=1, name="Sam"),
    RecordingAsked(want="pause", reason="card"),
    RecordingAsked(want="resume"),
    RecordingAsked(want="stop", reason="no"),
    RecordingConfirmed(now="on", sid="RE1"),
    RecordingConfirmed(now="paused"),
    RecordingConfirmed(now="off"),
    RecordingReported(sid="RE1", status="in-progress"),
    RecordingReported(sid="RE1", status="completed"),
    CallTroubled(about="record", words="No answer."),
    CallTroubled(about="announce", words="No answer."),
    CallEnded(),
)


@settings(max_examples=400)
@given(st.lists(st.sampled_from(HAPPENINGS), max_size=30))
def test_nobody_is_recorded_before_they_were_told_or_after_they_said_no(
    happened: list[Event],
) -> None:
    call, told, refused = Call(id="CA1", incident=1), set[str](), set[str]()
    for event in happened:
        call = evolve_call(call, event, AT)
        if isinstance(event, ConsentHeard):
            told.add(event.leg)
            refused |= {event.leg} if event.refused else set()
        present = {CUSTOMER} | (
            {VET} if VET in call.guests and call.part(VET).is_present else set()
        )
        if may_be_recorded(call) or may_start(call):
            assert present <= told
            assert not refused
            assert call.answered_by != "machine"
        if may_enter(call, VET):
            assert VET in told
            is_taped = call.recording not in ("off", "saved", "paused")
            assert not (refused and is_taped)


@given(st.permutations(HAPPENINGS[:9]))
def test_the_order_of_what_was_told_changes_nothing(happened: list[Event]) -> None:
    call = Call(id="CA1", incident=1)
    for event in happened:
        call = evolve_call(call, event, AT)
    assert {CUSTOMER, VET} == set(call.announced)
    assert may_start(call)
