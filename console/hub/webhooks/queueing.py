"""One round in the queue after another, and what comes after the last: never silence."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

from channels.twilio import twiml
from console.domain.arrival import CallTurnedAway
from console.domain.base import Rejected
from console.hub.store.read import find_call
from console.hub.store.wish import StoreUnavailable, Wish
from console.hub.webhooks import choices
from console.hub.webhooks.documents import APOLOGY, one_moment
from console.hub.webhooks.held import LEFT_QUEUE
from console.hub.webhooks.signed import named
from console.hub.wishes import QueueLeft
from console.hub.wishes_waiting import MessageWanted, StillWaiting

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from console.domain.call_state import Call
    from console.hub.journal.keeper import Keeper
    from console.hub.recorder import Recorder
    from console.hub.store.read import Readings
    from console.hub.webhooks.settings import VoiceSettings

    Params = dict[str, str]

T = TypeVar("T")
PROVIDER = "provider:twilio"
LEFT = "leave"
"""Result of a queue that a caller left by a key: to leave a message."""
NOT_QUEUED = ("error", "queue-full", "system-error")
"""Results of a queue that took nobody in; the caller tries again
(https://www.twilio.com/docs/voice/twiml/enqueue#attributes-action-parameters)."""


MOST_TRIES = 5
"""How often a full queue is tried again, with two seconds in between."""


class Queueing:
    """Routes of the queue itself, below ``/twilio/voice``."""

    def __init__(
        self, recorder: Recorder, keeper: Keeper, readings: Readings, settings: VoiceSettings
    ) -> None:
        self._record = recorder.record
        self._keeper = keeper
        self._readings = readings
        self._settings = settings

    async def wait(self, form: Params, query: Params) -> str:
        """One round in the queue, with the keys that mean something there."""
        call, settings = named(query.get("call") or form.get("CallSid", "")), self._settings
        is_closed = await self._is_closed(call, form.get("QueueTime", "")[:9])
        known = await self._known(call)
        voice = self._voice(known, form, query)
        if is_closed or (known is not None and known.aside == "voicemail"):
            closed = settings.first(settings.closed, voice)
            return choices.leave(closed) if settings.offers_message else twiml.goodbye(closed)
        offers_any = settings.offers_any and (known is None or known.inbound)
        offers = settings.offers(voice) if offers_any else ()
        return choices.wait(
            (*settings.first(settings.waiting, voice), *offers),
            settings.wait_seconds,
            key_url=settings.here("/twilio/voice/choice", call=call) if offers_any else "",
            again_url=settings.urls.wait(call),
        )

    async def dequeued(self, form: Params, query: Params) -> str:
        """The caller left the queue; what happens next was decided by whoever took them out."""
        call = named(query.get("call") or form.get("CallSid", ""))
        result = form.get("QueueResult", "")[:40]
        wish = left(form, query)
        try:
            await self._record(wish)
        except StoreUnavailable:
            # Who hung up in the queue never comes again.
            await self._keeper.tried(wish.cause, LEFT_QUEUE, form, query)
            raise
        if result in NOT_QUEUED:
            return await self._not_queued(call, form, query)
        if result == LEFT:
            return choices.back(self._settings.here("/twilio/voice/message", call=call))
        return twiml.empty()

    async def _not_queued(self, call: str, form: Params, query: Params) -> str:
        """The queue did not take them in: a few times more, then a message instead of silence."""
        settings, tries = self._settings, len(query.get("again", ""))
        again = settings.here("/twilio/voice/consent", call=call, again="x" * (tries + 1))
        if tries < MOST_TRIES:
            return one_moment(again)
        if not settings.offers_message:
            return twiml.goodbye(APOLOGY)
        wanted = Wish(MessageWanted(call), cause=f"twilio:{call}:message", actor=PROVIDER)
        try:
            await self._record(wanted)
        except Rejected:
            return one_moment(again)
        words = choices.say("full", self._voice(await self._known(call), form, query))
        return choices.back(settings.here("/twilio/voice/message", call=call), words)

    async def _is_closed(self, call: str, waited: str) -> bool:
        """Whether nobody is there any more; no caller waits for the answer to this."""
        wish = Wish(
            StillWaiting(call, self._settings.offers_message),
            cause=f"twilio:{call}:waits:{waited}",
            actor=PROVIDER,
        )
        outcome = await self._soon(self._record(wish))
        found = outcome.entries if outcome is not None else ()
        return any(isinstance(entry.event, CallTurnedAway) for entry in found)

    async def _known(self, call: str) -> Call | None:
        """The call, if it can be read at once."""
        return await self._soon(self._readings.run(find_call(call)))

    async def _soon(self, asked: Awaitable[T]) -> T | None:
        """What is known within a moment, None for the rest: words come before knowledge."""
        future = asyncio.ensure_future(asked)
        done, _ = await asyncio.wait((future,), timeout=self._settings.slow_seconds / 2)
        if not done:
            future.add_done_callback(lambda late: late.cancelled() or late.exception())
            return None
        try:
            return future.result()
        except StoreUnavailable:
            return None

    def _voice(self, known: Call | None, form: Params, query: Params) -> str:
        """The caller's language, or that of the number they rang."""
        chosen = known.language if known is not None else ""
        number = self._settings.language(form.get("To", ""))
        return chosen or query.get("language") or number


def left(form: Params, query: Params) -> Wish:
    """Wish to store that a caller is out of the queue."""
    call = named(query.get("call") or form.get("CallSid", ""))
    result = form.get("QueueResult", "")[:40]
    cause = f"twilio:{call}:dequeued:{result}:{form.get('QueueTime', '')[:9]}"
    return Wish(QueueLeft(call, result), cause=cause, actor=PROVIDER)
