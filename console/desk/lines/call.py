"""Lines of a call: what the people on it would tell, callbacks only as far as they confirm it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.clock import seconds_between, spell
from console.desk.endings import how_it_ended, how_long
from console.desk.lines.consent import tell_consent
from console.desk.lines.guest import tell_guest
from console.desk.lines.transfer import tell_transfer
from console.desk.scene import Audio, Line, Scene, Tone, key_of
from console.desk.wording.lead import is_told_here, tell_lead
from console.domain.arrival import CallLanguageChosen, CallTurnedAway
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
    OfferEnded,
    RecordingAsked,
    RecordingConfirmed,
    RecordingReported,
    RoomReported,
    WrapUpEnded,
)
from console.domain.call_state import Call
from console.domain.callbacks import CallbackBegan, CallSetAside
from console.domain.recording import FORGOTTEN
from console.domain.routing_words import LANGUAGES

if TYPE_CHECKING:
    from datetime import datetime

    from console.domain.base import Event
    from console.domain.timeline import Entry

Told = tuple[str, str, Tone]
"""Head without its prefix, text, tone."""

_OFFER_ENDS = {
    "declined": "{name} declined after {seconds} s",
    "no-answer": "{name} did not answer in {seconds} s",
    "caller-left": "the caller hung up while it rang for {name}",
    "withdrawn": "the offer to {name} was withdrawn",
}


_ASIDE = {
    "": "they wait on the telephone again",
    "callback": "they want to be called back and keep their place",
    "voicemail": "they are leaving a message",
}


def tell_call(entry: Entry, event: Event, scene: Scene) -> Line | None:
    """The line of an entry of a call, None when it changes nothing one could hear."""
    key = entry.stream.partition("/")[2]
    call = scene.calls.get(key) or Call(id=key, incident=entry.incident or 0)
    audio = scene.audio.setdefault(key, Audio())
    told = (
        _beginning(event, call, scene)
        or _queue(event, audio, entry.at)
        or _sound(event, audio, entry.at)
        or _talk(event, call, audio, scene)
        or _wrap_up(event, call, scene, entry.at)
        or tell_transfer(event, scene)
        or (
            tell_lead(event, call, audio, scene)
            if is_told_here(event, call)
            else tell_guest(event, call, scene)
        )
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
        case CallLanguageChosen(language=language):
            return f"the caller chose {LANGUAGES[language]}", "", ""
        case CallTurnedAway(queue=queue, reason=reason):
            return f"heard that {queue} is closed", reason, "trouble"
        case _:
            return tell_consent(event, call)


def _queue(event: Event, audio: Audio, at: datetime) -> Told | None:
    match event:
        case CallQueued():
            return "waiting for an agent", "", ""
        case CallbackBegan(attempt=attempt, most=most):
            return f"callback {attempt} of {most} waits in their place", "", ""
        case CallSetAside(want=want):
            return _ASIDE[want], "", ""
        case CallOffered(name=name):
            audio.offered_at = at
            return f"offered to {name}", "", "quiet"
        case OfferEnded(name=name, how=how, seconds=seconds):
            return _OFFER_ENDS[how].format(name=name, seconds=max(0, seconds)), "", "quiet"
        case CallAccepted(name=name):
            audio.agent_name = name
            rang, audio.offered_at = audio.offered_at, None
            text = f"rang {spell(seconds_between(rang, at))}" if rang is not None else ""
            return f"taken by {name}", text, ""
        case CallRequeued(in_room=True, reason=reason):
            return "the others stay in the call; one of us is asked to join", reason, "trouble"
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
        case RecordingAsked(want="resume", reason=reason) if reason == FORGOTTEN:
            return "recording is to go on by itself", reason, "trouble"
        case RecordingAsked(want="stop", reason=reason):
            audio.pause_reason, audio.paused_since = reason, None
            return None
        case RecordingConfirmed(now="off"):
            return "recording stopped for good", audio.pause_reason, ""
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
            how = how_it_ended(call, scene.names)
            return f"ended: {how}", how_long(call, reason, how), ""
        case _:
            return None


def _wrap_up(event: Event, call: Call, scene: Scene, at: datetime) -> Told | None:
    if not isinstance(event, WrapUpEnded):
        return None
    after = f" after {spell(seconds_between(call.ended_at, at))}" if call.ended_at else ""
    return f"wrap-up finished by {scene.names.agent(event.agent)}{after}", event.reason, "quiet"
