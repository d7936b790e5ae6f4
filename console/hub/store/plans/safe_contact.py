"""The gate before everybody we reach: what their card forbids, and their night."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from console.domain.base import Rejected, check_reason, check_seen
from console.domain.person import Contact, zone_of
from console.domain.safe_contact import (
    NIGHT_MINUTES,
    OPEN_MINUTES,
    CodeWordRevealed,
    ExplainNight,
    NightExplained,
    OpenSafeContact,
    RevealCodeWord,
    SafeContactOpened,
    SafeContactSet,
    SetSafeContact,
    check_night,
    check_safe,
    in_words,
    opened_until,
    read_terms,
    why_not,
)
from console.domain.unfinished import still_open
from console.hub.store.plans.common import agent_of, incident_of
from console.hub.store.tables import ContactRow, table

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from console.domain.incident import Incident
    from console.domain.safe_contact import SafeCard, Way
    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish

CONTACT = table(ContactRow)


def _contact(tx: Tx, handle: str) -> Contact:
    return tx.get(Contact, handle) or Contact(handle=handle)


def forbidden(tx: Tx, incident: int, handle: str, way: Way) -> str:
    """Why something automatic may not reach somebody now; empty: it may."""
    return why_not(_contact(tx, handle), way, incident, tx.now)


def check_card(tx: Tx, incident: int, handle: str, way: Way) -> None:
    """Refuse what somebody's card forbids. Raises Rejected."""
    check_safe(_contact(tx, handle), way, incident, tx.now)


def check_reachable(tx: Tx, incident: Incident, handle: str, way: Way) -> None:
    """Refuse what somebody's card forbids, and to wake them without a reason. Raises Rejected.

    Who waits for our answer is awake.
    """
    contact = _contact(tx, handle)
    check_safe(contact, way, incident.number, tx.now)
    if way != "mail" and tx.policy.night is not None and not _waits(incident, handle):
        zone = _zone(contact, tx.now)
        check_night(contact, incident.number, tx.now, zone, tx.policy.night)


def _waits(incident: Incident, handle: str) -> bool:
    owed = any(one.handle == handle for one in still_open(incident))
    return bool(incident.unanswered or incident.live_calls) or owed


def _zone(contact: Contact, now: datetime) -> ZoneInfo | None:
    card = contact.safe
    if card is not None and card.zone:
        return zone_named(card)
    return zone_of(contact.handle, now)


def zone_named(card: SafeCard) -> ZoneInfo | None:
    """The zone of a card; None when it was blanked."""
    try:
        return ZoneInfo(card.zone)
    except (ValueError, KeyError, OSError):
        return None


def party_of(tx: Tx, number: int, handle: str) -> Contact:
    """A party of an incident. Raises Rejected when there is no such one."""
    if handle not in incident_of(tx, number).handles:
        raise Rejected("They are not a party of this incident.", code="not_found")
    return _contact(tx, handle)


def addresses(tx: Tx, person: int | None, handle: str) -> list[str]:
    """Every address of one person, ``handle`` first."""
    found = addresses_of(tx, person) if person is not None else []
    return list(dict.fromkeys((handle, *found)))


def addresses_of(tx: Tx, person: int) -> list[str]:
    """Every address of one person."""
    wanted = select(CONTACT.c.handle).where(CONTACT.c.person == person)
    return list(tx.query(wanted.order_by(CONTACT.c.handle)).scalars().all())


def _set(tx: Tx, wish: Wish, command: SetSafeContact) -> None:
    agent, contact = agent_of(tx, wish), party_of(tx, command.incident, command.handle)
    zone = zone_of(command.handle, tx.now)
    card = read_terms(command.terms, str(zone) if zone is not None else "")
    check_seen("how they may be reached", command.seen, in_words(contact.safe), in_words(card))
    for handle in addresses(tx, contact.person, command.handle):
        copied = handle != command.handle
        written = SafeContactSet(terms=card, name=agent.name, copied=copied)
        tx.emit(f"contact/{handle}", command.incident, written)


def spread(tx: Tx, handle: str, person: int | None) -> list[tuple[str, SafeCard]]:
    """What has to be written where, once an address turns out to be a known person's.

    A card of the address holds for all that have none; without one, it gets the person's.
    Reads the tables: to be called before anything is staged.
    """
    handles = addresses(tx, person, handle)
    cards = {one: card for one in handles if (card := _contact(tx, one).safe) is not None}
    if not cards:
        return []
    card = cards.get(handle) or next(iter(cards.values()))
    return [(one, card) for one in handles if one not in cards]


def _open(tx: Tx, wish: Wish, command: OpenSafeContact) -> None:
    agent, contact = agent_of(tx, wish), party_of(tx, command.incident, command.handle)
    if contact.safe is None:
        raise Rejected("They have no safe-to-contact card.", code="not_found")
    opened = SafeContactOpened(
        incident=command.incident,
        until=opened_until(tx.now, OPEN_MINUTES),
        reason=check_reason(command.reason),
        name=agent.name,
    )
    tx.emit(f"contact/{command.handle}", command.incident, opened)


def _explain(tx: Tx, wish: Wish, command: ExplainNight) -> None:
    agent = agent_of(tx, wish)
    party_of(tx, command.incident, command.handle)
    explained = NightExplained(
        incident=command.incident,
        until=opened_until(tx.now, NIGHT_MINUTES),
        reason=check_reason(command.reason),
        name=agent.name,
    )
    tx.emit(f"contact/{command.handle}", command.incident, explained)


def _reveal(tx: Tx, wish: Wish, command: RevealCodeWord) -> None:
    agent, contact = agent_of(tx, wish), party_of(tx, command.incident, command.handle)
    if contact.safe is None or not contact.safe.code_word:
        raise Rejected("No code word was agreed with them.", code="not_found")
    revealed = CodeWordRevealed(reason=check_reason(command.reason), name=agent.name)
    tx.emit(f"contact/{command.handle}", command.incident, revealed)


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    SetSafeContact: _set,
    OpenSafeContact: _open,
    ExplainNight: _explain,
    RevealCodeWord: _reveal,
}
