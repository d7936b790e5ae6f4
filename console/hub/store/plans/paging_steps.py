"""Plans for what comes of a page by itself: the next step, deliveries, and the incident's end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from console.domain.agent import Agent
from console.domain.incident import Incident
from console.domain.incident_events import StatusMoved
from console.domain.message import Message
from console.domain.message_events import MessageComposed
from console.domain.paging import Page, open_pages, page_of
from console.domain.paging_decisions import decide_due, decide_moved, next_step
from console.domain.paging_events import (
    ContactPaged,
    PageDeliveryAsked,
    PageDeliveryMoved,
    PageDone,
    PageEnded,
)
from console.domain.paging_follow import PageFollowed, action_of
from console.domain.paging_words import delivery_of, mail_of, mail_subject, message_id, sms_of
from console.domain.person import Contact
from console.domain.routes import handle_of_reach, reached
from console.hub.store.asks_paging import FOLLOW, TIMER
from console.hub.store.plans.common import incident_of
from console.hub.store.plans.covers import rules_of
from console.hub.store.plans.paging import emit, floor_of, touches_pages
from console.hub.store.plans.safe_contact import forbidden
from console.hub.store.tables import EntryRow, table
from console.hub.wishes_paging import PageDue, PageLegTold

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.paging_events import DeliveryState
    from console.domain.safe_contact import Way as SafeWay
    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish
    from console.hub.wishes import EffectTold

ENTRY = table(EntryRow)
OVER = ("solved", "closed")
_OF_MESSAGE: dict[str, DeliveryState] = {
    "sending": "sending",
    **dict.fromkeys(("accepted", "scheduled", "queued", "processed", "deferred", "sent"), "sent"),
    **dict.fromkeys(("delivered", "read"), "delivered"),
    **dict.fromkeys(("failed", "undelivered", "dropped", "bounce", "canceled"), "failed"),
}
_OF_LEG: dict[str, tuple[DeliveryState, str]] = {
    "initiated": ("sent", ""),
    "ringing": ("ringing", ""),
    "in-progress": ("answered", ""),
    "completed": ("failed", "picked up, and no key was pressed"),
    "busy": ("failed", "busy"),
    "no-answer": ("failed", "nobody picked up"),
    "failed": ("failed", "could not be rung"),
    "canceled": ("failed", "not rung any more"),
}
_WAYS: dict[str, SafeWay] = {"sms": "text", "call": "call", "email": "mail"}
"""How a page reaches somebody, in the words of their card."""
_OF_EFFECT: dict[str, DeliveryState] = {
    "done": "sent",
    "refused": "failed",
    "expired": "failed",
    "unsure": "unsure",
}


def _due(tx: Tx, _wish: Wish, due: PageDue) -> None:
    incident = tx.get(Incident, due.incident)
    page = page_of(incident, due.page) if incident is not None else None
    if incident is None or page is None or not page.is_open or page.due != due.due:
        return
    after = next_step(page)
    acted, found = False, None
    if page.state == "acknowledged":
        acted = _has_acted(tx, incident.number, page)
    elif after is not None:
        floor = floor_of(tx, incident)
        found = reached(page.steps[after[0]], rules_of(tx), floor, tx.now)
    events = decide_due(page, due.due, tx.now, found, acted=acted)
    emit(tx, incident.number, events)
    for event in events:
        if isinstance(event, PageDeliveryAsked):
            _tell(tx, incident.number, event)


def _has_acted(tx: Tx, incident: int, page: Page) -> bool:
    """Whether who has it did anything in the incident since; outsiders say so by answering."""
    if page.holder_agent is None or page.held_since is None:
        return False
    wanted = select(ENTRY.c.seq).where(
        ENTRY.c.incident == incident,
        ENTRY.c.actor == f"agent:{page.holder_agent}",
        ENTRY.c.at > page.held_since,
    )
    return tx.query(wanted.limit(1)).first() is not None


def _tell(tx: Tx, number: int, asked: PageDeliveryAsked) -> None:
    """Begin to tell one person; calls and webhooks are effects of the entry itself."""
    handle = handle_of_reach(asked.way, asked.to)
    way = _WAYS.get(asked.way)
    if handle and way and (why := forbidden(tx, number, handle, way)):
        move(tx, number, asked.page, asked.delivery, "failed", words=why)
        return
    if handle.startswith("tel:"):
        contact = tx.get(Contact, handle)
        if contact is None or number not in contact.paged[-1:]:
            tx.emit(f"contact/{handle}", None, ContactPaged(incident=number))
    if asked.way in ("sms", "email"):
        _compose(tx, number, asked, handle)
    elif asked.way == "desk":
        move(tx, number, asked.page, asked.delivery, "delivered")


def _compose(tx: Tx, number: int, asked: PageDeliveryAsked, handle: str) -> None:
    incident = incident_of(tx, number)
    page = page_of(incident, asked.page)
    if page is None:
        return
    times = sum(one.to == asked.to and one.way == asked.way for one in page.deliveries)
    is_text = asked.way == "sms"
    key = message_id(page.key, asked.delivery)
    composed = MessageComposed(
        id=key,
        channel="sms" if is_text else "email",
        sender=tx.policy.numbers[0] if is_text else tx.policy.mail_from,
        to=(handle,),
        subject="" if is_text else mail_subject(page, incident.ref),
        body=sms_of(page, incident.ref, times) if is_text else mail_of(page, incident.ref),
        due=tx.now,
    )
    tx.emit(f"message/{key}", number, composed, new=True)


def move(
    tx: Tx,
    number: int,
    key: str,
    delivery: int,
    state: DeliveryState,
    *,
    sid: str = "",
    words: str = "",
) -> None:
    """Note what became of telling one person; what is known already changes nothing."""
    incident = tx.get(Incident, number)
    page = page_of(incident, key) if incident is not None else None
    if page is not None:
        moved = PageDeliveryMoved(page=key, delivery=delivery, state=state, sid=sid, words=words)
        emit(tx, number, decide_moved(page, moved, tx.now))


def follow_pages(tx: Tx) -> None:
    """Let pages follow their texts and mails, and end with their incident."""
    staged = tx.staged
    for stream in dict.fromkeys(entry.stream for entry in staged if touches_pages(entry.stream)):
        _follow_message(tx, stream.partition("/")[2])
    for entry in staged:
        if isinstance(entry.event, StatusMoved) and entry.event.after in OVER:
            _close_all(tx, entry.stream.partition("/")[2], entry.actor, entry.event.after)


def _follow_message(tx: Tx, key: str) -> None:
    message, about = tx.get(Message, key), delivery_of(key)
    if message is None or about is None:
        return
    state = "unsure" if message.unsure else _OF_MESSAGE.get(message.status)
    if state is not None:
        page, number = about
        words = message.words if state in ("failed", "unsure") else ""
        move(tx, message.incident, page, number, state, sid=message.sid, words=words)


def _close_all(tx: Tx, number: str, actor: str, after: str) -> None:
    incident = tx.find(f"incident/{number}")
    if isinstance(incident, Incident):
        agent = tx.find(actor.replace(":", "/")) if actor.startswith("agent:") else None
        name = agent.name if isinstance(agent, Agent) else actor
        for page in open_pages(incident):
            done = PageDone(page=page.key, name=name, how="incident", words=f"incident {after}")
            emit(tx, incident.number, [done])


def page_told(tx: Tx, told: EffectTold) -> None:
    """Record how a call or a webhook went."""
    page, _, number = told.leg.partition(" ")
    if told.kind == FOLLOW:
        _followed(tx, told, page)
        return
    if told.kind == TIMER:
        _stuck(tx, told, page)
        return
    state = _OF_EFFECT.get(told.how)
    if state is not None:
        key = int(told.stream.partition("/")[2])
        move(tx, key, page, int(number), state, sid=told.sid, words=told.words)


def _followed(tx: Tx, told: EffectTold, key: str) -> None:
    incident = tx.get(Incident, told.stream.partition("/")[2])
    page = page_of(incident, key) if incident is not None else None
    action = action_of(page) if page is not None else None
    if incident is not None and action is not None:
        is_told = told.how == "done"
        followed = PageFollowed(page=key, action=action, is_told=is_told, words=told.words)
        emit(tx, incident.number, [followed])


def _stuck(tx: Tx, told: EffectTold, key: str) -> None:
    """End a page whose next step can't begin: its asker must not wait for it."""
    incident = tx.get(Incident, told.stream.partition("/")[2])
    page = page_of(incident, key) if incident is not None else None
    if incident is not None and page is not None and page.is_open:
        emit(tx, incident.number, [PageEnded(page=key, words=told.words)])


def _leg(tx: Tx, _wish: Wish, told: PageLegTold) -> None:
    leg, report = told.leg, told.report
    found = _OF_LEG.get(report.status)
    if found is not None:
        state, words = found
        move(tx, leg.incident, leg.page, leg.delivery, state, sid=report.sid, words=words)


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {PageDue: _due, PageLegTold: _leg}
