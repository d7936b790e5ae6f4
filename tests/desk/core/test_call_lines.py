"""A call reads on the timeline as the people on it heard it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from console.desk.model import Line, Model
from console.domain.call_events import (
    CallAccepted,
    CallArrived,
    CallConnected,
    CallEnded,
    CallOffered,
    CallQueued,
    CallRequeued,
    CallTroubled,
    EndAsked,
    LegReported,
    OfferEnded,
    RecordingAsked,
    RecordingConfirmed,
    RoomReported,
)
from tests.desk.core.entries import ANA, START, Log

if TYPE_CHECKING:
    from console.domain.base import Event


class Call:
    """One call from Ana, told live to a desk that has the incident open."""

    def __init__(self) -> None:
        self.log = Log()
        self.model = Model(lambda: 0.0)
        self.log.opened()
        self.model.load(self.log.snapshot())
        self.model.open(self.log.view())
        self.hears(CallArrived(sid="CA1", handle=ANA, to="+14155550100"))

    def hears(self, event: Event, after: float = 1.0) -> tuple[Line, ...]:
        """Let the hub commit an entry of the call; gives the lines it changed."""
        return self.model.apply(self.log.add("call/c1", event, after=after)).lines

    def is_connected(self) -> None:
        """Let Sam take it and let them hear each other."""
        self.hears(CallQueued())
        self.hears(CallAccepted(agent=3, name="Sam Lee", phone="+14155550111", leg="a1"))
        self.hears(room("participant-join", 1))
        self.hears(CallConnected())

    def heads(self) -> list[str]:
        """The call's lines as they stand."""
        return [line.head for line in self.model.lines(1) if line.kind == "call"]


def room(event: str, sequence: int, *, hold: bool = False, leg: str = "customer") -> RoomReported:
    return RoomReported(
        conference="CF1", event=event, sequence=sequence, leg=leg, sid="CA1", hold=hold
    )


def test_an_answered_call_names_who_took_it_and_how_long_they_talked() -> None:
    call = Call()
    call.is_connected()
    call.hears(room("participant-hold", 2, hold=True), after=60)
    call.hears(room("participant-unhold", 3), after=41)
    call.hears(EndAsked(agent=3), after=30)
    call.hears(CallEnded())
    assert call.heads() == [
        "call · +1…01 calls us",
        "call · waiting for an agent",
        "call · taken by Sam Lee",
        "call · answered by Sam Lee",
        "call · on hold",
        "call · off hold after 00:41",
        "call · ended: Sam Lee hung up",
    ]
    assert call.model.lines(1)[-1].text == "talked 01:31 · on hold 00:41"


def test_hold_is_told_once_however_often_and_late_it_is_reported() -> None:
    call = Call()
    call.is_connected()
    assert call.hears(room("participant-hold", 5, hold=True))
    assert call.hears(room("participant-hold", 5, hold=True)) == ()
    assert call.hears(room("participant-mute", 6, hold=True)) == ()
    assert call.hears(room("participant-unhold", 4)) == ()
    assert call.hears(room("participant-hold", 7, hold=True, leg="a1")) == ()
    assert call.hears(room("participant-unhold", 8))[0].head == "call · off hold after 00:05"


def test_progress_callbacks_make_no_lines() -> None:
    call = Call()
    for sequence, status in enumerate(("queued", "ringing", "in-progress")):
        report = LegReported(leg="a1", sid="CA2", status=status, sequence=sequence)
        assert call.hears(report) == ()


def test_who_hung_up_is_corrected_when_the_provider_says_so_late() -> None:
    call = Call()
    call.is_connected()
    (ended,) = call.hears(CallEnded())
    assert ended.head == "call · ended: the connection was lost"
    (corrected,) = call.hears(
        LegReported(leg="customer", sid="CA1", status="completed", sequence=9)
    )
    assert corrected.key == ended.key
    assert corrected.head == "call · ended: +1…01 hung up"


def test_a_pause_of_the_recording_leaves_a_gap_with_its_reason() -> None:
    call = Call()
    call.is_connected()
    assert call.hears(RecordingConfirmed(now="on"))[0].tone == "quiet"
    call.hears(RecordingAsked(want="pause", reason="card number"))
    (paused,) = call.hears(RecordingConfirmed(now="paused"))
    call.hears(RecordingAsked(want="resume"), after=30)
    (resumed,) = call.hears(RecordingConfirmed(now="on"))
    assert (paused.head, paused.text) == ("call · recording paused", "card number")
    assert (resumed.head, resumed.text) == (
        "call · recording again after a gap of 00:31",
        "card number",
    )


def test_an_offer_that_nobody_took_and_the_way_back_are_on_record() -> None:
    call = Call()
    until = START + timedelta(seconds=20)
    (offered,) = call.hears(CallOffered(agent=4, name="Robin Roe", until=until))
    assert offered.tone == "quiet"
    (missed,) = call.hears(OfferEnded(agent=4, name="Robin Roe", how="no-answer", seconds=20))
    assert missed.head == "call · Robin Roe did not answer in 20 s"
    (back,) = call.hears(CallRequeued(agent=4, reason="their phone was busy"))
    assert (back.head, back.text) == (
        "call · back at the head of the queue",
        "their phone was busy",
    )


def test_trouble_with_a_call_is_told_in_its_own_words() -> None:
    (line,) = Call().hears(CallTroubled(about="hold", words="Hold failed. Press H again."))
    assert (line.text, line.tone) == ("Hold failed. Press H again.", "trouble")


def test_a_caller_who_gave_up_was_never_connected() -> None:
    call = Call()
    call.hears(CallQueued())
    call.hears(LegReported(leg="customer", sid="CA1", status="completed", sequence=3), after=44)
    (ended,) = call.hears(CallEnded(), after=0)
    assert ended.text == "never connected · waited 00:45"


def test_a_call_reads_the_same_live_and_from_the_hubs_view() -> None:
    call = Call()
    call.is_connected()
    call.hears(room("participant-hold", 2, hold=True))
    call.hears(room("participant-unhold", 3))
    call.hears(CallEnded())
    call.hears(LegReported(leg="customer", sid="CA1", status="completed", sequence=9))
    live = call.model.lines(1)
    call.model.open(call.log.view())
    assert call.model.lines(1) == live
