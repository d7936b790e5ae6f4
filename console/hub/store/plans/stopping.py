"""What was on its way to somebody when their card changed is stopped before it leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from console.domain.base import check_seen
from console.domain.call_state import Call
from console.domain.message import Message
from console.domain.message_events import MessageRefused
from console.domain.person import zone_of
from console.domain.safe_contact import SafeContactSet, SetSafeContact, in_words, read_terms
from console.hub.store.plans.callbacks import withdraw
from console.hub.store.plans.common import agent_of
from console.hub.store.plans.messages import not_arrived
from console.hub.store.plans.safe_contact import addresses, forbidden, party_of
from console.hub.store.tables import OURS_OR_MAIL, CallRow, MessageRow, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.safe_contact import Way
    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish

MESSAGE, CALL = table(MessageRow), table(CallRow)
STOPPED = "Not sent, the words are kept here. "


def why_stopped(tx: Tx, message: Message) -> str:
    """Why a card of one of its receivers forbids a message of ours now; empty: none does."""
    way: Way = "text" if message.channel == "sms" else "mail"
    found = (forbidden(tx, message.incident, one, way) for one in (*message.to, *message.cc))
    return next((why for why in found if why), "")


def stop(tx: Tx, message: Message, why: str) -> None:
    """Let a message fail that must not leave, and tell who wrote it."""
    refused = MessageRefused(id=message.id, words=f"{STOPPED}{why}", author=message.author)
    tx.emit(f"message/{message.id}", message.incident, refused)
    not_arrived(tx, message)


def _set(tx: Tx, wish: Wish, command: SetSafeContact) -> None:
    agent, contact = agent_of(tx, wish), party_of(tx, command.incident, command.handle)
    zone = zone_of(command.handle, tx.now)
    card = read_terms(command.terms, str(zone) if zone is not None else "")
    check_seen("how they may be reached", command.seen, in_words(contact.safe), in_words(card))
    handles = addresses(tx, contact.person, command.handle)
    messages, calls = _on_their_way(tx, handles)
    for handle in handles:
        copied = handle != command.handle
        written = SafeContactSet(terms=card, name=agent.name, copied=copied)
        tx.emit(f"contact/{handle}", command.incident, written)
    for message in messages:
        if why := why_stopped(tx, message):
            stop(tx, message, why)
    for call in calls:
        if why := forbidden(tx, call.incident, call.handle, "call"):
            withdraw(tx, call, why)


def _on_their_way(tx: Tx, handles: list[str]) -> tuple[list[Message], list[Call]]:
    """Messages that have not left, and callbacks that nobody has taken."""
    unsent = select(MESSAGE.c.id).where(
        MESSAGE.c.handle.in_(handles), OURS_OR_MAIL, MESSAGE.c.status == "composed"
    )
    waiting = select(CALL.c.id).where(CALL.c.phase.in_(("queued", "offered")))
    keys = tx.query(unsent.order_by(MESSAGE.c.id)).scalars().all()
    messages = [found for key in keys if isinstance(found := tx.find(f"message/{key}"), Message)]
    queued = tx.query(waiting.order_by(CALL.c.id)).scalars().all()
    calls = [found for key in queued if isinstance(found := tx.find(f"call/{key}"), Call)]
    callbacks = [one for one in calls if one.callback is not None and one.handle in handles]
    return messages, callbacks


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {SetSafeContact: _set}
