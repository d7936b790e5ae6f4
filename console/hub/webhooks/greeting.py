"""What a caller hears first: the greeting, the announcement, and the key of the other language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from channels.twilio import twiml
from console.domain.arrival import CallTurnedAway
from console.domain.call_events import CallArrived
from console.hub.webhooks import choices
from console.hub.webhooks.documents import ask_consent

if TYPE_CHECKING:
    from channels.twilio.twiml import Spoken
    from console.hub.store.wish import Outcome
    from console.hub.webhooks.settings import VoiceSettings

CHOOSES = "3"
"""The key of the other language."""
OTHER = {"en": "es", "es": "en"}


def first_words(settings: VoiceSettings, outcome: Outcome, sid: str) -> str:
    """Greet in the language of the number, or the one this caller chose the last time."""
    language, is_closed, number = "en", False, ""
    for entry in outcome.entries:
        if isinstance(entry.event, CallArrived):
            language, number = entry.event.language or "en", entry.event.to
        is_closed = is_closed or isinstance(entry.event, CallTurnedAway)
    if is_closed and settings.offers_message:
        words = (*_first(settings.greeting, language)[:1], *_first(settings.closed, language))
        return choices.back(settings.here("/twilio/voice/message", call=sid), words)
    if is_closed:
        return twiml.goodbye(
            _first(settings.greeting, language)[:1] + _first(settings.closed, language)
        )
    consent, told = _consent(settings, is_captioned=settings.captioned(number))
    return ask_consent(
        _first(settings.greeting, language)[:1],
        (*_first(consent, language), *_only(settings.choose, OTHER[language])),
        settings.consent_seconds,
        settings.here("/twilio/voice/consent", call=sid, language=language, **told),
    )


def in_other_language(
    settings: VoiceSettings, sid: str, language: str, *, is_captioned: bool
) -> str:
    """Greet and announce anew in the language that was chosen; it is not offered again."""
    consent, told = _consent(settings, is_captioned=is_captioned)
    return ask_consent(
        _only(settings.greeting, language),
        _only(consent, language),
        settings.consent_seconds,
        settings.here("/twilio/voice/consent", call=sid, **told),
    )


def _consent(
    settings: VoiceSettings, *, is_captioned: bool
) -> tuple[tuple[Spoken, ...], dict[str, str]]:
    """Give what is announced, and what the address after it says of that."""
    if is_captioned:
        return settings.captions.consent, {"captions": "1"}
    return settings.consent, {}


def _first(words: tuple[Spoken, ...], language: str) -> tuple[Spoken, ...]:
    return tuple(sorted(words, key=lambda spoken: spoken.language[:2] != language))


def _only(words: tuple[Spoken, ...], language: str) -> tuple[Spoken, ...]:
    return tuple(spoken for spoken in words if spoken.language[:2] == language)
