"""Messages: texts and mails, in and out, and what truly became of them."""

from __future__ import annotations

from datetime import datetime

from console.domain.base import Event, Rejected, State
from console.domain.message_events import (
    MediaItem,
    MessageAccepted,
    MessageAttempted,
    MessageChannel,
    MessageComposed,
    MessageReceived,
    MessageRefused,
    MessageReported,
    MessageTaken,
    MessageUnsure,
    SendMail,
    SendText,
)
from console.domain.note import mask_cards
from console.domain.person import Contact, check_textable

RANK: dict[str, int] = {
    "composed": 0,
    "sending": 1,
    "accepted": 2,
    "scheduled": 2,
    "queued": 3,
    "processed": 3,
    "deferred": 4,
    "sent": 5,
    "delivered": 6,
    "undelivered": 6,
    "failed": 6,
    "canceled": 6,
    "bounce": 6,
    "dropped": 6,
    "read": 7,
}
"""Order of delivery states: a report applies only if it ranks higher than what is known
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
    status: str = "received"
    code: int = 0
    words: str = ""
    unsure: bool = False
    due: datetime | None = None
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    blob: str = ""

    @property
    def is_dead(self) -> bool:
        """Whether it surely did not arrive."""
        return self.status in DEAD

    @property
    def can_take_back(self) -> bool:
        """Whether it has not left yet."""
        return self.status == "composed"


def _received(state: Message, event: MessageReceived) -> Message:
    return state.model_copy(
        update={
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
            "in_reply_to": event.in_reply_to,
            "references": event.references,
        }
    )


def _merge(state: Message, status: str, sid: str, code: int, words: str) -> Message:
    update: dict[str, object] = {"sid": state.sid or sid}
    known = RANK.get(state.status, 0)
    if RANK.get(status, -1) > known:
        update |= {"status": status, "code": code, "words": words, "unsure": False}
    elif state.unsure and status in RANK:
        update["unsure"] = False
    return state.model_copy(update=update)


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
            return _merge(state, status if status in RANK else "accepted", sid, 0, "")
        case MessageReported():
            return _merge(state, event.status, event.sid, event.code, event.words)
        case MessageRefused(code=code, words=words):
            return _merge(state, "failed", "", code, words)
        case MessageUnsure(words=words):
            if RANK.get(state.status, 0) >= RANK["accepted"]:
                return state
            return state.model_copy(update={"unsure": True, "words": words})
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
    if any(c in command.subject for c in "\r\n\0"):
        raise Rejected("The subject must be one line.")
    return [event.model_copy(update={"body": mask_cards(event.body)})]


def decide_take_back(state: Message) -> list[Event]:
    """Take a message back before it left. Raises Rejected."""
    if not state.can_take_back:
        raise Rejected(f"Too late: this message is already {state.status}.", code="conflict")
    return [MessageTaken(id=state.id)]


def check_resend(state: Message) -> None:
    """Refuse to repeat a message that is on its way or arrived. Raises Rejected."""
    if not (state.unsure or state.is_dead):
        raise Rejected(f"This message is {state.status}; it needs no resend.", code="conflict")
    if state.code == 21610:
        raise Rejected("They replied STOP, so we may not text them.", code="opted_out")
