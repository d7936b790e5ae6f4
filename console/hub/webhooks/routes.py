"""Which webhook is served by what: one table, looked up before anything else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from channels.twilio import twiml
from console.hub.asgi import answer
from console.hub.webhooks import texts
from console.hub.webhooks.agent_legs import AgentLegs
from console.hub.webhooks.answers import Answers
from console.hub.webhooks.calls import Calls
from console.hub.webhooks.documents import APOLOGY
from console.hub.webhooks.guest_legs import GuestLegs
from console.hub.webhooks.mail_events import MailEvents
from console.hub.webhooks.mails import Mails
from console.hub.webhooks.noted import Noted
from console.hub.webhooks.pages import PageLegs
from console.hub.webhooks.queueing import Queueing
from console.hub.webhooks.signed import NOTED, NOTHING, XML, Signed
from console.hub.webhooks.waiting import Messages, Waiting

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from channels.twilio.signature import Verifier
    from console.hub.metrics import Meters
    from console.hub.recorder import Recorder
    from console.hub.store.read import Readings
    from console.hub.webhooks.settings import MailSettings, VoiceSettings
    from console.hub.webhooks.signed import Respond


@dataclass(frozen=True, slots=True)
class Webhooks:
    """The routes of the providers."""

    exact: dict[str, ASGIApp]
    """By path."""
    mails: ASGIApp
    """Everything below ``/sendgrid/parse/``."""


def about_calls(recorder: Recorder, readings: Readings, voice: VoiceSettings) -> dict[str, Respond]:
    """List what answers each request about calls, by path."""
    calls, legs = Calls(recorder, voice), AgentLegs(readings, voice)
    guests = GuestLegs(recorder, readings, voice)
    pages = PageLegs(recorder, readings, voice)
    queueing = Queueing(recorder, readings, voice)
    waiting, messages = Waiting(recorder, readings, voice), Messages(recorder, readings, voice)
    return {
        "/twilio/voice": calls.rings,
        "/twilio/voice/consent": calls.consent,
        "/twilio/voice/wait": queueing.wait,
        "/twilio/voice/choice": waiting.chosen,
        "/twilio/voice/callback": waiting.confirmed,
        "/twilio/voice/callback/number": waiting.dialled,
        "/twilio/voice/message": messages.message,
        "/twilio/voice/message/after": messages.after_message,
        "/twilio/recording/voicemail": messages.reported,
        "/twilio/voice/dequeued": queueing.dequeued,
        "/twilio/voice/after": calls.after,
        "/twilio/voice/hold": calls.hold,
        "/twilio/voice/announcement": calls.announcement,
        "/twilio/voice/status": calls.leg,
        "/twilio/voice/agent": legs.answered,
        "/twilio/voice/agent/joined": legs.joined,
        "/twilio/voice/guest": guests.answered,
        "/twilio/voice/guest/told": guests.told,
        "/twilio/voice/guest/enter": guests.enter,
        "/twilio/voice/page": pages.answered,
        "/twilio/voice/page/key": pages.keyed,
        "/twilio/voice/page/status": pages.progress,
        "/twilio/amd": Answers(recorder).reported,
        "/twilio/conference": calls.room,
        "/twilio/recording": calls.recording,
    }


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
    answers = about_calls(recorder, readings, voice)
    exact: dict[str, ASGIApp] = {
        path: Signed(path, verifier, meters, respond) for path, respond in answers.items()
    }
    for path, wish_of, says in (
        ("/twilio/sms", texts.arrived, NOTHING),
        ("/twilio/sms/status", texts.reported, NOTED),
    ):
        exact[path] = Noted(path, verifier, meters, recorder, wish_of=wish_of, says=says)
    exact["/twilio/fallback/voice"] = _apologise
    exact["/sendgrid/events"] = MailEvents(recorder, mail, meters)
    return Webhooks(exact, Mails(recorder, mail, meters))


_APOLOGY = twiml.goodbye(APOLOGY).encode()


async def _apologise(_: Scope, __: Receive, send: Send) -> None:
    """Answer the same to everybody and ask nothing: it must work when all else fails."""
    await answer(send, 200, _APOLOGY, XML)
