"""Messages: texts and mails, in and out, and what truly became of them."""

from __future__ import annotations

from datetime import datetime

from console.domain.base import Event, Rejected, State
from console.domain.message_events import (
    MediaItem,
    MediaOpened,
    MessageAccepted,
    MessageAttempted,
    MessageChannel,
    MessageComposed,
    MessageHandled,
    MessageReceived,
    MessageRefused,
    MessageReported,
    MessageTaken,
    MessageUnsure,
    OpenMedia,
    SendMail,
    SendText,
)
from console.domain.note import mask_cards
from console.domain.person import Contact, check_textable

RANK: dict[str, int] = {
    "composed": 0,
    "sending": 1,
    "accepted": 2,
    "scheduled": 3,
    "queued": 4,
    "processed": 5,
    "deferred": 6,
    "sent": 7,
    "canceled": 8,
    "failed": 9,
    "undelivered": 10,
    "dropped": 11,
    "delivered": 12,
    "bounce": 13,
    "read": 14,
}
"""Order of delivery states: a report applies only if it ranks higher than what is known, so any
order of reports ends the same. A mail may bounce after its first server took it ("delivered")
(https://www.twilio.com/docs/messaging/guides/track-outbound-message-status)."""
DEAD = frozenset({"undelivered", "failed", "bounce", "dropped"})


class Message(State):
    """One text or mail as it stands now."""

    id: str
    incident: int
    channel: MessageChannel = "sms"
    inbound: bool = True
    sid: str = ""
    handle: str = ""
    """The other side."""
    sender: str = ""
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    subject: str = ""
    body: str = ""
    media: tuple[MediaItem, ...] = ()
    opened: tuple[int, ...] = ()
    """Places of the attachments that somebody has opened."""
    status: str = "received"
    code: int = 0
    words: str = ""
    unsure: bool = False
    no_trace: bool = False
    """The provider was asked, and knows nothing of it."""
    handled: str = ""
    """How somebody dealt with it after it failed or was unsure."""
    due: datetime | None = None
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    blob: str = ""
    author: int | None = None
    """Agent who wrote it."""

    @property
    def is_dead(self) -> bool:
        """Whether it surely did not arrive."""
        return self.status in DEAD

    @property
    def is_leaving(self) -> bool:
        """Whether it is still to be sent, or being sent."""
        return self.status in ("composed", "sending") and not self.unsure

    @property
    def can_take_back(self) -> bool:
        """Whether it has not left yet."""
        return self.status == "composed"


def _received(state: Message, event: MessageReceived) -> Message:
    return state.having(
        {
            "channel": event.channel,
            "sid": event.sid,
            "handle": event.handle,
            "sender": event.handle,
            "to": (event.to,),
            "subject": event.subject,
            "body": event.body,
            "media": event.media,
            "message_id": event.message_id,
            "blob": event.blob,
        }
    )


def _composed(state: Message, event: MessageComposed) -> Message:
    return state.model_copy(
        update={
            "channel": event.channel,
            "inbound": False,
            "status": "composed",
            "handle": event.to[0] if event.to else "",
            "sender": event.sender,
            "to": event.to,
            "cc": event.cc,
            "subject": event.subject,
            "body": event.body,
            "due": event.due,
            "author": event.author,
            "in_reply_to": event.in_reply_to,
            "references": event.references,
        }
    )


def _merge(state: Message, status: str, sid: str, code: int, words: str) -> Message:
    update: dict[str, object] = {"sid": state.sid or sid}
    before = (RANK.get(state.status, 0), state.code, "" if state.unsure else state.words)
    if status in RANK and (RANK[status], code, words) > before:
        update |= {"status": status, "code": code, "words": words, "unsure": False}
    return state.model_copy(update=update)


def _reported(state: Message, event: MessageReported) -> Message:
    # The provider says "sending" of what it has accepted; we say it of what we are asking for.
    status = "queued" if event.status == "sending" else event.status
    return _merge(state, status, event.sid, event.code, event.words)


def is_news(state: Message, event: Event) -> bool:
    """Tell whether an event changes what is known of the delivery; late reports do not."""
    after = evolve_message(state, event)
    return (after.status, after.code, after.unsure) != (state.status, state.code, state.unsure)


def evolve_message(state: Message, event: Event) -> Message:
    """Apply one event; delivery states only ever move forward."""
    match event:
        case MessageReceived():
            return _received(state, event)
        case MessageComposed():
            return _composed(state, event)
        case MessageTaken():
            return _merge(state, "canceled", "", 0, "taken back before it left")
        case MessageAttempted():
            return _merge(state, "sending", "", 0, "")
        case MessageAccepted(sid=sid, status=status):
            known = RANK.get(status, 0) >= RANK["accepted"]
            return _merge(state, status if known else "accepted", sid, 0, "")
        case MessageReported():
            return _reported(state, event)
        case MessageRefused(code=code, words=words):
            return _merge(state, "failed", "", code, words)
        case MessageUnsure(words=words, no_trace=no_trace):
            if RANK.get(state.status, 0) >= RANK["accepted"]:
                return state
            known = no_trace or state.no_trace
            return state.model_copy(update={"unsure": True, "words": words, "no_trace": known})
        case MessageHandled(how=how):
            return state.model_copy(update={"handled": how})
        case MediaOpened(place=place) if place not in state.opened:
            return state.model_copy(update={"opened": (*state.opened, place)})
        case _:
            return state


def decide_text(contact: Contact, command: SendText, event: MessageComposed) -> list[Event]:
    """Compose a text unless its receiver opted out or is no number. Raises Rejected."""
    if not command.to.startswith("tel:"):
        raise Rejected("This address can't be texted. Choose a phone number or send an email.")
    check_textable(contact)
    return [event.model_copy(update={"body": mask_cards(event.body)})]


def decide_mail(command: SendMail, event: MessageComposed) -> list[Event]:
    """Compose a mail; headers can't be smuggled in. Raises Rejected."""
    for handle in (*command.to, *command.cc):
        if not handle.startswith("mailto:") or any(c in handle for c in "\r\n\0<>, "):
            raise Rejected("One of the recipients is not an email address.")
    everybody = [handle.lower() for handle in (*command.to, *command.cc)]
    if len(set(everybody)) < len(everybody):
        raise Rejected("One of the recipients is there twice.")
    if any(c in command.subject for c in "\r\n\0"):
        raise Rejected("The subject must be one line.")
    masked = {"subject": mask_cards(event.subject), "body": mask_cards(event.body)}
    return [event.model_copy(update=masked)]


def decide_open(state: Message, command: OpenMedia) -> list[Event]:
    """Open an attachment; each time is a fact of its own. Raises Rejected."""
    if not state.inbound or state.incident != command.incident:
        raise Rejected("There is no such message in this incident.", code="not_found")
    if command.place >= len(state.media):
        raise Rejected("This message has no such attachment.", code="not_found")
    announced = state.media[command.place].content_type
    return [MediaOpened(id=state.id, place=command.place, content_type=announced)]


def decide_take_back(state: Message) -> list[Event]:
    """Take a message back before it left. Raises Rejected."""
    if not state.can_take_back:
        raise Rejected(f"Too late: this message is already {state.status}.", code="conflict")
    return [MessageTaken(id=state.id)]


def check_resend(state: Message) -> None:
    """Refuse to repeat a message that is on its way or arrived. Raises Rejected."""
    if not (state.unsure or state.is_dead):
        raise Rejected(f"This message is {state.status}; it needs no resend.", code="conflict")
    if state.handled:
        raise Rejected(f"This was dealt with already: {state.handled}.", code="conflict")
    if state.code == 21610:
        raise Rejected("They replied STOP, so we may not text them.", code="opted_out")
