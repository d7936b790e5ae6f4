"""Calls: what the caller's leg does next, and every callback of legs, rooms and recordings."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from channels.twilio import twiml
from channels.twilio.inbound import (
    call_arrived,
    call_status,
    conference_event,
    recording_status,
)
from console.domain.call_events import CUSTOMER
from console.domain.person import handle_of
from console.hub.store.wish import StoreUnavailable, Wish
from console.hub.webhooks.documents import GOODBYE, NOT_OURS, one_moment
from console.hub.webhooks.greeting import CHOOSES, OTHER, first_words, in_other_language
from console.hub.webhooks.held import RINGS, hold_the_line
from console.hub.webhooks.signed import named
from console.hub.wishes import (
    CallRings,
    ConsentChosen,
    LanguageChosen,
    LegCallback,
    RecordingCallback,
    RoomCallback,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from console.domain.arrival import Language
    from console.hub.journal.keeper import Keeper
    from console.hub.recorder import Recorder
    from console.hub.store.wish import Outcome
    from console.hub.webhooks.settings import VoiceSettings

    Params = dict[str, str]

PROVIDER = "provider:twilio"
REFUSES = "2"


class Calls:
    """Routes of the caller's leg and of callbacks, below ``/twilio``."""

    def __init__(self, recorder: Recorder, keeper: Keeper, settings: VoiceSettings) -> None:
        self._record = recorder.record
        self._keeper = keeper
        self._settings = settings

    async def rings(self, form: Params, query: Params) -> str:
        """A call begins: greet, announce, go on to the queue."""
        wish, is_out = ring(self._settings, form), not self._keeper.is_open
        try:
            outcome = await self._soon(self._record(wish))
        except StoreUnavailable:
            outcome, is_out = None, True
        if outcome is None:
            # The caller is asked to come again, but may hang up before.
            await self._keeper.tried(wish.cause, RINGS, form, query)
        if self._settings.is_foreign(form.get("AccountSid", "")):
            return twiml.goodbye(NOT_OURS)
        if outcome is None:
            again = self._settings.here(RINGS)
            return hold_the_line(self._settings, form, again) if is_out else one_moment(again)
        return first_words(self._settings, outcome, named(form.get("CallSid", "")))

    async def consent(self, form: Params, query: Params) -> str:
        """The announcement is over: to the queue, or again in another language."""
        call = _call(form, query)
        if self._settings.is_foreign(form.get("AccountSid", "")):
            return twiml.goodbye(NOT_OURS)
        greeted = query.get("language", "")
        if form.get("Digits") == CHOOSES and greeted in OTHER:
            return await self._greeted_anew(call, "es" if greeted == "en" else "en", query)
        refused = REFUSES in (form.get("Digits"), query.get("pressed"))
        wish = Wish(
            ConsentChosen(call, refused=refused, captioned=query.get("captions") == "1"),
            cause=f"twilio:{call}:consent",
            actor=PROVIDER,
        )
        is_out = not self._keeper.is_open
        if not await self._soon(self._record(wish)):
            if is_out:
                raise StoreUnavailable
            # Asked again, the key is not: what was slow may not have been written down at all.
            known = {"captions": query.get("captions", ""), "pressed": REFUSES if refused else ""}
            known = {name: value for name, value in known.items() if value}
            return one_moment(self._settings.here("/twilio/voice/consent", call=call, **known))
        again = {"again": query["again"]} if query.get("again") else {}
        return twiml.enqueue(
            queue=self._settings.queue(form.get("To", "")),
            wait_url=self._settings.urls.wait(call),
            after_url=self._settings.here("/twilio/voice/dequeued", call=call, **again),
        )

    async def _greeted_anew(self, call: str, language: Language, query: Params) -> str:
        chosen = LanguageChosen(call, language)
        wish = Wish(chosen, cause=f"twilio:{call}:language:{language}", actor=PROVIDER)
        # Who can't be written down in time is spoken to in their language all the same.
        await self._soon(self._record(wish))
        is_captioned = query.get("captions") == "1"
        return in_other_language(self._settings, call, language, is_captioned=is_captioned)

    async def after(self, _: Params, __: Params) -> str:
        """The room is over for the caller."""
        return twiml.goodbye()

    async def hold(self, form: Params, query: Params) -> str:
        """One round of hold; in words, unless an agent waits alone for somebody to come."""
        settings = self._settings
        if query.get("quiet"):
            urls = settings.urls
            return twiml.hold(pause_seconds=settings.wait_seconds, again_url=urls.room_wait())
        return twiml.hold(
            announcement=settings.own_first(settings.waiting, form.get("To", ""))[:1],
            pause_seconds=settings.wait_seconds,
            again_url=settings.urls.hold(),
        )

    async def announcement(self, _: Params, query: Params) -> str:
        """Tell somebody in a room, in every language, that the call may be recorded."""
        settings = self._settings
        is_captioned = query.get("captions") == "1"
        return twiml.announce(
            settings.captions.announcement if is_captioned else settings.announcement
        )

    async def _soon(self, granted: Awaitable[Outcome]) -> Outcome | None:
        """What a wish came to, None when a caller would have to wait; it goes on either way.

        Asked again, it is found by its cause.
        """
        future = asyncio.ensure_future(granted)
        done, _ = await asyncio.wait((future,), timeout=self._settings.slow_seconds)
        if not done:
            future.add_done_callback(_heard)
            return None
        return future.result()


def ring(settings: VoiceSettings, form: Params) -> Wish:
    """Wish for a call to be stored."""
    call = call_arrived(form)
    return Wish(
        CallRings(call, settings.queue(call.to), settings.language(call.to)),
        cause=f"twilio:{named(call.sid)}:rings",
        actor=f"party:{handle_of(call.caller)}",
    )


def leg(form: Params, query: Params) -> Wish:
    """Wish for the progress of a leg to be stored; one without a label is the customer's."""
    report = call_status(form, query)
    sid = named(report.sid)
    report = replace(report, call=_call(form, query), leg=report.leg or CUSTOMER)
    cause = f"twilio:{sid}:{report.status[:40]}:{report.sequence}"
    return Wish(LegCallback(report), cause=cause, actor=PROVIDER)


def room(form: Params, _: Params) -> Wish:
    """Wish for what happened in a room to be stored."""
    report = conference_event(form)
    cause = f"twilio:{named(report.conference)}:{report.sequence}"
    return Wish(RoomCallback(report), cause=cause, actor=PROVIDER)


def recording(form: Params, query: Params) -> Wish:
    """Wish for the progress of a recording to be stored."""
    report = recording_status(form)
    cause = f"twilio:{named(report.sid)}:{report.status[:40]}"
    return Wish(RecordingCallback(_call(form, query), report), cause=cause, actor=PROVIDER)


def _heard(future: asyncio.Future[Outcome]) -> None:
    """Look at a late outcome, so that nobody warns of an exception that nobody saw."""
    if not future.cancelled():
        future.exception()


def _call(form: Params, query: Params) -> str:
    """Our id of the call; an inbound call bears the provider's."""
    return named(query.get("call") or form.get("CallSid", ""))


def goodbye() -> str:
    """End a leg that is not wanted any more."""
    return twiml.goodbye(GOODBYE)
