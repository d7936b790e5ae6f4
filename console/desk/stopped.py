"""Tells whoever wrote something that a safe-to-contact card has stopped it; the words stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.boxes import Box
from console.domain.message_events import MessageRefused
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from console.desk.session import Session
    from console.domain.message import Message
    from console.domain.timeline import Entry

SECONDS = 60


def told(session: Session, entry: Entry) -> None:
    """Say that my message was stopped and why; its words go back to their box if that is empty."""
    me, event = session.model.me, entry.event
    if not isinstance(event, MessageRefused) or me is None or event.author != me.number:
        return
    incident = session.model.incidents.get(entry.incident or 0)
    ref = f"{incident.ref}: " if incident is not None else ""
    session.screen.say(f"{ref}{clean_line(event.words)}", "alarm", seconds=SECONDS)
    message = session.showing.message(event.id)
    if message is not None and session.spool is not None:
        _give_back(session, message)


def _give_back(session: Session, message: Message) -> None:
    session.drafts.keep_all()
    box = Box("sms" if message.channel == "sms" else "email", message.handle)
    if session.spool is None or session.spool.draft(message.incident, box) is not None:
        return
    lines = message.body.split("\n")
    session.spool.keep(message.incident, box, message.body, (len(lines) - 1, len(lines[-1])))
    session.drafts.came({(message.incident, box)})
