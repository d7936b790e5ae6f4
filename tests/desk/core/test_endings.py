"""The line of a call that is over says who hung up, or why nobody talked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.desk.model import Line, Model
from console.domain.call_events import (
    CUSTOMER,
    CallAccepted,
    CallArrived,
    CallConnected,
    CallDialed,
    CallEnded,
    CallQueued,
    EndAsked,
    LegReported,
    RoomReported,
)
from tests.desk.core.entries import ANA, Log

if TYPE_CHECKING:
    from console.domain.base import Event

ARRIVED = CallArrived(sid="CA1", handle=ANA, to="+14155550100")
TAKEN = CallAccepted(agent=3, name="Sam Lee", phone="+14155550111", leg="a1")
DIALED = CallDialed(
    id="c1",
    handle=ANA,
    caller_id="+14155550100",
    agent=3,
    name="Sam Lee",
    phone="+14155550111",
    leg="a1",
)


def leg(name: str, status: str, sid: str = "CA1") -> LegReported:
    return LegReported(leg=name, sid=sid, status=status, sequence=9)


def left(name: str, reason: str, sid: str = "CA1") -> RoomReported:
    return RoomReported(
        conference="CF1", event="participant-leave", sequence=9, leg=name, sid=sid, reason=reason
    )


def over(by: str) -> RoomReported:
    return RoomReported(conference="CF1", event="conference-end", sequence=10, ended_by=by)


def joined(name: str, sid: str, sequence: int) -> RoomReported:
    return RoomReported(
        conference="CF1", event="participant-join", sequence=sequence, leg=name, sid=sid
    )


TALK: list[Event] = [joined("a1", "CA2", 1), joined(CUSTOMER, "CA1", 2), CallConnected()]
IN: list[Event] = [ARRIVED, CallQueued()]

ENDS: list[tuple[list[Event], str, str]] = [
    ([DIALED, leg(CUSTOMER, "no-answer"), CallEnded(reason="nobody answered")],
     "nobody answered", ""),
    ([DIALED, leg(CUSTOMER, "busy"), CallEnded(reason="the line was busy")],
     "the line was busy", ""),
    ([DIALED, leg(CUSTOMER, "failed"), CallEnded()], "the number could not be reached", ""),
    ([DIALED, leg("a1", "no-answer", "CA2"), CallEnded(reason="your own phone was not connected")],
     "Sam Lee's own phone was not connected", "your own phone was not connected"),
    ([DIALED, EndAsked(agent=3), leg(CUSTOMER, "canceled"), CallEnded()],
     "Sam Lee hung up before anybody answered", ""),
    ([DIALED, *TALK, left(CUSTOMER, "participant_hung_up"), over("CA1"), CallEnded()],
     "+1…01 hung up", ""),
    ([DIALED, *TALK, left("a1", "participant_hung_up", "CA2"), leg(CUSTOMER, "completed"),
      CallEnded()], "Sam Lee hung up", ""),
    ([*IN, leg(CUSTOMER, "completed"), CallEnded()], "+1…01 hung up", ""),
    ([*IN, TAKEN, *TALK, EndAsked(agent=3), over("CA2"), leg(CUSTOMER, "completed"), CallEnded()],
     "Sam Lee hung up", ""),
    ([*IN, TAKEN, *TALK, over("CA2"), leg(CUSTOMER, "completed"), CallEnded()],
     "Sam Lee hung up", ""),
    ([*IN, TAKEN, *TALK, leg(CUSTOMER, "failed"), CallEnded()], "the network failed", ""),
    ([*IN, TAKEN, *TALK, CallEnded()], "the connection was lost", ""),
]  # fmt: skip


def ended(events: list[Event]) -> Line:
    """The last line, after a desk that has the incident open was told all this."""
    log, model = Log(), Model(lambda: 0.0)
    log.opened()
    model.load(log.snapshot())
    model.open(log.view())
    for event in events:
        model.apply(log.add("call/c1", event))
    return model.lines(1)[-1]


@pytest.mark.parametrize(("events", "how", "more"), ENDS)
def test_each_end_of_a_call_has_its_words(events: list[Event], how: str, more: str) -> None:
    line = ended(events)
    assert line.head == f"call · ended: {how}"
    assert line.text.rpartition(" · ")[2] == more if more else how not in line.text


def test_a_providers_code_is_no_reason_for_people() -> None:
    line = ended([*IN, TAKEN, *TALK, CallEnded(reason="last-participant-left")])
    assert "participant" not in line.text
