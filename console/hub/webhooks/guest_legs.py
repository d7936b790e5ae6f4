"""An outsider's telephone: told of the recording first, and only then let into the room."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from channels.twilio import twiml
from channels.twilio.twiml import Spoken
from console.domain.captions import is_told
from console.domain.recording import is_refused, may_enter
from console.hub.store.read import find_call
from console.hub.store.wish import Wish
from console.hub.webhooks.calls import PROVIDER, REFUSES, goodbye
from console.hub.webhooks.documents import ask_consent, one_moment
from console.hub.webhooks.signed import named
from console.hub.wishes_recording import GuestTold

if TYPE_CHECKING:
    from console.domain.call_state import Call
    from console.hub.recorder import Recorder
    from console.hub.store.read import Readings
    from console.hub.webhooks.settings import VoiceSettings

    Params = dict[str, str]

KEY_SECONDS = 1
"""How long a key is waited for after the last word: somebody waits in the room."""
ROUNDS = 8
"""How often is looked whether the tape has stopped for somebody who said no to it."""
STILL_ON = (
    Spoken("We are sorry: the recording could not be stopped, so we end this call. Goodbye."),
    Spoken("Lo sentimos: la grabación no pudo detenerse; terminamos esta llamada.", "es-US"),
)


@dataclass(frozen=True, slots=True)
class GuestLegs:
    """Routes below ``/twilio/voice/guest``."""

    recorder: Recorder
    readings: Readings
    settings: VoiceSettings

    async def answered(self, _: Params, query: Params) -> str:
        """Somebody picked up: into the room at once only if nothing can be recorded."""
        call, leg = await self._found(query)
        if call is None:
            return goodbye()
        if not self.settings.consent or is_refused(call) or leg in call.announced:
            return self._room(call, leg)
        if is_told(call):
            next_url = self._url("told", call.id, leg, captions="1")
            return ask_consent((), self.settings.captions.consent, KEY_SECONDS, next_url)
        next_url = self._url("told", call.id, leg)
        return ask_consent((), self.settings.consent, KEY_SECONDS, next_url)

    async def told(self, form: Params, query: Params) -> str:
        """They have heard it, and may have said no."""
        call, leg = await self._found(query)
        if call is None:
            return goodbye()
        refused = REFUSES in (form.get("Digits"), query.get("pressed"))
        captions = query.get("captions", "")
        wish = Wish(
            GuestTold(call.id, leg, refused=refused, captioned=captions == "1"),
            cause=f"twilio:{named(form.get('CallSid', ''))}:told",
            actor=PROVIDER,
        )
        future = asyncio.ensure_future(self.recorder.record(wish))
        await asyncio.wait((future,), timeout=self.settings.slow_seconds)
        if not future.done():
            future.add_done_callback(lambda late: late.cancelled() or late.exception())
            pressed = REFUSES if refused else ""
            return one_moment(self._url("told", call.id, leg, pressed=pressed, captions=captions))
        future.result()
        return await self.enter({}, query)

    async def enter(self, _: Params, query: Params) -> str:
        """Into the room, as soon as no tape takes down who said no to it."""
        call, leg = await self._found(query)
        if call is None:
            return goodbye()
        if may_enter(call, leg):
            return self._room(call, leg)
        rounds = int(query.get("round", "0")[:2] or 0) + 1
        if rounds > ROUNDS:
            return twiml.goodbye(STILL_ON)
        return one_moment(self._url("enter", call.id, leg, round=str(rounds)))

    async def _found(self, query: Params) -> tuple[Call | None, str]:
        """The call, if this leg is still wanted in it."""
        call_id, leg = named(query.get("call", "")), named(query.get("leg", ""))
        call = await self.readings.run(find_call(call_id))
        if call is None or call.over or call.end_asked:
            return None, leg
        guest = call.guests.get(leg)
        # Who answers was rung, even if the provider never said so and it was told as trouble.
        if guest is None or guest.role != "outsider" or guest.drop_asked:
            return None, leg
        if call.part(leg).has_left:
            return None, leg
        return call, leg

    def _room(self, call: Call, leg: str) -> str:
        return twiml.join_agent(
            room=call.room,
            label=leg,
            status_url=self.settings.urls.conference(call.id),
            wait_url=self.settings.urls.room_wait(),
        )

    def _url(self, step: str, call: str, leg: str, **query: str) -> str:
        return self.settings.here(f"/twilio/voice/guest/{step}", call=call, leg=leg, **query)
