"""Looks recordings up and deletes them over the provider's REST interface.

https://www.twilio.com/docs/voice/api/recording
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from channels.base import Refused
from channels.recordings import RecordingFound
from channels.twilio.codes import NOT_FOUND
from channels.twilio.errors import translated
from channels.twilio.transport import API_HOST
from channels.twilio.voice import _call, _name

if TYPE_CHECKING:
    from twilio.rest import Client  # type: ignore[import-untyped]

MOST = 50
"""Recordings of one leg that are looked at."""


class TwilioRecordings:
    """Recordings of one account."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def of_call(self, call_sid: str) -> list[RecordingFound]:
        """Everything that was recorded of one leg, newest first."""
        with translated():
            found = await _call(self._client, call_sid).recordings.list_async(limit=MOST)
        return [
            RecordingFound(
                sid=str(one.sid),
                status=str(one.status),
                source=str(one.source),
                duration=_seconds(one.duration),
                url=self._url(str(one.sid)),
            )
            for one in found
        ]

    async def delete(self, recording_sid: str) -> None:
        """Delete the sound; the provider keeps 40 days that there was one."""
        try:
            with translated():
                await self._client.recordings(_name(recording_sid)).delete_async()
        except Refused as error:
            if error.code != NOT_FOUND:
                raise

    def _url(self, sid: str) -> str:
        account = self._client.account_sid
        return f"https://{API_HOST}/2010-04-01/Accounts/{account}/Recordings/{sid}"


def _seconds(told: object) -> int | None:
    text = str(told)
    return int(text) if text.isascii() and text.isdecimal() else None
