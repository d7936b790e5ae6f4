"""Builds the documents that tell the provider what a live call does next.

Every text may come from a stranger: it is cleaned to legal XML and escaped by the library, never
pasted into markup. Verbs: https://www.twilio.com/docs/voice/twiml
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from twilio.twiml.voice_response import (  # type: ignore[import-untyped]
    Dial,
    Enqueue,
    Gather,
    VoiceResponse,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

Language = Literal["en-US", "es-US"]

CONFERENCE_EVENTS = "start end join leave mute hold modify announcement"
QUEUE_NAME_LENGTH = 64

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 forbids: https://www.w3.org/TR/xml/#charsets"""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence and the language of the voice that says it."""

    text: str
    language: Language = "en-US"


CONSENT = (
    Spoken("This call may be recorded. To continue without recording, press 2."),
    Spoken("Esta llamada puede ser grabada. Para continuar sin grabación, oprima 2.", "es-US"),
)


def clean(text: str) -> str:
    """Text without the characters that XML 1.0 forbids."""
    return NOT_XML.sub("", text)


def greet(
    *,
    greeting: Sequence[Spoken],
    consent: Sequence[Spoken] = CONSENT,
    consent_url: str,
    consent_seconds: int = 3,
    queue: str,
    wait_url: str,
    after_url: str,
) -> str:
    """Greet, announce the recording, and queue the caller; a key pressed goes to ``consent_url``.

    Without ``consent`` nothing is asked: such a call must not be recorded.
    """
    document = VoiceResponse()
    _say(document, greeting)
    if consent:
        asked = _gather(consent_url, consent_seconds)
        _say(asked, consent)
        document.append(asked)
    document.append(_enqueue(queue, wait_url, after_url))
    return _written(document)


def enqueue(*, queue: str, wait_url: str, after_url: str) -> str:
    """Queue the caller without a word."""
    return _written(VoiceResponse().append(_enqueue(queue, wait_url, after_url)))


def wait_in_queue(
    *,
    announcement: Sequence[Spoken] = (),
    music_url: str = "",
    pause_seconds: int = 10,
    key_url: str = "",
    again_url: str,
) -> str:
    """One round of waiting in a queue, then the next; a key pressed goes to ``key_url``."""
    document = VoiceResponse()
    if key_url:
        heard = _gather(key_url, 1)
        _entertain(heard, announcement, music_url, pause_seconds)
        document.append(heard)
    else:
        _entertain(document, announcement, music_url, pause_seconds)
    document.redirect(clean(again_url), method="POST")
    return _written(document)


def hold(
    *,
    announcement: Sequence[Spoken] = (),
    music_url: str = "",
    pause_seconds: int = 10,
    again_url: str,
) -> str:
    """One round of hold or of waiting in a room, where keys are not heard, then the next."""
    return wait_in_queue(
        announcement=announcement,
        music_url=music_url,
        pause_seconds=pause_seconds,
        again_url=again_url,
    )


def screen_agent(*, prompt: Sequence[Spoken], accept_url: str, seconds: int = 8) -> str:
    """Ask whoever answers to press a key, so that a voicemail never takes the call."""
    document = VoiceResponse()
    asked = _gather(accept_url, seconds)
    _say(asked, prompt)
    document.append(asked)
    document.hangup()
    return _written(document)


def join_agent(
    *, room: str, label: str, status_url: str, wait_url: str = "", is_silent: bool = False
) -> str:
    """Put an agent's leg into the room and start it; their hanging up does not end it.

    One that ``is_silent`` is heard by nobody, and the room does not begin with it.
    """
    dial = Dial()
    _conference(dial, room, label, status_url, wait_url, is_customer=False, is_silent=is_silent)
    return _written(VoiceResponse().append(dial))


def join_customer(
    *, room: str, label: str, status_url: str, wait_url: str = "", after_url: str
) -> str:
    """Put the customer's leg into the room; it ends with them, then ``after_url`` decides."""
    dial = Dial(action=clean(after_url))
    _conference(dial, room, label, status_url, wait_url, is_customer=True)
    return _written(VoiceResponse().append(dial))


def goodbye(words: Sequence[Spoken] = ()) -> str:
    """Say the last words and hang up."""
    document = VoiceResponse()
    _say(document, words)
    document.hangup()
    return _written(document)


def reject(reason: Literal["busy", "rejected"] = "busy") -> str:
    """Refuse a call without answering it."""
    document = VoiceResponse()
    document.reject(reason=reason)
    return _written(document)


def announce(words: Sequence[Spoken]) -> str:
    """Say something to somebody who is in a room."""
    document = VoiceResponse()
    _say(document, words)
    return _written(document)


def empty() -> str:
    """No instruction; the answer to every status callback."""
    return _written(VoiceResponse())


def _written(document: VoiceResponse) -> str:
    return str(document.to_xml())


def _gather(action_url: str, seconds: int) -> Gather:
    return Gather(
        input="dtmf", num_digits=1, timeout=seconds, action=clean(action_url), method="POST"
    )


def _say(parent: VoiceResponse | Gather, words: Sequence[Spoken]) -> None:
    for spoken in words:
        if text := clean(spoken.text).strip():
            parent.say(text, language=spoken.language)


def _entertain(
    parent: VoiceResponse | Gather, words: Sequence[Spoken], music_url: str, pause_seconds: int
) -> None:
    """Words, then music or silence; a round always takes time, or the provider asks in a rush."""
    _say(parent, words)
    if music_url:
        parent.play(clean(music_url))
    else:
        parent.pause(length=max(1, pause_seconds))


def _enqueue(queue: str, wait_url: str, after_url: str) -> Enqueue:
    return Enqueue(
        name=clean(queue)[:QUEUE_NAME_LENGTH],
        action=clean(after_url),
        method="POST",
        wait_url=clean(wait_url),
        wait_url_method="POST",
    )


def _conference(
    dial: Dial,
    room: str,
    label: str,
    status_url: str,
    wait_url: str,
    *,
    is_customer: bool,
    is_silent: bool = False,
) -> None:
    """The first to enter fixes the room's callbacks, so both sides name the same ones."""
    dial.conference(
        clean(room),
        participant_label=clean(label),
        start_conference_on_enter=not (is_customer or is_silent),
        end_conference_on_exit=is_customer,
        beep=False,
        **({"muted": True} if is_silent else {}),
        jitter_buffer_size="small",
        wait_url=clean(wait_url),
        status_callback=clean(status_url),
        status_callback_method="POST",
        status_callback_event=CONFERENCE_EVENTS,
    )
