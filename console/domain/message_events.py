"""What can happen to a text or a mail: events and commands."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from console.domain.base import Command, Event, State

MessageChannel = Literal["sms", "email"]
MAX_TEXT = 1600
"""Characters Twilio takes in one message (error 21617)."""
LARGEST_MEDIA = 25 * 1024 * 1024
"""Bytes of an attachment that is opened."""


class MediaItem(State):
    """An attachment as announced; nothing of it has been fetched."""

    url: str = ""
    content_type: str = ""
    name: str = ""
    size: int | None = None


class MessageReceived(Event):
    """A text or mail came in."""

    kind: Literal["message.received"] = "message.received"
    channel: MessageChannel
    sid: str
    """The provider's id (SMS) or our digest of the raw mail."""
    handle: str
    to: str
    body: str
    subject: str = ""
    media: tuple[MediaItem, ...] = ()
    opt_out: str = ""
    message_id: str = ""
    automatic: bool = False
    claims: str = ""
    """Words about what this mail claims and we do not believe: "claims to belong to …"."""
    blob: str = ""
    """Digest of the stored raw mail."""
    sent_at: datetime | None = None
    """What the mail itself says; nothing is ordered or timed by it."""
    came_at: datetime | None = None
    """When our door took it, where the database took it only later."""


class MessageComposed(Event):
    """Somebody pressed send; nothing has left yet."""

    kind: Literal["message.composed"] = "message.composed"
    id: str
    channel: MessageChannel
    sender: str
    to: tuple[str, ...]
    """Handles."""
    cc: tuple[str, ...] = ()
    subject: str = ""
    body: str
    due: datetime
    """When it leaves; until then it can be taken back."""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    resend_of: str = ""
    author: int | None = None
    """Agent who pressed send."""


class MessageTaken(Event):
    """It was taken back before it left."""

    kind: Literal["message.taken_back"] = "message.taken_back"
    id: str


class MessageAttempted(Event):
    """The request to the provider begins; after a crash this tells that it may have left."""

    kind: Literal["message.attempted"] = "message.attempted"
    id: str


class MessageAccepted(Event):
    """The provider took it and named it."""

    kind: Literal["message.accepted"] = "message.accepted"
    id: str
    sid: str
    status: str = "queued"
    late: bool = False
    """True when a delivery report had told more already."""


class MessageReported(Event):
    """A delivery report arrived; late ones are kept and change nothing."""

    kind: Literal["message.reported"] = "message.reported"
    id: str
    status: str
    sid: str = ""
    code: int = 0
    words: str = ""
    """What the code means and what to do, for the agent."""
    late: bool = False
    """True when as much was known already: it is kept and changes nothing."""


class MessageRefused(Event):
    """The provider said no, or a safe-to-contact card did; repeating will not help."""

    kind: Literal["message.refused"] = "message.refused"
    id: str
    code: int = 0
    words: str = ""
    author: int | None = None
    """Agent whose words a card has stopped; None: no card did."""


class MessageUnsure(Event):
    """Nobody knows whether it left: shown as unsure, never sent again by itself."""

    kind: Literal["message.unsure"] = "message.unsure"
    id: str
    words: str = ""
    no_trace: bool = False
    """True when the provider was asked and knows of none: it was probably not sent."""


class MessageHandled(Event):
    """Somebody looked at a failed or unsure message and dealt with it."""

    kind: Literal["message.handled"] = "message.handled"
    id: str
    how: str


class MediaOpened(Event):
    """Somebody wanted to see an attachment; it is written down before they get a byte of it."""

    kind: Literal["message.media_opened"] = "message.media_opened"
    id: str
    place: int
    """Which of the message's attachments, from 0."""
    content_type: str = ""
    """As announced by the sender."""


class SendText(Command):
    """Text one party of an incident."""

    kind: Literal["text.send"] = "text.send"
    incident: int
    to: str
    """Handle: ``tel:+1…``."""
    body: str = Field(min_length=1, max_length=MAX_TEXT)
    sender: str = ""
    """One of our numbers; empty for the first configured one."""


class SendMail(Command):
    """Mail the parties of an incident."""

    kind: Literal["mail.send"] = "mail.send"
    incident: int
    to: tuple[str, ...] = Field(min_length=1, max_length=20)
    cc: tuple[str, ...] = Field(default=(), max_length=20)
    subject: str = Field(default="", max_length=300)
    body: str = Field(min_length=1, max_length=100_000)


class TakeBackMessage(Command):
    """Undo a send while it waits in the outbox."""

    kind: Literal["message.take_back"] = "message.take_back"
    id: str


class ResendMessage(Command):
    """Send a failed or unsure message again, knowingly, as a new message."""

    kind: Literal["message.resend"] = "message.resend"
    id: str


class DismissMessage(Command):
    """Say that a failed or unsure message has been dealt with otherwise."""

    kind: Literal["message.dismiss"] = "message.dismiss"
    id: str
    how: str = Field(min_length=1, max_length=300)


class OpenMedia(Command):
    """Open one attachment of a message, knowingly."""

    kind: Literal["media.open"] = "media.open"
    incident: int
    message: str = Field(min_length=1, max_length=100)
    place: int = Field(ge=0, le=1000)
