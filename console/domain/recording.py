"""Recording: nothing before it was announced, nothing that was refused, no gap without a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from console.domain.answering import MACHINE, is_machine
from console.domain.base import Command, Event
from console.domain.call_events import (
    CUSTOMER,
    ConsentHeard,
    PauseRecording,
    RecordingAsked,
    RecordingConfirmed,
    RecordingReported,
)
from console.domain.captions import SwitchCaptions

if TYPE_CHECKING:
    from datetime import datetime

    from console.domain.call_state import Call, Recording

CARD = "card"
"""Reason of a pause for payment data: it ends by itself."""
FORGOTTEN = "nobody resumed it"
"""Reason of a resume that nobody asked for."""
UNTOLD = "somebody came in who was not told yet"
NOT_ASKED_FOR = frozenset({MACHINE, UNTOLD})
"""Reasons of a pause that ends as soon as everybody may be recorded."""
RUNNING = frozenset({"starting", "on", "pausing", "paused", "resuming"})
"""States in which something is, or may be, recorded."""
RECORDS = frozenset({"starting", "on", "pausing", "resuming", "stopping"})
"""States in which what is said now is, or may be, recorded."""


class AnnouncementRepeated(Event):
    """Nobody knows whether somebody in the room was told of the recording: they are told anew."""

    kind: Literal["call.announcement_repeated"] = "call.announcement_repeated"
    leg: str
    reason: str = ""


class StopRecording(Command):
    """Record no more of a call: somebody on it said that they do not want it."""

    kind: Literal["call.stop_recording"] = "call.stop_recording"
    call: str
    reason: str = Field(default="", max_length=200)
    leg: str = Field(default=CUSTOMER, max_length=40)
    """Who does not want it."""


RecordingWish = PauseRecording | StopRecording | SwitchCaptions

_ASKED: dict[str, Recording] = {
    "start": "starting",
    "pause": "pausing",
    "resume": "resuming",
    "stop": "stopping",
}
_NOT_DONE: dict[Recording, Recording] = {
    "starting": "off",
    "pausing": "on",
    "resuming": "paused",
    "stopping": "on",
}
_NOT_SURE: dict[Recording, Recording] = {**_NOT_DONE, "resuming": "on"}
"""What may be recorded counts as recorded: nobody must say a card number into a doubt."""


def evolve_recording(state: Call, event: Event, at: datetime) -> Call:
    """Apply one event about the recording; callbacks may come in any order, twice, or late."""
    match event:
        case ConsentHeard(leg=leg, refused=refused):
            told = state.announced if leg in state.announced else (*state.announced, leg)
            says_no = refused and leg not in state.refusals
            refusals = (*state.refusals, leg) if says_no else state.refusals
            consent = "refused" if refused or state.consent == "refused" else "given"
            mine = {"consent": consent} if leg == CUSTOMER else {}
            return state.model_copy(update={"announced": told, "refusals": refusals, **mine})
        case AnnouncementRepeated():
            return state.model_copy(update={"announce_tries": state.announce_tries + 1})
        case RecordingAsked(want=want, reason=reason):
            return state.model_copy(update={"recording": _ASKED[want], "recording_reason": reason})
        case RecordingConfirmed(now=now, sid=sid):
            if _is_over(state):
                return state
            sid = sid or state.recording_sid
            since = (state.paused_at or at) if now == "paused" else None
            return state.model_copy(
                update={"recording": now, "recording_sid": sid, "paused_at": since}
            )
        case RecordingReported():
            return _reported(state, event)
        case _:
            return state


def _reported(state: Call, event: RecordingReported) -> Call:
    update: dict[str, object] = {"recording_sid": state.recording_sid or event.sid}
    if event.status in ("completed", "absent", "failed"):
        update["recording"] = "saved" if event.status == "completed" else "off"
        update["paused_at"] = None
    elif event.status == "in-progress" and not _is_over(state):
        settled = "on" if state.recording == "starting" else state.recording
        update["recording"] = "on" if state.recording == "off" else settled
    return state.model_copy(update=update)


def _is_over(state: Call) -> bool:
    """Whether the provider said that this recording is saved, or that nothing was kept."""
    return state.recording == "saved" or (state.recording == "off" and state.recording_sid != "")


def not_recorded(recording: Recording, *, is_unsure: bool) -> Recording:
    """Give what counts as true after a request about a recording failed."""
    return (_NOT_SURE if is_unsure else _NOT_DONE).get(recording, recording)


def may_start(call: Call) -> bool:
    """Whether a recording may begin: it has not yet, and whoever talks may be recorded."""
    begun = call.recording_sid != "" or call.recording != "off"
    return may_be_recorded(call) and call.answered_at is not None and not (call.over or begun)


def may_be_recorded(call: Call) -> bool:
    """Whether everybody from outside was told and nobody said no; who is not known was not told.

    A machine that played back our announcement to itself has agreed to nothing.
    """
    is_told = call.consent == "given" and not unaware(call)
    return is_told and not is_refused(call) and not is_machine(call)


def why_not_recorded(call: Call) -> str:
    """Why nothing may be recorded just now, though somebody agreed to it; empty when it may."""
    if is_machine(call):
        return MACHINE
    return UNTOLD if unaware(call) else ""


def is_to_be_told(call: Call) -> bool:
    """Whether the customer is in the room and has not heard of the recording yet."""
    is_there = call.answered_at is not None and not call.over
    return is_there and call.consent == "" and not is_machine(call)


def is_refused(call: Call) -> bool:
    """Whether anybody on the call does not want to be recorded; that stands for good."""
    return call.consent == "refused" or call.refusals != ()


def unaware(call: Call) -> tuple[str, ...]:
    """Legs of outsiders in the room who have not heard that the call may be recorded."""
    return tuple(
        leg
        for leg, guest in call.guests.items()
        if guest.role == "outsider" and call.part(leg).is_present and leg not in call.announced
    )


def may_enter(call: Call, leg: str) -> bool:
    """Whether an outsider may be let into the room: told, and nothing records who said no."""
    return leg in call.announced and not (is_refused(call) and call.recording in RECORDS)


def failed_words(call: Call, words: str) -> str:
    """Say first what a failed request about a recording means for whoever talks."""
    if call.recording in ("pausing", "stopping"):
        return f"STILL RECORDING. {words}"
    return f"The recording may still be paused. {words}" if call.recording == "resuming" else words
