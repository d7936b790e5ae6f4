"""What became of a mail, in words that a person reads on the timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from channels.email.sendgrid import MailEvent

_FINAL = {"delivered", "bounce", "dropped"}


def receipt_words(event: MailEvent) -> str:
    """The event in words; an unknown kind is shown as it came."""
    reason = " ".join(event.reason.split()) or "no reason given"
    match event.kind:
        case "processed":
            return "accepted"
        case "delivered":
            return "delivered"
        case "deferred":
            return f"retrying (attempt {event.attempt})" if event.attempt else "retrying"
        case "bounce" if event.bounce_type == "blocked":
            return f"blocked: {reason}"
        case "bounce":
            return f"bounced: {reason}"
        case "dropped":
            return f"suppressed: {reason}"
        case "spamreport":
            return "marked as spam by the recipient"
        case "unsubscribe" | "group_unsubscribe":
            return "recipient unsubscribed"
    return event.kind or "unknown event"


def is_final(event: MailEvent) -> bool:
    """Whether no later event of the same recipient can change the outcome for the better."""
    return event.kind in _FINAL
