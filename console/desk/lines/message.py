"""Lines of texts, mails and notes: who said it, and what truly became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.clock import late_words, moment_words, spell, their_clock
from console.desk.scene import Line, Scene, Tone, key_of
from console.desk.wording.media import item_words
from console.domain.message_events import MediaOpened, MessageComposed, MessageReceived
from console.domain.note import Mark, NoteAdded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.desk.names import Names
    from console.desk.scene import Version
    from console.domain.base import Event
    from console.domain.message import Message
    from console.domain.note import Note
    from console.domain.timeline import Entry

_CHANNEL = {"sms": "SMS", "email": "EMAIL"}
_MARK_WORDS: dict[Mark, str] = {
    "": "",
    "quote": "QUOTE",
    "risk": "RISK",
    "promise": "PROMISE",
    "ask": "TO ASK",
}
_WORDS = {
    "composed": "saved, leaves in a moment",
    "sending": "sending",
    "accepted": "sending",
    "scheduled": "sending",
    "queued": "sending",
    "processed": "sending",
    "deferred": "their mail server makes it wait, still trying",
    "sent": "sent, not yet confirmed",
    "delivered": "delivered",
    "read": "read",
    "canceled": "taken back before it left",
}


def delivery(message: Message, dealt_with: str = "") -> str:
    """The truth about one of our messages, in words; empty for one that came in."""
    if message.inbound:
        return ""
    if message.is_dead:
        words = f"failed: {message.words or 'it did not arrive'}"
    elif message.unsure and message.no_trace:
        words = "probably not sent, the provider has no trace of it — resend?"
    elif message.unsure:
        words = "may have been sent — resend?"
    else:
        words = _WORDS.get(message.status, message.status)
    return f"{words} · dealt with: {dealt_with}" if dealt_with else words


def tell_message(entry: Entry, event: Event, scene: Scene) -> Line | None:
    """The line of a text or mail; reports of its delivery are told on that line."""
    key = entry.stream.partition("/")[2]
    match event:
        case MessageReceived():
            return _received(entry, event, scene, key)
        case MessageComposed():
            return _composed(entry, event, scene, key)
        case MediaOpened():
            return _opened(entry, event, scene, key)
        case _:
            return None


def _text(subject: str, body: str, attachments: int, opened: int = 0) -> str:
    parts = [subject, body] if subject else [body]
    if attachments:
        how = f"{opened} opened" if opened else "not opened"
        parts.append(f"[{attachments} attachment{'s' if attachments > 1 else ''}, {how}]")
    return "\n".join(part for part in parts if part)


def _received(entry: Entry, event: MessageReceived, scene: Scene, key: str) -> Line:
    name = scene.names.party(event.handle)
    hints = [event.claims] if event.claims else []
    if event.automatic:
        hints.append("automatic reply")
    if (theirs := their_clock(event.sent_at, entry.at, scene.zone)) != "":
        hints.append(theirs)
    if late := late_words(event.came_at, entry.at, scene.zone):
        hints.append(late)
    message = scene.messages.get(key)
    opened = len(message.opened) if message else 0
    return Line(
        key=key_of(entry),
        at=entry.at,
        kind=event.channel,
        author=name,
        head=" · ".join([f"{name} → us", _CHANNEL[event.channel], *hints]),
        text=scene.body(entry, _text(event.subject, event.body, len(event.media), opened)),
        tone="quiet" if event.automatic else "inbound",
        open_key=key if event.media else "",
    )


def _opened(entry: Entry, event: MediaOpened, scene: Scene, key: str) -> Line:
    who = scene.names.actor(entry.actor)
    message = scene.messages.get(key)
    known = message is not None and event.place < len(message.media)
    about = item_words(message.media[event.place]) if message and known else event.content_type
    sender = f" from {scene.names.party(message.handle)}" if message else ""
    return Line(
        key=key_of(entry),
        at=entry.at,
        kind="system",
        author=who,
        head=f"{who} opened attachment {event.place + 1}{sender}",
        text=scene.body(entry, about),
        tone="quiet",
    )


def receiver_words(names: Names, to: Iterable[str], cc: Iterable[str]) -> str:
    """Whom a message is for, and who gets a copy: ``Ana Ruiz, CC vet@example.com``."""
    copied = [f"CC {names.party(handle)}" for handle in cc]
    return ", ".join([*(names.party(handle) for handle in to), *copied])


def _composed(entry: Entry, event: MessageComposed, scene: Scene, key: str) -> Line:
    # What a party's word brought about, we wrote: nobody outside writes in our name.
    ours = "rule:" if entry.actor.startswith("party:") else entry.actor
    author = scene.names.actor(ours)
    message = scene.messages.get(key)
    status = delivery(message, scene.dealt_with.get(key, "")) if message else "saved"
    failed = message is not None and (message.is_dead or message.unsure)
    tone: Tone = "trouble" if failed and key not in scene.dealt_with else ""
    again = ["sent again"] if event.resend_of else []
    receivers = receiver_words(scene.names, event.to, event.cc)
    return Line(
        key=key_of(entry),
        at=entry.at,
        kind=event.channel,
        author=author,
        head=" · ".join([f"{author} → {receivers}", _CHANNEL[event.channel], *again]),
        text=scene.body(entry, _text(event.subject, event.body, 0)),
        status=status,
        tone=tone,
    )


def note_head(author: str, mark: Mark, offset: int | None) -> str:
    """Words above a note: ``NOTE · Sam Lee · +02:14 · RISK``."""
    clock = f"+{spell(offset)}" if offset is not None else ""
    return " · ".join(part for part in ("NOTE", author, clock, _MARK_WORDS[mark]) if part)


def tell_note(entry: Entry, event: Event, scene: Scene) -> Line | None:
    """The line of a note as it stands now; edits are told on that line."""
    if not isinstance(event, NoteAdded):
        return None
    note = scene.notes.get(entry.stream.partition("/")[2])
    author = scene.names.actor(entry.actor)
    mark = note.mark if note else event.mark
    deleted = note is not None and note.deleted
    return Line(
        key=key_of(entry),
        at=entry.at,
        kind="note",
        author=author,
        head=note_head(author, mark, event.offset),
        text="" if deleted else scene.body(entry, note.text if note else event.text),
        status=_note_status(note, scene.history(entry.stream)[1:], scene),
        tone="quiet" if deleted else mark or "internal",
    )


def _note_status(note: Note | None, later: list[Version], scene: Scene) -> str:
    """Who rewrote or deleted a note, when, how often, and why it was deleted."""
    if note is None or not (note.deleted or note.edits):
        return ""
    done = "deleted" if note.deleted else "edited"
    if not later or later[-1].is_deletion != note.deleted:
        return done
    last = later[-1]
    words = f"{done} by {scene.names.actor(last.actor)} {moment_words(last.at, scene.zone)}"
    if note.deleted:
        return f"{words}: {last.text}"
    return f"{words}, {note.edits} times" if note.edits > 1 else words
