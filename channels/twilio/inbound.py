"""Reads webhook parameters as facts; unknown ones are ignored, missing ones become empty.

Parameters: https://www.twilio.com/docs/messaging/guides/webhook-request and
https://www.twilio.com/docs/voice/twiml#twilios-request-to-your-application
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Literal

from channels.base import (
    AnswerStatus,
    CallArrived,
    CallStatus,
    ConferenceEvent,
    Media,
    RecordingStatus,
    TextArrived,
    TextStatus,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    Params = Mapping[str, str]

OptOut = Literal["STOP", "START", "HELP"]

KEYWORDS: dict[str, OptOut] = {
    **dict.fromkeys(
        ("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"),
        "STOP",
    ),
    **dict.fromkeys(("START", "YES", "UNSTOP"), "START"),
    **dict.fromkeys(("HELP", "INFO"), "HELP"),
}
"""The provider's default keywords: https://help.twilio.com/articles/223134027"""

ANSWERED: dict[str, OptOut] = {"STOP": "STOP", "START": "START", "HELP": "HELP"}
MAX_MEDIA = 10
MEDIA = tuple((f"MediaUrl{n}", f"MediaContentType{n}") for n in range(MAX_MEDIA))
LONGEST_KEYWORD = max(map(len, KEYWORDS))


def text_arrived(params: Params) -> TextArrived:
    """An inbound text with its announced media."""
    answered = ANSWERED.get(params.get("OptOutType", "").strip().upper())
    body = params.get("Body", "")
    return TextArrived(
        sid=_message_sid(params),
        account=params.get("AccountSid", ""),
        sender=params.get("From", ""),
        to=params.get("To", ""),
        body=body,
        media=_media(params),
        opt_out=answered or keyword(body),
        opt_out_answered=answered is not None,
    )


def keyword(body: str) -> OptOut | None:
    """The opt-out keyword that a text consists of, whatever its case and the marks around it."""
    if len(body) > 4 * LONGEST_KEYWORD:
        return None
    return KEYWORDS.get(_without_marks(body).upper())


def text_status(params: Params, query: Params) -> TextStatus:
    """A delivery report."""
    return TextStatus(
        sid=_message_sid(params),
        account=params.get("AccountSid", ""),
        status=params.get("MessageStatus") or params.get("SmsStatus", ""),
        out=query.get("out", ""),
        error_code=_number(params.get("ErrorCode")) or 0,
    )


def call_arrived(params: Params) -> CallArrived:
    """An inbound call waiting for instructions."""
    return CallArrived(
        sid=params.get("CallSid", ""),
        account=params.get("AccountSid", ""),
        caller=params.get("From", ""),
        to=params.get("To", ""),
        attestation=params.get("StirVerstat", ""),
    )


def call_status(params: Params, query: Params) -> CallStatus:
    """The progress of one leg."""
    return CallStatus(
        sid=params.get("CallSid", ""),
        account=params.get("AccountSid", ""),
        status=params.get("CallStatus", ""),
        sequence=_number(params.get("SequenceNumber")) or 0,
        call=query.get("call", ""),
        leg=query.get("leg", ""),
        duration=_number(params.get("CallDuration")),
        sip_code=_number(params.get("SipResponseCode")) or 0,
    )


def answer_status(params: Params) -> AnswerStatus:
    """What picked up a leg that we rang."""
    return AnswerStatus(
        sid=params.get("CallSid", ""),
        account=params.get("AccountSid", ""),
        answered_by=params.get("AnsweredBy", "")[:40],
        milliseconds=_number(params.get("MachineDetectionDuration")) or 0,
    )


def conference_event(params: Params) -> ConferenceEvent:
    """Something that happened in a room."""
    return ConferenceEvent(
        conference=params.get("ConferenceSid", ""),
        account=params.get("AccountSid", ""),
        room=params.get("FriendlyName", ""),
        event=params.get("StatusCallbackEvent", ""),
        sequence=_number(params.get("SequenceNumber")) or 0,
        call_sid=params.get("CallSid", ""),
        label=params.get("ParticipantLabel", ""),
        muted=params.get("Muted") == "true",
        hold=params.get("Hold") == "true",
        coaching=params.get("Coaching") == "true",
        reason=_reason(params),
        participant_status=params.get("ParticipantCallStatus", ""),
        ended_by=params.get("CallSidEndingConference", ""),
        announced=params.get("AnnounceUrl", ""),
    )


def recording_status(params: Params) -> RecordingStatus:
    """The progress of one recording."""
    return RecordingStatus(
        sid=params.get("RecordingSid", ""),
        account=params.get("AccountSid", ""),
        status=params.get("RecordingStatus", ""),
        call_sid=params.get("CallSid", ""),
        url=params.get("RecordingUrl", ""),
        duration=_number(params.get("RecordingDuration")),
    )


def _message_sid(params: Params) -> str:
    return params.get("MessageSid") or params.get("SmsSid") or params.get("SmsMessageSid", "")


def _media(params: Params) -> tuple[Media, ...]:
    """Announced media by presence: ``NumMedia`` may lie."""
    return tuple(
        [
            Media(url=params[url], content_type=params.get(content_type, ""))
            for url, content_type in MEDIA
            if params.get(url)
        ]
    )


def _reason(params: Params) -> str:
    names = ("ReasonParticipantLeft", "ReasonConferenceEnded", "ReasonAnnouncementFailed")
    return next((params[name] for name in names if params.get(name)), "")


def _number(value: str | None) -> int | None:
    """A small whole number; None for anything else, also for digits beyond ASCII."""
    if value and len(value) <= 9 and value.isascii() and value.isdecimal():
        return int(value)
    return None


def _without_marks(text: str) -> str:
    """Text without the punctuation, spaces and invisible characters around it."""
    kept = [index for index, mark in enumerate(text) if unicodedata.category(mark)[0] not in "PZC"]
    return text[kept[0] : kept[-1] + 1] if kept else ""
