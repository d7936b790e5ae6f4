"""What an entry about recording asks of the outside world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.answering import AnswerCorrected
from console.domain.call_events import (
    CUSTOMER,
    CallConnected,
    ConsentHeard,
    RecordingAsked,
    RecordingConfirmed,
    RoomReported,
)
from console.domain.captions import CaptionsAsked
from console.domain.recording import (
    CARD,
    RUNNING,
    AnnouncementRepeated,
    is_to_be_told,
    may_start,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from console.domain.call_state import Call
    from console.domain.timeline import Entry
    from console.hub.store.asks import Ask
    from console.hub.store.policy import Policy


def asks_of_recording(
    entry: Entry, call: Call, policy: Policy, *, live: Callable[..., Ask], later: Callable[..., Ask]
) -> Iterator[Ask]:
    """Give the effects: whoever is recorded is told before, whatever law is theirs."""
    match entry.event:
        case CallConnected() | AnswerCorrected() if policy.record_calls and is_to_be_told(call):
            yield from _announce(call, policy, CUSTOMER, live, later)
        case AnnouncementRepeated(leg=leg):
            yield from _announce(call, policy, leg, live, later)
        case CallConnected() | ConsentHeard() | AnswerCorrected() if (
            policy.record_calls and may_start(call)
        ):
            yield live("call.record", want="start")
        case RoomReported(event="participant-join", leg=leg) if _is_unaware(call, leg):
            yield live("call.announce", leg=leg, captions=policy.is_captioned(call))
        case RecordingAsked(want=want) if want != "start":
            yield live("call.record", want=want)
        case CaptionsAsked(on=on, sitting=sitting):
            yield live("call.captions", want="start" if on else "stop", sitting=sitting)
        case RecordingConfirmed(now="paused") if call.recording_reason == CARD:
            since = entry.at.timestamp()
            yield later("timer.recording", policy.card_pause_seconds, since=since)


def _announce(
    call: Call, policy: Policy, leg: str, live: Callable[..., Ask], later: Callable[..., Ask]
) -> Iterator[Ask]:
    """Tell somebody in the room, and look later whether anybody says that they heard it."""
    yield live("call.announce", leg=leg, captions=policy.is_captioned(call))
    tries = call.announce_tries
    yield later("timer.announce", policy.announce_seconds, leg=leg, tries=tries)


def _is_unaware(call: Call, leg: str) -> bool:
    """Whether somebody from outside has come into a call that is recorded."""
    guest = call.guests.get(leg)
    is_outsider = guest is not None and guest.role == "outsider"
    return is_outsider and call.recording in RUNNING and leg not in call.announced
