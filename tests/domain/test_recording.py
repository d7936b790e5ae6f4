"""What may be recorded counts as recorded, and every time on hold is kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from console.domain.call import evolve_call
from console.domain.call_events import (
    CUSTOMER,
    CallAccepted,
    CallConnected,
    CallTroubled,
    ConsentHeard,
    HoldAsked,
    RecordingAsked,
    RecordingConfirmed,
    RecordingReported,
    RoomReported,
)
from console.domain.call_state import Call, Spell
from console.domain.recording import failed_words, may_start

if TYPE_CHECKING:
    from console.domain.base import Event

AT = datetime(2030, 5, 6, 9, 0, tzinfo=UTC)


def told(*events: tuple[int, Event]) -> Call:
    """A call after events, each so many seconds after it began."""
    call = Call(id="CA1", incident=1)
    for seconds, event in events:
        call = evolve_call(call, event, AT + timedelta(seconds=seconds))
    return call


def room(event: str, sequence: int, leg: str = CUSTOMER, *, hold: bool = False) -> RoomReported:
    return RoomReported(
        conference="CF1", event=event, sequence=sequence, leg=leg, sid=f"CA-{leg}", hold=hold
    )


def test_every_time_on_hold_is_kept_with_who_held_and_how_long() -> None:
    call = told(
        (0, CallAccepted(agent=3, name="Sam", phone="+14155550111", leg="a1")),
        (1, room("participant-join", 1, "a1")),
        (2, room("participant-join", 2)),
        (10, HoldAsked(on=True, by=3)),
        (11, room("participant-hold", 3, hold=True)),
        (52, room("participant-unhold", 4)),
        (60, HoldAsked(on=True, by=4)),
        (60, room("participant-hold", 5, hold=True)),
        (75, HoldAsked(on=False, by=3)),
        (75, room("participant-unhold", 6)),
    )
    assert call.spells == (
        Spell(by=3, at=AT + timedelta(seconds=11), seconds=41),
        Spell(by=4, at=AT + timedelta(seconds=60), seconds=15),
    )
    assert call.held_seconds == 56


def test_a_recording_may_begin_once_it_was_heard_of_and_somebody_talks() -> None:
    assert not may_start(told((0, CallConnected())))
    assert not may_start(told((0, ConsentHeard(refused=False))))
    heard = told((0, CallConnected()), (1, ConsentHeard(refused=False)))
    assert may_start(heard)
    assert not may_start(evolve_call(heard, RecordingReported(sid="RE1", status="in-progress"), AT))


def test_a_refusal_stands_whatever_was_announced_since() -> None:
    call = told((0, CallConnected()), (1, ConsentHeard(refused=True)))
    again = evolve_call(call, ConsentHeard(refused=False), AT)
    assert (again.consent, may_start(again)) == ("refused", False)


def test_that_a_guest_heard_it_says_nothing_of_the_customer() -> None:
    call = told((0, CallConnected()), (1, ConsentHeard(refused=False, leg="guest-1")))
    assert (call.consent, call.announced) == ("", ("guest-1",))


def test_what_failed_to_pause_or_stop_is_still_recorded() -> None:
    for want in ("pause", "stop"):
        asked = RecordingAsked.model_validate({"want": want, "reason": "card"})
        call = told((0, RecordingConfirmed(now="on")), (1, asked))
        assert failed_words(call, "No answer.") == "STILL RECORDING. No answer."
        failed = evolve_call(call, CallTroubled(about="record", words="no"), AT)
        assert failed.recording == "on"


def test_a_pause_has_a_clock_from_when_it_was_confirmed() -> None:
    asked = RecordingAsked(want="pause", reason="card")
    call = told(
        (0, RecordingConfirmed(now="on")), (1, asked), (3, RecordingConfirmed(now="paused"))
    )
    again = evolve_call(call, RecordingConfirmed(now="paused"), AT + timedelta(seconds=9))
    assert again.paused_at == AT + timedelta(seconds=3)
    assert evolve_call(again, RecordingConfirmed(now="on"), AT).paused_at is None
