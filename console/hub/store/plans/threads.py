"""How a mail of ours continues a thread: its headers and its subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from console.domain.message import Message
from console.hub.store.tables import MessageRow, table

if TYPE_CHECKING:
    from console.domain.incident import Incident
    from console.hub.store.tx import Tx

MESSAGE = table(MessageRow)
_MOST_REFERENCES = 20


def mail_headers(tx: Tx, incident: int, to: tuple[str, ...]) -> tuple[str, tuple[str, ...], str]:
    """Give In-Reply-To, References and subject of the newest mail with the first receiver."""
    rows = tx.query(
        select(MESSAGE.c.id)
        .where(
            MESSAGE.c.incident == incident,
            MESSAGE.c.handle == to[0],
            MESSAGE.c.message_id != "",
        )
        .order_by(MESSAGE.c.id)
    )
    mails = [m for key in rows.scalars().all() if (m := tx.get(Message, key)) is not None]
    inbound = [m for m in mails if m.inbound]
    if not inbound:
        return "", (), ""
    last = inbound[-1]
    references = tuple(dict.fromkeys((*last.references, last.message_id)))
    return last.message_id, references[-_MOST_REFERENCES:], last.subject


def reply_subject(incident: Incident, thread: str) -> str:
    """Give the subject of a mail that continues a thread, with the incident's token."""
    token = f"[INC-{incident.ref}]"
    if not thread:
        return f"{token} Your report"
    if token in thread:
        return thread if thread.lower().startswith("re:") else f"Re: {thread}"
    bare = thread[3:].strip() if thread.lower().startswith("re:") else thread
    return f"Re: {token} {bare}"
