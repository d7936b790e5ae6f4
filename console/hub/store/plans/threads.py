"""How a mail of ours continues a thread: its headers and its subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import literal, select

from channels.email.threading import issue_message_id
from console.domain.message import Message
from console.domain.message_events import MessageComposed, MessageReceived
from console.hub.store.family import family
from console.hub.store.tables import OURS_OR_MAIL, EntryRow, MessageRow, table

if TYPE_CHECKING:
    from console.domain.incident import Incident
    from console.hub.store.tx import Tx

ENTRY, MESSAGE = table(EntryRow), table(MessageRow)
_MOST_REFERENCES = 20
_BEGINS = tuple(e.model_fields["kind"].default for e in (MessageReceived, MessageComposed))


def mail_headers(tx: Tx, incident: int, to: tuple[str, ...]) -> tuple[str, tuple[str, ...], str]:
    """Give In-Reply-To, References and subject of the newest mail from the first receiver."""
    mails = _thread(tx, incident, to[0])
    inbound = [m for m in mails if m.inbound and m.message_id]
    if not inbound:
        return "", (), ""
    last = inbound[-1]
    known = (_message_id(tx, m) for m in mails[: mails.index(last) + 1])
    references = tuple(dict.fromkeys(found for found in known if found))
    return last.message_id, references[-_MOST_REFERENCES:], last.subject


def _thread(tx: Tx, incident: int, handle: str) -> list[Message]:
    """The mails of an incident with one address, oldest first."""
    rows = tx.query(
        select(MESSAGE.c.id)
        .join(ENTRY, ENTRY.c.stream == literal("message/") + MESSAGE.c.id)
        .where(
            MESSAGE.c.incident.in_([one.number for one in family(tx, incident)]),
            MESSAGE.c.handle == handle,
            OURS_OR_MAIL,
            ENTRY.c.kind.in_(_BEGINS),
        )
        .order_by(ENTRY.c.seq)
    )
    found = [m for key in rows.scalars().all() if (m := tx.get(Message, key)) is not None]
    return [m for m in found if m.channel == "email"]


def _message_id(tx: Tx, mail: Message) -> str:
    """The Message-ID that a mail bears; ours is issued when it leaves."""
    if mail.inbound:
        return mail.message_id
    if not tx.policy.mail_secret or mail.is_leaving or mail.status in ("canceled", "failed"):
        return ""
    return issue_message_id(tx.policy.mail_secret, mail.id, tx.policy.mail_domain)


def reply_subject(incident: Incident, thread: str) -> str:
    """Give the subject of a mail that continues a thread, with the incident's token."""
    token = f"[INC-{incident.ref}]"
    if not thread:
        return f"{token} Your report"
    if token in thread:
        return thread if thread.lower().startswith("re:") else f"Re: {thread}"
    bare = thread[3:].strip() if thread.lower().startswith("re:") else thread
    return f"Re: {token} {bare}"
