"""Controls live calls, rooms and recordings over the provider's REST interface.

Every request names its fields one by one: nothing of a command reaches the provider unread.
https://www.twilio.com/docs/voice/api/conference-participant-resource
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from channels.base import LegFound, Receipt, Refused, Uncertain
from channels.twilio.codes import NOT_FOUND, NOT_IN_PROGRESS
from channels.twilio.errors import UNCERTAIN, translated
from channels.twilio.twiml import CONFERENCE_EVENTS

if TYPE_CHECKING:
    from twilio.rest import Client  # type: ignore[import-untyped]
    from twilio.rest.api.v2010.account.call import CallContext  # type: ignore[import-untyped]
    from twilio.rest.api.v2010.account.conference import (  # type: ignore[import-untyped]
        ConferenceContext,
    )
    from twilio.rest.api.v2010.account.conference.participant import (  # type: ignore[import-untyped]
        ParticipantContext,
    )

    from channels.base import LegWish
    from channels.legs import Still
    from channels.twilio.pace import Pace

CALL_EVENTS = ["initiated", "ringing", "answered", "completed"]
RECORDING_EVENTS = ["in-progress", "completed", "absent"]
ROOM_EVENTS = CONFERENCE_EVENTS.split()
CURRENT_RECORDING = "Twilio.CURRENT"

NAME = re.compile(r"[A-Za-z0-9_-]{1,128}")
"""What may stand in a path: the library does not percent-encode."""


class TwilioVoice:
    """Live-call control; creating legs is paced, everything else is immediate."""

    def __init__(self, client: Client, *, pace: Pace) -> None:
        self._client = client
        self._pace = pace

    async def ring(self, leg: LegWish) -> Receipt:
        """Ring a leg that fetches its instructions when it answers."""
        await self._pace.turn(leg.still)
        with translated():
            made = await self._client.calls.create_async(
                to=leg.to,
                from_=leg.caller_id,
                url=leg.twiml_url,
                method="POST",
                status_callback=leg.status_url,
                status_callback_method="POST",
                status_callback_event=CALL_EVENTS,
                timeout=leg.timeout,
            )
        return _receipt(made.sid, made.status)

    async def redirect(self, call_sid: str, twiml: str) -> None:
        """Replace what a live call executes; at most 4000 characters."""
        with translated():
            await _call(self._client, call_sid).update_async(twiml=twiml)

    async def hang_up(self, call_sid: str) -> None:
        """End one leg; one that is already over is success."""
        try:
            with translated():
                await _call(self._client, call_sid).update_async(status="completed")
        except Refused as error:
            if error.code != NOT_IN_PROGRESS:
                raise

    async def end_conference(self, conference_sid: str) -> None:
        """End the room for everybody; one that is already over is success."""
        try:
            with translated():
                await _conference(self._client, conference_sid).update_async(status="completed")
        except Refused as error:
            if error.code not in (NOT_FOUND, NOT_IN_PROGRESS):
                raise

    async def hold(self, conference_sid: str, call_sid: str, on: bool, hold_url: str) -> None:
        """Hold a participant with what ``hold_url`` plays, or take them back."""
        participant = _participant(self._client, conference_sid, call_sid)
        with translated():
            if on:
                await participant.update_async(hold=True, hold_url=hold_url, hold_method="POST")
            else:
                await participant.update_async(hold=False)

    async def mute(self, conference_sid: str, call_sid: str, on: bool) -> None:
        """Mute a participant, or let them be heard again."""
        participant = _participant(self._client, conference_sid, call_sid)
        with translated():
            await participant.update_async(muted=on)

    async def add(
        self,
        room: str,
        *,
        to: str,
        caller_id: str,
        label: str,
        status_url: str,
        conference_status_url: str,
        ring_seconds: int = 40,
        still: Still | None = None,
        detect_url: str = "",
    ) -> Receipt:
        """Dial somebody into the room; the room ends when they leave.

        The room hears them ringing. Callbacks are named here too, because the first to enter a
        room fixes them. Detection of participants never makes anybody wait:
        https://www.twilio.com/docs/voice/answering-machine-detection
        """
        detection = {"machine_detection": "Enable", "amd_status_callback": detect_url}
        await self._pace.turn(still)
        with translated():
            made = await _conference(self._client, room).participants.create_async(
                from_=caller_id,
                to=to,
                label=_name(label),
                status_callback=status_url,
                status_callback_method="POST",
                status_callback_event=CALL_EVENTS,
                conference_status_callback=conference_status_url,
                conference_status_callback_method="POST",
                conference_status_callback_event=ROOM_EVENTS,
                timeout=ring_seconds,
                beep="false",
                early_media=True,
                start_conference_on_enter=True,
                end_conference_on_exit=True,
                **(detection if detect_url else {}),
            )
        return _receipt(made.call_sid, made.status)

    async def start_recording(self, call_sid: str, status_url: str) -> Receipt:
        """Record one leg, each direction in a channel of its own."""
        with translated():
            made = await _call(self._client, call_sid).recordings.create_async(
                recording_channels="dual",
                recording_status_callback=status_url,
                recording_status_callback_method="POST",
                recording_status_callback_event=RECORDING_EVENTS,
            )
        return _receipt(made.sid, made.status)

    async def set_recording(
        self, call_sid: str, status: Literal["paused", "in-progress", "stopped"]
    ) -> None:
        """Pause the current recording as silence (times stay aligned), resume or stop it."""
        recording = _call(self._client, call_sid).recordings(CURRENT_RECORDING)
        with translated():
            if status == "paused":
                await recording.update_async(status=status, pause_behavior="silence")
            else:
                await recording.update_async(status=status)

    async def probe(self) -> None:
        """Ask for our own account, to see whether anybody answers."""
        with translated():
            await self._client.api.accounts(self._client.account_sid).fetch_async()

    async def look_up(self, call_sid: str) -> LegFound:
        """What the provider knows of a leg now; it may lag by seconds.

        Raises:
            Refused: With the code NOT_FOUND when the account has no such call.
        """
        with translated():
            call = await _call(self._client, call_sid).fetch_async()
        ended = call.end_time
        return LegFound(str(call.status), ended if isinstance(ended, datetime) else None)


def _call(client: Client, call_sid: str) -> CallContext:
    return client.calls(_name(call_sid))


def _conference(client: Client, name: str) -> ConferenceContext:
    return client.conferences(_name(name))


def _participant(client: Client, conference_sid: str, call_sid: str) -> ParticipantContext:
    return _conference(client, conference_sid).participants(_name(call_sid))


def _name(name: str) -> str:
    if not NAME.fullmatch(name):
        raise Refused("That call or room has no usable name.", do="Tell an admin.")
    return name


def _receipt(sid: str | None, status: str | None) -> Receipt:
    if not sid:
        raise Uncertain(UNCERTAIN.what, do=UNCERTAIN.do)
    return Receipt(sid=str(sid), status=str(status or ""))
