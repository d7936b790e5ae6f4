"""Which webhook is served by what: one table, looked up before anything else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from channels.twilio import twiml
from console.hub.asgi import answer
from console.hub.webhooks import answers, calls, pages, texts, waiting
from console.hub.webhooks.agent_legs import AgentLegs
from console.hub.webhooks.calls import Calls
from console.hub.webhooks.documents import APOLOGY
from console.hub.webhooks.guest_legs import GuestLegs
from console.hub.webhooks.held import LEFT_QUEUE, RINGS
from console.hub.webhooks.mail_events import EVENTS, MailEvents
from console.hub.webhooks.mails import Mails
from console.hub.webhooks.noted import Noted
from console.hub.webhooks.pages import PageLegs
from console.hub.webhooks.queueing import Queueing
from console.hub.webhooks.signed import NOTED, NOTHING, XML, Signed
from console.hub.webhooks.waiting import Messages, Waiting

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from channels.twilio.signature import Verifier
    from console.hub.journal.keeper import Keeper
    from console.hub.metrics import Meters
    from console.hub.recorder import Recorder
    from console.hub.store.read import Readings
    from console.hub.webhooks.noted import WishOf
    from console.hub.webhooks.settings import MailSettings, VoiceSettings
    from console.hub.webhooks.signed import Respond


@dataclass(frozen=True, slots=True)
class Webhooks:
    """The routes of the providers."""

    exact: dict[str, ASGIApp]
    """By path."""
    mails: ASGIApp
    """Everything below ``/sendgrid/parse/``."""


def about_calls(
    recorder: Recorder, keeper: Keeper, readings: Readings, voice: VoiceSettings
) -> dict[str, Respond]:
    """List what says a document about calls, by path."""
    heard, legs = Calls(recorder, keeper, voice), AgentLegs(readings, voice)
    guests = GuestLegs(recorder, readings, voice)
    paged = PageLegs(recorder, readings, voice)
    queueing = Queueing(recorder, keeper, readings, voice)
    choosing, messages = Waiting(recorder, readings, voice), Messages(readings, voice)
    return {
        RINGS: heard.rings,
        "/twilio/voice/consent": heard.consent,
        "/twilio/voice/wait": queueing.wait,
        "/twilio/voice/choice": choosing.chosen,
        "/twilio/voice/callback": choosing.confirmed,
        "/twilio/voice/callback/number": choosing.dialled,
        "/twilio/voice/message": messages.message,
        "/twilio/voice/message/after": messages.after_message,
        LEFT_QUEUE: queueing.dequeued,
        "/twilio/voice/after": heard.after,
        "/twilio/voice/hold": heard.hold,
        "/twilio/voice/announcement": heard.announcement,
        "/twilio/voice/agent": legs.answered,
        "/twilio/voice/agent/joined": legs.joined,
        "/twilio/voice/guest": guests.answered,
        "/twilio/voice/guest/told": guests.told,
        "/twilio/voice/guest/enter": guests.enter,
        "/twilio/voice/page": paged.answered,
        "/twilio/voice/page/key": paged.keyed,
    }


FACTS: dict[str, WishOf] = {
    "/twilio/sms": texts.arrived,
    "/twilio/sms/status": texts.reported,
    "/twilio/voice/status": calls.leg,
    "/twilio/voice/page/status": pages.progress,
    "/twilio/amd": answers.reported,
    "/twilio/conference": calls.room,
    "/twilio/recording": calls.recording,
    "/twilio/recording/voicemail": waiting.reported,
}
"""What only writes something down, by path."""


def webhooks(
    recorder: Recorder,
    keeper: Keeper,
    readings: Readings,
    meters: Meters,
    *,
    verifier: Verifier,
    voice: VoiceSettings,
    mail: MailSettings,
) -> Webhooks:
    """Wire the routes."""
    documents = about_calls(recorder, keeper, readings, voice)
    exact: dict[str, ASGIApp] = {
        path: Signed(path, verifier, meters, respond, voice=voice)
        for path, respond in documents.items()
    }
    for path, wish_of in FACTS.items():
        says = NOTHING if path == "/twilio/sms" else NOTED
        exact[path] = Noted(path, verifier, meters, recorder, keeper, wish_of=wish_of, says=says)
    exact["/twilio/fallback/voice"] = _apologise
    exact[EVENTS] = MailEvents(recorder, keeper, mail, meters)
    return Webhooks(exact, Mails(recorder, keeper, mail, meters))


_APOLOGY = twiml.goodbye(APOLOGY).encode()


async def _apologise(_: Scope, __: Receive, send: Send) -> None:
    """Answer the same to everybody and ask nothing: it must work when all else fails."""
    await answer(send, 200, _APOLOGY, XML)
