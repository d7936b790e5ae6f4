"""What somebody on the telephone hears while the database takes nothing: words, never an end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio.twiml.voice_response import VoiceResponse  # type: ignore[import-untyped]

from channels.twilio.twiml import Spoken, clean

if TYPE_CHECKING:
    from console.hub.webhooks.settings import VoiceSettings

    Params = dict[str, str]

RINGS, LEFT_QUEUE = "/twilio/voice", "/twilio/voice/dequeued"
PAUSE_SECONDS = 5
CARRIED = ("Digits", "QueueResult", "QueueTime")
"""What only this request says; the address to come again to says it too."""
MARK = "held."
HOLD_THE_LINE = (
    Spoken(
        "Please hold the line: we are having technical trouble and will be with you as soon as we "
        "can. If you or somebody else is in danger, hang up and call 9 1 1."
    ),
    Spoken(
        "Por favor no cuelgue: tenemos un problema técnico y le atenderemos en cuanto podamos. Si "
        "usted u otra persona está en peligro, cuelgue y llame al 9 1 1.",
        "es-US",
    ),
)


def hold_the_line(settings: VoiceSettings, form: Params, again_url: str) -> str:
    """Say why they wait, in the language of the number they rang first, and ask again."""
    document = VoiceResponse()
    for spoken in settings.own_first(HOLD_THE_LINE, form.get("To", "")):
        document.say(clean(spoken.text), language=spoken.language)
    document.pause(length=PAUSE_SECONDS)
    document.redirect(clean(again_url), method="POST")
    return str(document.to_xml())


def held(settings: VoiceSettings, path: str, form: Params, query: Params) -> str:
    """Hold the line and come again to the same address, with what was said this time."""
    carried = {f"{MARK}{name}": form[name] for name in CARRIED if name in form}
    return hold_the_line(settings, form, settings.here(path, **query | carried))


def resumed(form: Params, query: Params) -> tuple[Params, Params]:
    """Give a request that comes again what its first try said."""
    carried = {name: query[MARK + name] for name in CARRIED if MARK + name in query}
    if not carried:
        return form, query
    plain = {name: value for name, value in query.items() if not name.startswith(MARK)}
    return carried | form, plain
