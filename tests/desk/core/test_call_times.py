"""How long a call rang, was held, talked and was wrapped up is on the timeline."""

from __future__ import annotations

from datetime import timedelta

from console.domain.call_events import (
    CallAccepted,
    CallConnected,
    CallEnded,
    CallOffered,
    CallQueued,
    EndAsked,
    OfferEnded,
    RecordingConfirmed,
    RecordingReported,
    WrapUpEnded,
)
from tests.desk.core.entries import START
from tests.desk.core.test_call_lines import Call, room


def _offered(call: Call, name: str = "Sam Lee") -> None:
    until = START + timedelta(seconds=20)
    call.hears(CallOffered(agent=3, name=name, until=until))


def _lines(call: Call) -> list[str]:
    found = [line for line in call.model.lines(1) if line.kind == "call"]
    return [f"{line.head.removeprefix('call · ')} | {line.text}".rstrip(" |") for line in found]


def test_each_part_of_a_call_is_told_with_its_length_and_who_ended_it() -> None:
    call = Call()
    call.hears(CallQueued())
    _offered(call)
    taken = CallAccepted(agent=3, name="Sam Lee", phone="+14155550111", leg="a1")
    call.hears(taken, after=7)
    call.hears(room("participant-join", 1, leg="a1"))
    call.hears(room("participant-join", 2))
    call.hears(CallConnected())
    call.hears(RecordingConfirmed(now="on"))
    call.hears(room("participant-hold", 3, hold=True), after=30)
    call.hears(room("participant-unhold", 4), after=25)
    call.hears(EndAsked(agent=3), after=60)
    call.hears(CallEnded(reason="completed"))
    call.hears(RecordingReported(sid="RE1", status="completed", duration=110))
    call.hears(WrapUpEnded(agent=3), after=42)
    told = "\n".join(_lines(call))
    for words in (
        "taken by Sam Lee | rang 00:07",
        "off hold after 00:25",
        "ended: Sam Lee hung up | talked 01:",
        "on hold 00:25",
        "recording saved, 01:50",
        "wrap-up finished by Sam Lee after 00:43",
    ):
        assert words in told, told


def test_only_the_ring_that_was_answered_counts() -> None:
    call = Call()
    call.hears(CallQueued())
    _offered(call, "Robin Roe")
    call.hears(OfferEnded(agent=4, name="Robin Roe", how="no-answer", seconds=20), after=20)
    _offered(call)
    taken = CallAccepted(agent=3, name="Sam Lee", phone="+14155550111", leg="a1")
    call.hears(taken, after=4)
    assert _lines(call)[-1] == "taken by Sam Lee | rang 00:04"


def test_a_ring_that_began_on_an_older_page_has_no_length() -> None:
    call = Call()
    taken = CallAccepted(agent=3, name="Sam Lee", phone="+14155550111", leg="a1")
    call.hears(taken)
    assert _lines(call)[-1] == "taken by Sam Lee"
