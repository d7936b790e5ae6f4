"""The documents for waiting callers: what they can choose, and what they are told then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio.twiml.voice_response import Gather, VoiceResponse  # type: ignore[import-untyped]

from channels.twilio.twiml import Spoken, clean, wait_in_queue

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORDS: dict[str, tuple[str, str]] = {
    "offer-callback": (
        "To be called back and keep your place, press star.",
        "Para que le llamemos sin perder su lugar, oprima asterisco.",
    ),
    "offer-message": ("To leave a message, press 9.", "Para dejar un mensaje, oprima 9."),
    "confirm": (
        "We will call you back at {number}. Press 1 to confirm, or 2 for another number. "
        "To go on waiting, stay on the line.",
        "Le llamaremos al {number}. Oprima 1 para confirmar, o 2 para otro número. "
        "Para seguir esperando, permanezca en la línea.",
    ),
    "number": (
        "Please dial the number with its area code, then the pound key.",
        "Marque el número con su código de área y después la tecla numeral.",
    ),
    "again": (
        "We can't call that number. Please dial another one with its area code, then the pound "
        "key, or stay on the line.",
        "No podemos llamar a ese número. Marque otro con su código de área y después la tecla "
        "numeral, o permanezca en la línea.",
    ),
    "promised": (
        "Thank you. You keep your place and we will call you. Goodbye.",
        "Gracias. Usted conserva su lugar y le llamaremos. Adiós.",
    ),
    "message": (
        "Your message will be recorded. Speak after the tone; press the star key when you are "
        "done. If somebody is in danger, hang up and call 9 1 1.",
        "Su mensaje será grabado. Hable después del tono; oprima asterisco al terminar. Si "
        "alguien está en peligro, cuelgue y llame al 9 1 1.",
    ),
    "full": (
        "All our lines are busy now, and you can't be put on hold.",
        "Todas nuestras líneas están ocupadas y no podemos ponerle en espera.",
    ),
    "nothing": ("We heard nothing. Goodbye.", "No escuchamos nada. Adiós."),
    "thanks": (
        "Thank you. We will get back to you. Goodbye.",
        "Gracias. Nos comunicaremos con usted. Adiós.",
    ),
}
KEY_SECONDS, NUMBER_SECONDS = 6, 10


def say(what: str, language: str, **values: str) -> tuple[Spoken, ...]:
    """Give a sentence in the caller's language, or in English."""
    english, spanish = (words.format(**values) for words in _WORDS[what])
    return (Spoken(spanish, "es-US"),) if language[:2] == "es" else (Spoken(english),)


def spelled(number: str) -> str:
    """A number digit by digit, as it is to be said."""
    return " ".join(digit for digit in number if digit.isdigit())


def wait(words: Sequence[Spoken], seconds: int, *, key_url: str, again_url: str) -> str:
    """One round in the queue; a key pressed goes to ``key_url``."""
    if not key_url:
        return wait_in_queue(announcement=words, pause_seconds=seconds, again_url=again_url)
    document = VoiceResponse()
    heard = _keys(key_url, 1, 1)
    _say(heard, words)
    heard.pause(length=max(1, seconds))
    document.append(heard)
    document.redirect(clean(again_url), method="POST")
    return str(document.to_xml())


def ask(words: Sequence[Spoken], *, action_url: str, next_url: str, digits: int = 1) -> str:
    """Ask for one key, or with ``digits`` 0 for a number that the pound key ends."""
    document = VoiceResponse()
    asked = _keys(action_url, digits, KEY_SECONDS if digits else NUMBER_SECONDS)
    _say(asked, words)
    document.append(asked)
    document.redirect(clean(next_url), method="POST")
    return str(document.to_xml())


def back(next_url: str, words: Sequence[Spoken] = ()) -> str:
    """Go on waiting, or to what comes next."""
    document = VoiceResponse()
    _say(document, words)
    document.redirect(clean(next_url), method="POST")
    return str(document.to_xml())


def leave(words: Sequence[Spoken] = ()) -> str:
    """Leave the queue; what follows is asked at its end."""
    document = VoiceResponse()
    _say(document, words)
    document.leave()
    return str(document.to_xml())


def record(
    words: Sequence[Spoken],
    nothing: Sequence[Spoken],
    *,
    seconds: int,
    after_url: str,
    status_url: str,
) -> str:
    """Announce, record, and go on at ``after_url``; who says nothing is told so."""
    document = VoiceResponse()
    _say(document, words)
    document.record(
        action=clean(after_url),
        method="POST",
        timeout=5,
        finish_on_key="*",
        max_length=seconds,
        trim="trim-silence",
        play_beep=True,
        recording_status_callback=clean(status_url),
        recording_status_callback_method="POST",
        recording_status_callback_event="completed absent",
    )
    _say(document, nothing)
    document.hangup()
    return str(document.to_xml())


def _keys(action_url: str, digits: int, seconds: int) -> Gather:
    # Star is an answer here; where several digits are dialled, the pound key ends them.
    size = {"num_digits": digits, "finish_on_key": ""} if digits else {"finish_on_key": "#"}
    return Gather(input="dtmf", timeout=seconds, action=clean(action_url), method="POST", **size)


def _say(parent: VoiceResponse | Gather, words: Sequence[Spoken]) -> None:
    for spoken in words:
        parent.say(clean(spoken.text), language=spoken.language)
