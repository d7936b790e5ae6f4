"""What the provider says picked up a telephone that we rang."""

from __future__ import annotations

from typing import TYPE_CHECKING

from channels.twilio.inbound import answer_status
from console.domain.answering import meaning
from console.hub.store.wish import Wish
from console.hub.webhooks.signed import named
from console.hub.wishes_recording import AnswerFound

if TYPE_CHECKING:
    Params = dict[str, str]

PROVIDER = "provider:twilio"


def reported(form: Params, query: Params) -> Wish:
    """Wish for a verdict of detection to be stored; it comes while both talk already."""
    report = answer_status(form)
    found = AnswerFound(
        call=named(query.get("call", "")),
        account=report.account,
        by=meaning(report.answered_by),
        told=report.answered_by,
        milliseconds=report.milliseconds,
    )
    cause = f"twilio:{named(report.sid)}:answered"
    return Wish(found, cause=cause, actor=PROVIDER)
