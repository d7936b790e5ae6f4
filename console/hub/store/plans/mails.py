"""Plans for mail: what arrived and where it belongs, and what became of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from console.domain.message import DEAD, Message
from console.domain.message_events import MediaItem, MessageReceived, MessageReported
from console.domain.note import mask_cards
from console.hub.store.family import home
from console.hub.store.plans.common import incident_of
from console.hub.store.plans.incidents import join, join_newest, open_new
from console.hub.store.plans.messages import find_ours, tell_report
from console.hub.store.plans.paging_mails import answers_a_page_by_mail
from console.hub.store.quarantine import keep_foreign
from console.hub.store.tables import BlobRow, IncidentRow, table
from console.hub.wishes import MailArrived, MailReported

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.incident import Incident
    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish

BLOB = table(BlobRow)
INCIDENT = table(IncidentRow)


def _mail_arrived(tx: Tx, wish: Wish, mail: MailArrived) -> None:
    if not mail.bounced_out and answers_a_page_by_mail(tx, mail):
        return
    _keep_raw(tx, mail)
    if mail.bounced_out and (ours := tx.get(Message, mail.bounced_out)) is not None:
        status = "deferred" if mail.is_delayed else "bounce"
        event = MessageReported(id=ours.id, status=status, words=mail.bounce_words)
        tell_report(tx, ours, event)
        return
    handle = f"mailto:{mail.sender.lower()}" if mail.sender else "raw:unknown sender"
    number, claims = _belongs(tx, mail, handle)
    media = tuple(
        MediaItem(name=name, content_type=kind, size=size) for name, kind, size in mail.media
    )
    received = MessageReceived(
        channel="email",
        sid=mail.digest,
        handle=handle,
        to=mail.to,
        body=mask_cards(mail.text) if not mail.too_complex else "",
        subject=mask_cards(mail.subject),
        media=media,
        message_id=mail.message_id,
        automatic=mail.automatic,
        claims="this mail is too complex to show; the raw mail is kept"
        if mail.too_complex
        else claims,
        blob=mail.digest,
        sent_at=mail.sent_at,
        came_at=wish.came_at,
    )
    key = f"mail-{mail.digest[:40]}"
    tx.emit(f"message/{key}", number, received, new=True)


def _keep_raw(tx: Tx, mail: MailArrived) -> None:
    known = tx.conn.execute(select(BLOB.c.digest).where(BLOB.c.digest == mail.digest))
    if known.first() is None:
        row = {
            "digest": mail.digest,
            "content_type": mail.content_type,
            "at": tx.now,
            "size": len(mail.raw),
            "data": mail.raw,
        }
        tx.conn.execute(insert(BLOB), row)


def _belongs(tx: Tx, mail: MailArrived, handle: str) -> tuple[int, str]:
    """Header first, then token, then the address; gives the incident and what is only claimed."""
    if _is_our_own(tx, mail.sender):
        # Anybody can write our address there, and whoever got a mail of ours knows its id: it
        # joins nothing, so that nobody takes it for an answer and no answer of ours goes round.
        return join_newest(tx, handle, "email"), "says it is from our own address; it is not"
    for out in mail.known_outs:
        if (ours := tx.get(Message, out)) is not None:
            incident = incident_of(tx, home(tx, ours.incident))
            if incident.status == "closed":
                return _after(tx, incident, handle)
            newcomer = handle not in incident.handles
            join(tx, incident.number, handle, newcomer=newcomer)
            return incident.number, "from an address new to this thread" if newcomer else ""
    if mail.token:
        number = tx.query(select(INCIDENT.c.number).where(INCIDENT.c.ref == mail.token)).scalar()
        if number is not None:
            number = home(tx, number)
            incident = incident_of(tx, number)
            if handle in incident.handles and incident.status == "closed":
                return _after(tx, incident, handle)
            if handle in incident.handles:
                join(tx, number, handle)
                return number, ""
            # The reference is spoken over the phone: knowing it proves nothing.
            opened = join_newest(tx, handle, "email")
            return opened, f"claims to belong to {mail.token}" if opened != number else ""
    if mail.sender == "":
        return open_new(tx, handle=None, channel="email"), ""
    return join_newest(tx, handle, "email"), ""


def _is_our_own(tx: Tx, sender: str) -> bool:
    """Tell whether a mail bears the address we send from, or one of the domain of our replies.

    Colleagues of the domain we send from are people, unless that is the domain of replies too
    and theirs is a reply address.
    """
    ours, (local, _, domain) = tx.policy.mail_from.lower(), sender.lower().rpartition("@")
    if domain != tx.policy.mail_domain.lower():
        return sender.lower() == ours
    is_shared = domain == ours.rpartition("@")[2]
    return not is_shared or sender.lower() == ours or local.startswith("reply+")


def _after(tx: Tx, closed: Incident, handle: str) -> tuple[int, str]:
    """What answers a closed incident is new work: nobody looks into the closed one."""
    words = f"continues {closed.ref}, which is closed"
    return join_newest(tx, handle, "email"), words


def _mail_reported(tx: Tx, wish: Wish, report: MailReported) -> None:
    message = find_ours(tx, report.out, report.sid)
    if message is None or message.inbound:
        keep_foreign(tx, wish)
        return
    status = report.kind if report.kind not in ("open", "click") else message.status
    words = report.words if status in DEAD or status == "deferred" else ""
    event = MessageReported(id=message.id, status=status, sid=report.sid, words=words)
    tell_report(tx, message, event)


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    MailArrived: _mail_arrived,
    MailReported: _mail_reported,
}
