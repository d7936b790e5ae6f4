"""Texts: what people send us, and what became of what we sent."""

from __future__ import annotations

from channels.twilio.inbound import text_arrived, text_status
from console.domain.person import handle_of
from console.hub.store.wish import Wish
from console.hub.webhooks.signed import named


def arrived(form: dict[str, str], _: dict[str, str]) -> Wish:
    """Wish for a text to be stored."""
    text = text_arrived(form)
    cause = f"twilio:{named(text.sid)}:received"
    return Wish(text, cause=cause, actor=f"party:{handle_of(text.sender)}")


def reported(form: dict[str, str], query: dict[str, str]) -> Wish:
    """Wish for a delivery report to be stored."""
    status = text_status(form, query)
    cause = f"twilio:{named(status.sid)}:{status.status[:40]}"
    return Wish(status, cause=cause, actor="provider:twilio")
