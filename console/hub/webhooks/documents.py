"""The documents that are ours alone: consent before the queue, "one moment", and the apology."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio.twiml.voice_response import Gather, VoiceResponse  # type: ignore[import-untyped]

from channels.twilio.twiml import Spoken, clean

if TYPE_CHECKING:
    from collections.abc import Sequence

MOMENT_SECONDS = 2
SCREEN = (
    Spoken("A call from the safety desk. Press 1 to take it."),
    Spoken("Una llamada de la mesa de seguridad. Oprima 1 para contestar.", "es-US"),
)
GOODBYE = (Spoken("This call has ended. Goodbye."), Spoken("Esta llamada terminó.", "es-US"))
APOLOGY = (
    Spoken(
        "We are sorry: we cannot take your call right now. If you or somebody else is in danger, "
        "hang up and call 9 1 1. Otherwise please call again in a few minutes."
    ),
    Spoken(
        "Lo sentimos: no podemos atender su llamada en este momento. Si usted u otra persona está "
        "en peligro, cuelgue y llame al 9 1 1. Si no, llame de nuevo en unos minutos.",
        "es-US",
    ),
)

NOT_OURS = (
    Spoken(
        "We are sorry: this call did not reach us in the right way, and nobody can take it here. "
        "If you or somebody else is in danger, hang up and call 9 1 1. "
        "Otherwise please dial our number again."
    ),
    Spoken(
        "Lo sentimos: esta llamada no nos llegó como debe y nadie puede atenderla aquí. Si usted "
        "u otra persona está en peligro, cuelgue y llame al 9 1 1. Si no, marque otra vez nuestro "
        "número.",
        "es-US",
    ),
)


def ask_consent(
    greeting: Sequence[Spoken], consent: Sequence[Spoken], seconds: int, next_url: str
) -> str:
    """Greet and announce the recording; with or without a key the call goes on at ``next_url``."""
    document = VoiceResponse()
    _say(document, greeting)
    if consent:
        asked = Gather(
            input="dtmf", num_digits=1, timeout=seconds, action=clean(next_url), method="POST"
        )
        _say(asked, consent)
        document.append(asked)
    document.redirect(clean(next_url), method="POST")
    return str(document.to_xml())


def one_moment(again_url: str) -> str:
    """Let the caller wait in silence for a little while and ask again."""
    document = VoiceResponse()
    document.pause(length=MOMENT_SECONDS)
    document.redirect(clean(again_url), method="POST")
    return str(document.to_xml())


def _say(parent: VoiceResponse | Gather, words: Sequence[Spoken]) -> None:
    for spoken in words:
        if text := clean(spoken.text).strip():
            parent.say(text, language=spoken.language)
