"""Lines of a call: what the people on it would tell, callbacks only as far as they confirm it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.clock import seconds_between, spell
from console.desk.scene import Audio, Line, Scene, Tone, key_of
from console.domain.call_events import (
    CallAccepted,
    CallArrived,
    CallConnected,
    CallDialed,
    CallEnded,
    CallOffered,
    CallQueued,
    CallRequeued,
    CallTroubled,
    ConsentHeard,
    OfferEnded,
    RecordingAsked,
    RecordingConfirmed,
    RecordingReported,
    RoomReported,
    WrapUpEnded,
)
from console.domain.call_state import Call

if TYPE_CHECKING:
    from datetime import datetime

    from console.domain.base import Event
    from console.domain.timeline import Entry

Told = tuple[str, str, Tone]
"""Head without its prefix, text, tone."""

_WHO = {"agent": "we hung up", "customer": "the caller hung up", "network": "the network failed"}
_OFFER_ENDS = {
    "declined": "{name} declined after {seconds} s",
    "no-answer": "{name} did not answer in {seconds} s",
    "caller-left": "the caller hung up while it rang for {name}",
    "withdrawn": "the offer to {name} was withdrawn",
}


def tell_call(entry: Entry, event: Event, scene: Scene) -> Line | None:
    """The line of an entry of a call, None when it changes nothing one could hear."""
    key = entry.stream.partition("/")[2]
    call = scene.calls.get(key) or Call(id=key, incident=entry.incident or 0)
    audio = scene.audio.setdefault(key, Audio())
    told = (
        _beginning(event, call, scene)
        or _queue(event, audio)
        or _sound(event, audio, entry.at)
        or _talk(event, call, audio, scene)
    )
    if told is None:
        return None
    head, text, tone = told
    return Line(
        key=key_of(entry),
        at=entry.at,
        kind="call",
        author=scene.names.actor(entry.actor),
        head=f"call · {head}",
        text=scene.body(entry, text),
        tone=tone,
    )


def _beginning(event: Event, call: Call, scene: Scene) -> Told | None:
    match event:
        case CallArrived(handle=handle, to=to):
            return f"{scene.names.party(handle)} calls us", f"on {to}", "inbound"
        case CallDialed(handle=handle, name=name, caller_id=caller_id):
            scene.audio[call.id].agent_name = name
            return f"{name} rings {scene.names.party(handle)}", f"from {caller_id}", ""
        case ConsentHeard(refused=True):
            return "the caller does not want to be recorded", "", ""
        case ConsentHeard():
            return "recording announced", "", "quiet"
        case _:
            return None


def _queue(event: Event, audio: Audio) -> Told | None:
    match event:
        case CallQueued():
            return "waiting for an agent", "", ""
        case CallOffered(name=name):
            return f"offered to {name}", "", "quiet"
        case OfferEnded(name=name, how=how, seconds=seconds):
            return _OFFER_ENDS[how].format(name=name, seconds=max(0, seconds)), "", "quiet"
        case CallAccepted(name=name):
            audio.agent_name = name
            return f"taken by {name}", "", ""
        case CallRequeued(reason=reason):
            return "back at the head of the queue", reason, "trouble"
        case _:
            return None


def _sound(event: Event, audio: Audio, at: datetime) -> Told | None:
    match event:
        case RoomReported(leg="customer") if event.event != "conference-end":
            return _hold(event, audio, at)
        case RecordingAsked(want="pause", reason=reason):
            audio.pause_reason = reason
            return None
        case RecordingConfirmed(now="paused"):
            if audio.paused_since is not None:
                return None
            audio.paused_since, audio.recording = at, True
            return "recording paused", audio.pause_reason, ""
        case RecordingConfirmed(now="on") if audio.paused_since is not None:
            gap = spell(seconds_between(audio.paused_since, at))
            audio.paused_since = None
            return f"recording again after a gap of {gap}", audio.pause_reason, ""
        case RecordingConfirmed(now="on") if not audio.recording:
            audio.recording = True
            return "recording", "", "quiet"
        case RecordingReported(status="completed", duration=duration):
            length = f", {spell(duration)}" if duration is not None else ""
            return f"recording saved{length}", "", "quiet"
        case RecordingReported(status="absent" | "failed"):
            return "no recording was kept", "", "trouble"
        case _:
            return None


def _hold(event: RoomReported, audio: Audio, at: datetime) -> Told | None:
    if event.sequence <= audio.hold_seq:
        return None
    audio.hold_seq = event.sequence
    if event.hold and audio.held_since is None:
        audio.held_since = at
        return "on hold", "", ""
    if event.hold:
        return None
    since, audio.held_since = audio.held_since, None
    if since is not None:
        return f"off hold after {spell(seconds_between(since, at))}", "", ""
    # The hold began on an older page.
    return ("off hold", "", "") if event.event == "participant-unhold" else None


def _talk(event: Event, call: Call, audio: Audio, scene: Scene) -> Told | None:
    match event:
        case CallConnected():
            name = audio.agent_name or call.agent_name
            verb = "answered by" if call.inbound else "connected with"
            return f"{verb} {name if call.inbound else scene.names.party(call.handle)}", "", ""
        case CallTroubled(about=about, words=words):
            return f"trouble with {about}", words, "trouble"
        case CallEnded(reason=reason):
            return f"ended: {_who_ended(call, scene)}", _lengths(call, reason), ""
        case WrapUpEnded(agent=agent):
            return f"wrap-up finished by {scene.names.agent(agent)}", "", "quiet"
        case _:
            return None


def _who_ended(call: Call, scene: Scene) -> str:
    if call.ended_by == "agent" and call.agent_name:
        return f"{call.agent_name} hung up"
    if call.ended_by == "customer":
        return f"{scene.names.party(call.handle)} hung up"
    return _WHO.get(call.ended_by, "by the system")


def _lengths(call: Call, reason: str) -> str:
    if call.answered_at is None:
        waited = spell(seconds_between(call.arrived_at, call.ended_at))
        parts = ["never connected", f"waited {waited}" if call.inbound else f"rang {waited}"]
    else:
        connected = seconds_between(call.answered_at, call.ended_at)
        parts = [f"talked {spell(connected - call.held_seconds)}"]
        if call.held_seconds:
            parts.append(f"on hold {spell(call.held_seconds)}")
    return " · ".join([*parts, reason] if _is_words(reason) else parts)


def _is_words(reason: str) -> bool:
    """Whether a reason was written for people; the provider's codes are not."""
    return " " in reason
