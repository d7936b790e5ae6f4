"""Plans for answers by mail of those who were paged by mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from console.domain.incident import Incident
from console.domain.masking import masked
from console.domain.message import Message
from console.domain.message_events import MessageComposed
from console.domain.note import mask_cards
from console.domain.paging import page_of
from console.domain.paging_decisions import Responder
from console.domain.paging_events import PageReplied
from console.domain.paging_words import (
    answer_id,
    back_words,
    code_in_subject,
    delivery_of,
    is_of_a_page,
    mail_subject,
    read_mail,
)
from console.hub.store.plans.common import incident_of
from console.hub.store.plans.paging import Said, answered, emit
from console.hub.store.tables import IncidentRow, table

if TYPE_CHECKING:
    from console.domain.base import Event
    from console.domain.paging import Delivery, Page
    from console.hub.store.tx import Tx
    from console.hub.wishes import MailArrived

    Told = tuple[Incident, Page, Delivery]

INCIDENT = table(IncidentRow)
LONGEST = 500
"""Characters of a responder's words that are kept."""
MOST_REFERENCES = 20
MACHINE = "answered by a machine"
FOREIGN = "from an address that was not paged; it does not count"


def answers_a_page_by_mail(tx: Tx, mail: MailArrived) -> bool:
    """Take a mail that answers a page; False when it is about something else."""
    about = _by_headers(tx, mail) or _by_subject(tx, mail)
    if about is None:
        return False
    incident, page, delivery = about
    is_theirs = mail.sender.lower() == delivery.to.lower()
    answer = read_mail(mail.text) if is_theirs and not mail.automatic else None
    if answer is None:
        _keep_words(tx, about, mail, is_theirs=is_theirs)
        return True
    who = Responder(delivery.person, delivery.name, "mail", delivery.agent)
    events = answered(tx, incident.number, page, Said(who, answer))
    _mail_back(tx, about, mail, events)
    return True


def _by_headers(tx: Tx, mail: MailArrived) -> Told | None:
    """The page whose mail it answers: only who got that mail knows its signed id."""
    for out in mail.known_outs:
        found = delivery_of(out) if is_of_a_page(out) else None
        ours = tx.get(Message, out) if found is not None else None
        incident = tx.get(Incident, ours.incident) if ours is not None else None
        if incident is None or found is None:
            continue
        page = page_of(incident, found[0])
        delivery = page.delivery(found[1]) if page is not None else None
        if page is not None and delivery is not None:
            return incident, page, delivery
    return None


def _by_subject(tx: Tx, mail: MailArrived) -> Told | None:
    """The page whose code and incident it names, if they wrote who were paged there by mail."""
    code = code_in_subject(mail.subject)
    if not (code and mail.token):
        return None
    number = tx.query(select(INCIDENT.c.number).where(INCIDENT.c.ref == mail.token)).scalar()
    incident = tx.get(Incident, number) if number is not None else None
    for page in incident.pages if incident is not None else ():
        for told in page.deliveries:
            is_theirs = told.way == "email" and told.to.lower() == mail.sender.lower()
            if incident is not None and page.code == code and is_theirs:
                return incident, page, told
    return None


def _keep_words(tx: Tx, about: Told, mail: MailArrived, *, is_theirs: bool) -> None:
    incident, page, delivery = about
    files = f" [{len(mail.media)} attachment(s), not kept]" if mail.media else ""
    why = MACHINE if mail.automatic else "" if is_theirs else FOREIGN
    replied = PageReplied(
        page=page.key,
        person=delivery.person if is_theirs else "",
        name=delivery.name if is_theirs else masked(f"mailto:{mail.sender}"),
        how="mail",
        words=mask_cards(mail.text).strip()[:LONGEST] + files,
        told=why,
    )
    emit(tx, incident.number, [replied])


def _mail_back(tx: Tx, about: Told, mail: MailArrived, events: list[Event]) -> None:
    """Tell who answered what came of it, once for each of their mails."""
    incident = incident_of(tx, about[0].number)
    page = page_of(incident, about[1].key) or about[1]
    name = answer_id(page.key, mail.digest)
    composed = MessageComposed(
        id=name,
        channel="email",
        sender=tx.policy.mail_from,
        to=(f"mailto:{about[2].to}",),
        subject=f"Re: {mail_subject(page, incident.ref)}",
        body=back_words(page, incident.ref, events),
        due=tx.now,
        in_reply_to=mail.message_id,
        # What they write next names our first mail again, and so its page.
        references=(*mail.references, mail.message_id)[-MOST_REFERENCES:],
    )
    tx.emit(f"message/{name}", incident.number, composed, new=True)
