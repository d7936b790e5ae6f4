"""Plans for answers of those who were paged: by text, and by the keys of a telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.domain.incident import Incident
from console.domain.message_events import MessageComposed
from console.domain.note import mask_cards
from console.domain.paging import page_of
from console.domain.paging_decisions import Responder, standing
from console.domain.paging_events import PageReplied
from console.domain.paging_words import Reply, answer_id, back_words, read_key, read_reply
from console.domain.person import Contact, handle_of
from console.domain.routes import handle_of_reach
from console.hub.store.plans.common import incident_of
from console.hub.store.plans.paging import Said, answered, emit
from console.hub.store.plans.paging_steps import move
from console.hub.wishes_paging import PageKeyed

if TYPE_CHECKING:
    from collections.abc import Callable

    from channels.base import TextArrived
    from console.domain.base import Event
    from console.domain.paging import Delivery, Page
    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish

    Told = tuple[Incident, Page, Delivery]

LONGEST = 500
"""Characters of a responder's words that are kept."""


def answers_a_page(tx: Tx, handle: str, text: TextArrived) -> bool:
    """Take a text of somebody who was paged; False when it is about something else."""
    contact = tx.get(Contact, handle)
    if contact is None or not contact.paged:
        return False
    told = _told(tx, contact)
    reply = read_reply(text.body)
    if reply is None or not told:
        return _words(tx, contact, told, text)
    fits = [one for one in told if one[1].code == reply.code] if reply.code else _open(told)
    if len({page.key for _, page, _ in fits}) == 1:
        _take(tx, fits[-1], reply, text)
        return True
    if not fits and not _open(told):
        return False
    _ask_which(tx, _open(told), text)
    return True


def _told(tx: Tx, contact: Contact) -> list[Told]:
    """Whatever this number was paged about, oldest first."""
    incidents = [tx.get(Incident, number) for number in contact.paged]
    return [
        (incident, page, delivery)
        for incident in incidents
        if incident is not None
        for page in incident.pages
        for delivery in page.deliveries
        if handle_of_reach(delivery.way, delivery.to) == contact.handle
    ]


def _open(told: list[Told]) -> list[Told]:
    return [one for one in told if one[1].is_open]


def _who(delivery: Delivery, how: str) -> Responder:
    return Responder(
        delivery.person, delivery.name, "text" if how == "text" else "keypad", delivery.agent
    )


def _take(tx: Tx, about: Told, reply: Reply, text: TextArrived) -> None:
    incident, page, delivery = about
    who = _who(delivery, "text")
    events = answered(tx, incident.number, page, Said(who, reply.answer))
    _text_back(tx, about, text, events)


def _words(tx: Tx, contact: Contact, told: list[Told], text: TextArrived) -> bool:
    """Keep words that are no answer, unless they belong to an incident of their own."""
    still = _open(told)
    if not still or contact.open:
        return False
    incident, page, delivery = still[-1]
    files = f" [{len(text.media)} attachment(s), not kept]" if text.media else ""
    said = mask_cards(text.body)[:LONGEST] + files
    replied = PageReplied(
        page=page.key, person=delivery.person, name=delivery.name, how="text", words=said
    )
    emit(tx, incident.number, [replied])
    return True


def _ask_which(tx: Tx, still: list[Told], text: TextArrived) -> None:
    """Say which codes there are: the answer fits none of them, or more than one."""
    incident, page, delivery = still[-1]
    codes = {one.code: f"{one.code} {one.title}" for _, one, _ in still}
    told = f"Which page? Begin with its code: {', '.join(codes.values())}."
    replied = PageReplied(
        page=page.key,
        person=delivery.person,
        name=delivery.name,
        how="text",
        words=mask_cards(text.body)[:LONGEST],
        told=told,
    )
    emit(tx, incident.number, [replied])
    _text_back(tx, still[-1], text, [replied])


def _text_back(tx: Tx, about: Told, text: TextArrived, events: list[Event]) -> None:
    """Tell who answered by text what came of it; never twice for one text."""
    number, key = about[0].number, about[1].key
    incident = incident_of(tx, number)
    page = page_of(incident, key) or about[1]
    name = answer_id(key, text.sid)
    composed = MessageComposed(
        id=name,
        channel="sms",
        sender=tx.policy.numbers[0],
        to=(handle_of(text.sender),),
        body=back_words(page, incident.ref, events),
        due=tx.now,
    )
    tx.emit(f"message/{name}", number, composed, new=True)


def _keyed(tx: Tx, _wish: Wish, keyed: PageKeyed) -> None:
    incident = tx.get(Incident, keyed.leg.incident)
    page = page_of(incident, keyed.leg.page) if incident is not None else None
    delivery = page.delivery(keyed.leg.delivery) if page is not None else None
    if incident is None or page is None or delivery is None:
        return
    who, answer = _who(delivery, "keypad"), read_key(keyed.digits)
    if answer is not None:
        # Whoever pressed it was told, however the telephone call ends.
        move(tx, incident.number, page.key, delivery.number, "delivered", words="a key was pressed")
        answered(tx, incident.number, page, Said(who, answer))
        return
    told = f"{keyed.digits[:4]} is no answer; {standing(page)}."
    replied = PageReplied(page=page.key, person=who.person, name=who.name, how="keypad", told=told)
    emit(tx, incident.number, [replied])


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {PageKeyed: _keyed}
