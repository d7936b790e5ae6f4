"""Which webhook is served by what: one table, looked up before anything else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from channels.twilio import twiml
from console.hub.asgi import answer
from console.hub.webhooks.agent_legs import AgentLegs
from console.hub.webhooks.calls import Calls
from console.hub.webhooks.documents import APOLOGY
from console.hub.webhooks.mail_events import MailEvents
from console.hub.webhooks.mails import Mails
from console.hub.webhooks.signed import XML, Signed
from console.hub.webhooks.texts import Texts
from console.hub.webhooks.waiting import Messages, Waiting

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from channels.twilio.signature import Verifier
    from console.hub.metrics import Meters
    from console.hub.recorder import Recorder
    from console.hub.store.read import Readings
    from console.hub.webhooks.settings import MailSettings, VoiceSettings


@dataclass(frozen=True, slots=True)
class Webhooks:
    """The routes of the providers."""

    exact: dict[str, ASGIApp]
    """By path."""
    mails: ASGIApp
    """Everything below ``/sendgrid/parse/``."""


def webhooks(
    recorder: Recorder,
    readings: Readings,
    meters: Meters,
    *,
    verifier: Verifier,
    voice: VoiceSettings,
    mail: MailSettings,
) -> Webhooks:
    """Wire the routes."""
    texts, calls, legs = Texts(recorder), Calls(recorder, voice), AgentLegs(readings, voice)
    waiting, messages = Waiting(recorder, readings, voice), Messages(recorder, readings, voice)
    answers = {
        "/twilio/sms": texts.arrived,
        "/twilio/sms/status": texts.reported,
        "/twilio/voice": calls.rings,
        "/twilio/voice/consent": calls.consent,
        "/twilio/voice/wait": waiting.wait,
        "/twilio/voice/choice": waiting.chosen,
        "/twilio/voice/callback": waiting.confirmed,
        "/twilio/voice/callback/number": waiting.dialled,
        "/twilio/voice/message": messages.message,
        "/twilio/voice/message/after": messages.after_message,
        "/twilio/recording/voicemail": messages.reported,
        "/twilio/voice/dequeued": calls.dequeued,
        "/twilio/voice/after": calls.after,
        "/twilio/voice/hold": calls.hold,
        "/twilio/voice/announcement": calls.announcement,
        "/twilio/voice/status": calls.leg,
        "/twilio/voice/agent": legs.answered,
        "/twilio/voice/agent/joined": legs.joined,
        "/twilio/conference": calls.room,
        "/twilio/recording": calls.recording,
    }
    exact: dict[str, ASGIApp] = {
        path: Signed(path, verifier, meters, respond) for path, respond in answers.items()
    }
    exact["/twilio/fallback/voice"] = _apologise
    exact["/sendgrid/events"] = MailEvents(recorder, mail, meters)
    return Webhooks(exact, Mails(recorder, mail, meters))


_APOLOGY = twiml.goodbye(APOLOGY).encode()


async def _apologise(_: Scope, __: Receive, send: Send) -> None:
    """Answer the same to everybody and ask nothing: it must work when all else fails."""
    await answer(send, 200, _APOLOGY, XML)
