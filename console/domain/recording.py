"""Recording: nothing before it was announced, nothing that was refused, no gap without a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from console.domain.base import Command, Event
from console.domain.call_events import (
    CUSTOMER,
    ConsentHeard,
    RecordingAsked,
    RecordingConfirmed,
    RecordingReported,
)

if TYPE_CHECKING:
    from datetime import datetime

    from console.domain.call_state import Call, Recording

CARD = "card"
"""Reason of a pause for payment data: it ends by itself."""
FORGOTTEN = "nobody resumed it"
"""Reason of a resume that nobody asked for."""
RUNNING = frozenset({"starting", "on", "pausing", "paused", "resuming"})
"""States in which something is, or may be, recorded."""


class StopRecording(Command):
    """Record no more of a call: somebody on it said that they do not want it."""

    kind: Literal["call.stop_recording"] = "call.stop_recording"
    call: str
    reason: str = Field(default="", max_length=200)


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
            consent = "refused" if refused or state.consent == "refused" else "given"
            mine = {"consent": consent} if leg == CUSTOMER else {}
            return state.model_copy(update={"announced": told, **mine})
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
    """Whether a recording may begin: the customer heard of it, did not refuse, and talks."""
    begun = call.recording_sid != "" or call.recording != "off"
    return call.consent == "given" and call.answered_at is not None and not (call.over or begun)


def failed_words(call: Call, words: str) -> str:
    """Say first what a failed request about a recording means for whoever talks."""
    if call.recording in ("pausing", "stopping"):
        return f"STILL RECORDING. {words}"
    return f"The recording may still be paused. {words}" if call.recording == "resuming" else words
