"""Guests in a conference over the provider's participant resource.

https://www.twilio.com/docs/voice/api/conference-participant-resource
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from channels.base import Refused
from channels.twilio.codes import NOT_FOUND, NOT_IN_PROGRESS
from channels.twilio.errors import translated
from channels.twilio.voice import CALL_EVENTS, ROOM_EVENTS, _name, _participant, _receipt

if TYPE_CHECKING:
    from twilio.rest import Client  # type: ignore[import-untyped]

    from channels.base import Receipt
    from channels.rooms import GuestWish
    from channels.twilio.pace import Pace


class TwilioRooms:
    """Participants besides the customer and the agent; ringing one is paced."""

    def __init__(self, client: Client, *, pace: Pace) -> None:
        self._client = client
        self._pace = pace

    async def invite(self, conference_sid: str, guest: GuestWish) -> Receipt:
        """Ring somebody into the room, muted when they must not be heard yet."""
        coach = {}
        if guest.coached_sid:
            coach = {"coaching": True, "call_sid_to_coach": _name(guest.coached_sid)}
        await self._pace.turn(guest.still)
        with translated():
            made = await self._client.conferences(_name(conference_sid)).participants.create_async(
                from_=guest.caller_id,
                to=guest.to,
                label=_name(guest.label),
                status_callback=guest.status_url,
                status_callback_method="POST",
                status_callback_event=CALL_EVENTS,
                conference_status_callback=guest.conference_status_url,
                conference_status_callback_method="POST",
                conference_status_callback_event=ROOM_EVENTS,
                timeout=guest.ring_seconds,
                beep="false",
                muted=guest.muted,
                early_media=guest.early_media,
                start_conference_on_enter=not guest.muted,
                end_conference_on_exit=False,
                **coach,
            )
        return _receipt(made.call_sid, made.status)

    async def coach(
        self, conference_sid: str, call_sid: str, *, coached_sid: str, on: bool, muted: bool
    ) -> None:
        """Set who hears a lead in one request, so that there is no moment in between.

        The coached leg is named in both directions: without it the provider keeps the old coach.
        """
        participant = _participant(self._client, conference_sid, call_sid)
        with translated():
            await participant.update_async(
                coaching=on, call_sid_to_coach=_name(coached_sid), muted=muted
            )

    async def drop(self, conference_sid: str, call_sid: str) -> None:
        """Take one participant out; one who has left already is success."""
        try:
            with translated():
                await _participant(self._client, conference_sid, call_sid).delete_async()
        except Refused as error:
            if error.code not in (NOT_FOUND, NOT_IN_PROGRESS):
                raise

    async def announce(self, conference_sid: str, call_sid: str, url: str) -> None:
        """Play a document to one participant; the others go on talking."""
        participant = _participant(self._client, conference_sid, call_sid)
        with translated():
            await participant.update_async(announce_url=url, announce_method="POST")

    async def set_exit(self, conference_sid: str, call_sid: str, *, ends: bool) -> None:
        """Say whether the room ends when this participant leaves."""
        participant = _participant(self._client, conference_sid, call_sid)
        with translated():
            await participant.update_async(end_conference_on_exit=ends)

    async def has(self, conference_sid: str, call_sid: str) -> bool:
        """Ask for one participant; a room without them does not know them."""
        try:
            with translated():
                await _participant(self._client, conference_sid, call_sid).fetch_async()
        except Refused as error:
            if error.code != NOT_FOUND:
                raise
            return False
        return True
