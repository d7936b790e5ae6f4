"""The agent's telephone: asked for a key, checked against the call, put into the room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from channels.twilio import twiml
from console.domain.supervision import WATCH, is_gone
from console.hub.store.read import find_call
from console.hub.webhooks.calls import goodbye
from console.hub.webhooks.documents import SCREEN
from console.hub.webhooks.signed import named

if TYPE_CHECKING:
    from console.hub.store.read import Readings
    from console.hub.webhooks.settings import VoiceSettings

    Params = dict[str, str]

TAKES = "1"


class AgentLegs:
    """Routes below ``/twilio/voice/agent``."""

    def __init__(self, readings: Readings, settings: VoiceSettings) -> None:
        self._readings = readings
        self._settings = settings

    async def answered(self, form: Params, query: Params) -> str:
        """Somebody or something picked up: a telephone must press a key, a SIP client need not."""
        is_telephone = not form.get("To", "").startswith(("sip:", "client:"))
        if not (self._settings.screen_phones and is_telephone):
            return await self._join(query)
        call, leg = named(query.get("call", "")), named(query.get("leg", ""))
        accept_url = self._settings.here("/twilio/voice/agent/joined", call=call, leg=leg)
        return twiml.screen_agent(prompt=SCREEN, accept_url=accept_url)

    async def joined(self, form: Params, query: Params) -> str:
        """A key was pressed."""
        return await self._join(query) if form.get("Digits") == TAKES else goodbye()

    async def _join(self, query: Params) -> str:
        """Into the room, unless the call is over or has gone to somebody else meanwhile."""
        call_id, leg = named(query.get("call", "")), named(query.get("leg", ""))
        call = await self._readings.run(find_call(call_id))
        if call is None or call.over or call.end_asked:
            return goodbye()
        guest = call.guests.get(leg)
        if call.agent_leg != leg and (guest is None or is_gone(call, guest) or guest.drop_asked):
            return goodbye()
        return twiml.join_agent(
            room=call.room,
            label=leg,
            status_url=self._settings.urls.conference(call_id),
            wait_url=self._settings.urls.room_wait(),
            is_silent=guest is not None and guest.purpose == WATCH,
        )
