"""Plans for the incident itself: open, take, move, classify, flag; and whose address it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from console.domain.base import Channel, Event, Rejected, check_reason, check_seen
from console.domain.incident import (
    Incident,
    decide_move,
    decide_take,
)
from console.domain.incident_events import (
    FlagSet,
    HandleJoined,
    IdentityRevealed,
    IncidentChoiceAsked,
    IncidentOpened,
    IncidentReleased,
    MoveStatus,
    OpenIncident,
    ReleaseIncident,
    RevealIdentity,
    SetCategory,
    SetSeverity,
    StatusMoved,
    TakeIncident,
    TakeNext,
)
from console.domain.person import (
    Contact,
    ContactIdentified,
    ContactJoined,
    ContactLeft,
    IdentifyContact,
    Person,
    PersonAdded,
)
from console.domain.reference import reference
from console.domain.safe_contact import SafeContactSet
from console.domain.sorting import decide_category, decide_severity
from console.hub.store.family import family, home, whole
from console.hub.store.plans.capacity import check_room
from console.hub.store.plans.common import agent_of, incident_of, next_number
from console.hub.store.plans.flags import spread_flags
from console.hub.store.plans.letting_go import check_let_go
from console.hub.store.plans.people import copy_checklist
from console.hub.store.plans.safe_contact import spread
from console.hub.store.restricted import hidden_from
from console.hub.store.tables import ContactRow, IncidentRow, PersonRow, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish

INCIDENT = table(IncidentRow)
CONTACT = table(ContactRow)
CHOICE_FLAG = "which incident?"


def open_new(tx: Tx, *, handle: str | None, channel: Channel | None, title: str = "") -> int:
    """Open an incident and let the address join it; gives its number."""
    number = next_number(tx, "incident", INCIDENT.c.number)
    contact = tx.get(Contact, handle) if handle is not None else None
    opened = IncidentOpened(
        number=number,
        ref=reference(number),
        channel=channel,
        handle=handle,
        title=title,
        name=contact.name if contact is not None else "",
    )
    tx.emit(f"incident/{number}", number, opened, new=True)
    if tx.policy.checklists:
        copy_checklist(tx, number, "uncategorised")
    if handle is not None:
        tx.emit(f"contact/{handle}", None, ContactJoined(incident=number))
    return number


def _open_of(tx: Tx, contact: Contact | None) -> tuple[int, ...]:
    if contact is None:
        return ()
    if contact.open or contact.person is None:
        return contact.open
    others = tx.query(select(CONTACT.c.handle).where(CONTACT.c.person == contact.person))
    found: set[int] = set()
    for handle in others.scalars().all():
        other = tx.get(Contact, handle)
        found.update(other.open if other else ())
    return tuple(sorted(found))


def _worked_on(tx: Tx, numbers: tuple[int, ...]) -> tuple[int, ...]:
    """Give the incidents that some are worked on in; of those that took others in, the open."""
    found = {number: home(tx, number) for number in numbers}
    moved = {stays for number, stays in found.items() if stays != number}
    over = {stays for stays in moved if incident_of(tx, stays).status == "closed"}
    return tuple(dict.fromkeys(stays for stays in found.values() if stays not in over))


def join_newest(tx: Tx, handle: str, channel: Channel) -> int:
    """Give the incident that something from this address belongs to; open one if none is."""
    candidates = _worked_on(tx, _open_of(tx, tx.get(Contact, handle)))
    if not candidates:
        return open_new(tx, handle=handle, channel=channel)
    number = candidates[-1]
    join(tx, number, handle)
    if len(candidates) > 1:
        incident = incident_of(tx, number)
        if not any(f.flag == CHOICE_FLAG for f in incident.flags):
            asked = IncidentChoiceAsked(handle=handle, candidates=candidates)
            tx.emit(f"incident/{number}", number, asked, FlagSet(flag=CHOICE_FLAG))
    return number


def join(tx: Tx, number: int, handle: str, *, newcomer: bool = False) -> None:
    """Let an address join an incident; one that is in it already changes nothing."""
    incident = incident_of(tx, number)
    if handle not in incident.handles or handle in incident.lent:
        joined = HandleJoined(handle=handle, newcomer=newcomer)
        tx.emit(f"incident/{number}", number, joined)
    contact = tx.get(Contact, handle)
    if incident.status != "closed" and (contact is None or number not in contact.open):
        tx.emit(f"contact/{handle}", None, ContactJoined(incident=number))


def _on(tx: Tx, number: int, *events: Event) -> None:
    tx.emit(f"incident/{number}", number, *events)


def _open(tx: Tx, wish: Wish, command: OpenIncident) -> None:
    number = open_new(tx, handle=command.handle, channel=None, title=command.title)
    agent = agent_of(tx, wish)
    _on(tx, number, *decide_take(incident_of(tx, number), agent.number, agent.name, over=False))


def _take(tx: Tx, wish: Wish, command: TakeIncident) -> None:
    agent = agent_of(tx, wish)
    incident = incident_of(tx, command.incident)
    _on(tx, incident.number, *decide_take(incident, agent.number, agent.name, over=command.over))


def _take_next(tx: Tx, wish: Wish, _command: TakeNext) -> None:
    agent = agent_of(tx, wish)
    check_room(tx, agent)
    waiting = (
        select(INCIDENT.c.number)
        .where(INCIDENT.c.owner.is_(None), INCIDENT.c.status.in_(("new", "open")))
        .order_by(INCIDENT.c.severity_rank, INCIDENT.c.number)
    )
    tx.flush()
    if hidden := hidden_from(tx.conn, agent.number):
        waiting = waiting.where(INCIDENT.c.number.notin_(hidden))
    number = tx.query(waiting.limit(1)).scalar()
    if number is None:
        raise Rejected("Nothing is waiting: every open incident has an owner.", code="empty")
    incident = incident_of(tx, number)
    _on(tx, number, *decide_take(incident, agent.number, agent.name, over=False))


def _release(tx: Tx, wish: Wish, command: ReleaseIncident) -> None:
    incident = incident_of(tx, command.incident)
    if incident.owner is None:
        return
    if incident.owner != wish.agent and wish.role == "agent":
        raise Rejected(f"It is {incident.owner_name}'s; only they or a lead can put it back.")
    check_let_go(tx, wish, incident.number, command)
    _on(tx, incident.number, IncidentReleased(agent=incident.owner))


def _categorise(tx: Tx, _wish: Wish, command: SetCategory) -> None:
    incident = incident_of(tx, command.incident)
    chosen = decide_category(incident, command, tx.policy.tree)
    _on(tx, incident.number, *chosen)
    if chosen:
        copy_checklist(tx, incident.number, command.category)


def _severity(tx: Tx, _wish: Wish, command: SetSeverity) -> None:
    incident = incident_of(tx, command.incident)
    events = decide_severity(whole(tx, incident), command, tx.policy.tree)
    for one in family(tx, incident.number):
        if events and one.severity != command.severity:
            _on(tx, one.number, *events)


def _move(tx: Tx, wish: Wish, command: MoveStatus) -> None:
    incident = incident_of(tx, command.incident)
    events = decide_move(whole(tx, incident), command, wish.role or "agent")
    if events:
        check_let_go(tx, wish, incident.number, command)
    _on(tx, incident.number, *events)
    for event in events:
        if isinstance(event, StatusMoved):
            _follow_status(tx, incident, event)


def _follow_status(tx: Tx, incident: Incident, moved: StatusMoved) -> None:
    for handle in incident.handles:
        if moved.after == "closed":
            tx.emit(f"contact/{handle}", None, ContactLeft(incident=incident.number))
        elif moved.before == "closed":
            tx.emit(f"contact/{handle}", None, ContactJoined(incident=incident.number))


def reopen(tx: Tx, number: int, reason: str) -> None:
    """Open an incident again that somebody took for done, because of what has turned out."""
    number = home(tx, number)
    incident = incident_of(tx, number)
    if incident.status in ("pending", "solved", "closed"):
        moved = StatusMoved(before=incident.status, after="open", reason=reason)
        _on(tx, number, moved)
        _follow_status(tx, incident, moved)


def _reveal(tx: Tx, _wish: Wish, command: RevealIdentity) -> None:
    incident = incident_of(tx, command.incident)
    if command.handle not in incident.handles:
        raise Rejected("This address is not part of the incident.", code="not_found")
    why = check_reason(command.reason, "Say why you need the whole address.")
    revealed = IdentityRevealed(handle=command.handle, reason=why)
    _on(tx, incident.number, revealed)


def _identify(tx: Tx, _wish: Wish, command: IdentifyContact) -> None:
    contact = tx.get(Contact, command.handle)
    known = contact.name if contact is not None else ""
    check_seen("whose this is", command.seen, known, command.name)
    number = command.person
    person = number or (contact.person if contact else None)
    copied, flagged = spread(tx, command.handle, person), spread_flags(tx, command.handle, person)
    if number is None and contact is not None:
        number = contact.person  # the same person under a better name
    if number is None:
        number = next_number(tx, "person", table(PersonRow).c.number)
        added = PersonAdded(number=number, name=command.name, language=command.language)
        tx.emit(f"person/{number}", None, added, new=True)
    elif tx.get(Person, number) is None:
        raise Rejected("There is no such person.", code="not_found")
    if contact is None or contact.person != number or contact.name != command.name:
        event = ContactIdentified(person=number, name=command.name)
        tx.emit(f"contact/{command.handle}", None, event)
    for handle, card in copied:
        tx.emit(f"contact/{handle}", None, SafeContactSet(terms=card, copied=True))
    for handle, flag in flagged:
        tx.emit(f"contact/{handle}", None, flag)


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    OpenIncident: _open,
    TakeIncident: _take,
    TakeNext: _take_next,
    ReleaseIncident: _release,
    SetCategory: _categorise,
    SetSeverity: _severity,
    MoveStatus: _move,
    IdentifyContact: _identify,
    RevealIdentity: _reveal,
}
