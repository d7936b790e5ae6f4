"""Real-time transcriptions of a leg: begun and ended over REST, told by callbacks.

https://www.twilio.com/docs/voice/api/realtime-transcription-resource and
https://www.twilio.com/docs/voice/twiml/transcription#statuscallbackurl
"""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from channels.base import Refused
from channels.captions import Transcript
from channels.twilio.codes import NOT_FOUND, NOT_IN_PROGRESS
from channels.twilio.errors import translated
from channels.twilio.voice import _call, _name, _receipt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from twilio.rest import Client  # type: ignore[import-untyped]

    from channels.base import Receipt
    from channels.captions import CaptionWish, Track, TranscriptEvent

    Params = Mapping[str, str]

EVENTS: dict[str, TranscriptEvent] = {
    "transcription-started": "started",
    "transcription-content": "content",
    "transcription-stopped": "stopped",
    "transcription-error": "error",
}
TRACKS: dict[str, Track] = {"inbound_track": "inbound", "outbound_track": "outbound"}
LONGEST = 4_000
"""Characters of one callback that are read."""
BROKE_OFF = "The provider stopped writing down what is said."
DO = "The call goes on; write down what matters."


class TwilioCaptions:
    """Transcribes both sides of a leg."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def start(self, call_sid: str, wish: CaptionWish) -> Receipt:
        """Begin with both tracks and partial results; nothing is kept at the provider."""
        with translated():
            made = await _call(self._client, call_sid).transcriptions.create_async(
                name=_name(wish.name),
                track="both_tracks",
                status_callback_url=wish.status_url,
                status_callback_method="POST",
                language_code=wish.language,
                partial_results=True,
                profanity_filter=False,
            )
        return _receipt(made.sid, made.status)

    async def stop(self, call_sid: str, name: str) -> None:
        """End by our name; what is over, or was never begun, is success."""
        try:
            with translated():
                running = _call(self._client, call_sid).transcriptions(_name(name))
                await running.update_async(status="stopped")
        except Refused as error:
            if error.code not in (NOT_FOUND, NOT_IN_PROGRESS):
                raise


def transcript(params: Params, query: Params) -> Transcript | None:
    """Read one callback; None for an event that is new to us."""
    event = EVENTS.get(params.get("TranscriptionEvent", ""))
    if event is None:
        return None
    text, confidence = _heard(params.get("TranscriptionData", ""))
    code = _whole(params.get("TranscriptionErrorCode", ""))
    return Transcript(
        sid=params.get("TranscriptionSid", ""),
        account=params.get("AccountSid", ""),
        event=event,
        call=query.get("call", ""),
        sitting=_whole(query.get("sitting", "")),
        sequence=_whole(params.get("SequenceId", "")),
        track=TRACKS.get(params.get("Track", ""), ""),
        is_final=params.get("Final", "").lower() == "true",
        text=text,
        confidence=confidence,
        language=params.get("LanguageCode", "")[:20],
        said_at=_moment(params.get("Timestamp", "")),
        code=code,
        words=_words(code) if event == "error" else "",
    )


def _words(code: int) -> str:
    # The provider's own sentence is not passed on: it may repeat what was said.
    return f"{BROKE_OFF[:-1]} (error {code}). {DO}" if code else f"{BROKE_OFF} {DO}"


def _heard(data: str) -> tuple[str, float | None]:
    """The words of ``TranscriptionData``, a JSON object, and how sure the provider is."""
    try:
        found = json.loads(data)
        text, sure = found["transcript"], found.get("confidence")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return "", None
    if not isinstance(text, str):
        return "", None
    is_number = isinstance(sure, int | float) and not isinstance(sure, bool)
    confidence = float(sure) if is_number and math.isfinite(sure) and 0 <= sure <= 1 else None
    return " ".join(text[:LONGEST].split()), confidence


def _moment(text: str) -> datetime | None:
    """An ISO 8601 time; one that names no zone is UTC."""
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _whole(text: str) -> int:
    return int(text) if len(text) <= 9 and text.isascii() and text.isdecimal() else 0
