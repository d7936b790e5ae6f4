"""Telephones that were rung for a page: told what it is about, and asked for a key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from channels.twilio import twiml
from channels.twilio.inbound import call_status
from channels.twilio.twiml import Spoken
from console.domain.paging_events import PageAcknowledged, PageDone, PageEscalated, PageReplied
from console.domain.paging_words import spoken_of
from console.hub.store.paging_view import find_page
from console.hub.store.wish import Wish
from console.hub.webhooks.calls import PROVIDER
from console.hub.webhooks.signed import Unusable, named
from console.hub.wishes_paging import PageKeyed, PageLeg, PageLegTold

if TYPE_CHECKING:
    from console.domain.timeline import Entry
    from console.hub.recorder import Recorder
    from console.hub.store.read import Readings
    from console.hub.webhooks.settings import VoiceSettings

    Params = dict[str, str]

KEY_SECONDS = 12
OVER = "This page is over. Goodbye."


@dataclass(frozen=True, slots=True)
class PageLegs:
    """Routes below ``/twilio/voice/page``."""

    recorder: Recorder
    readings: Readings
    settings: VoiceSettings

    async def answered(self, _: Params, query: Params) -> str:
        """Somebody or something picked up: without a key it counts as nobody."""
        leg = _leg(query)
        page = await self.readings.run(find_page(leg.incident, leg.page))
        if page is None or not page.is_open:
            return twiml.goodbye((Spoken(OVER),))
        about = {"page": leg.page, "delivery": str(leg.delivery)}
        key_url = self.settings.here("/twilio/voice/page/key", incident=str(leg.incident), **about)
        return twiml.screen_agent(
            prompt=(Spoken(spoken_of(page)),), accept_url=key_url, seconds=KEY_SECONDS
        )

    async def keyed(self, form: Params, query: Params) -> str:
        """A key was pressed."""
        leg, call = _leg(query), named(form.get("CallSid", ""))
        keyed = PageKeyed(leg, form.get("Digits", ""))
        wish = Wish(keyed, cause=f"twilio:{call}:page-key", actor=f"party:{leg.page}")
        outcome = await self.recorder.record(wish)
        return twiml.goodbye((Spoken(_said(outcome.entries)),))


def progress(form: Params, query: Params) -> Wish:
    """Wish for how the telephone call goes to be stored."""
    report = call_status(form, query)
    cause = f"twilio:{named(report.sid)}:page-{report.status[:40]}"
    return Wish(PageLegTold(_leg(query), report), cause=cause, actor=PROVIDER)


def _leg(query: Params) -> PageLeg:
    """Which page a request is about. Raises Unusable."""
    try:
        incident, delivery = int(query.get("incident", "")), int(query.get("delivery", ""))
    except ValueError as error:
        raise Unusable from error
    return PageLeg(incident, named(query.get("page", "")), delivery)


def _said(entries: tuple[Entry, ...]) -> str:
    for entry in entries:
        match entry.event:
            case PageAcknowledged():
                return "You have it. The safety desk is told. Goodbye."
            case PageEscalated():
                return "It is passed on. Goodbye."
            case PageDone():
                return "It is closed. Goodbye."
            case PageReplied(told=told):
                return f"{told} Goodbye."
    return "Nothing changed. Goodbye."
