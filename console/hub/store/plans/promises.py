"""Plans for promises: made by notes, kept and moved by people, broken by time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from console.domain.local_time import zone_known
from console.domain.person import Contact
from console.domain.promise import (
    NO_REASON,
    KeepPromise,
    MovePromise,
    NothingOwed,
    OweNothing,
    PromiseDropped,
    PromiseMade,
    PromiseMoved,
    decide_keep,
    decide_move,
    what_broke,
)
from console.domain.promise_time import due_of
from console.hub.store.plans.common import agent_of, incident_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.incident import Incident
    from console.domain.note import Note
    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish


def _zone(tx: Tx, incident: Incident) -> ZoneInfo:
    """Where whom we promise something to is: by whom to ring back, else by any of theirs."""
    for handle in filter(None, (incident.callback_number, *incident.handles)):
        contact = tx.get(Contact, handle) or Contact(handle=handle)
        if (zone := zone_known(contact, tx.now)[0]) is not None:
            return zone
    return ZoneInfo(tx.policy.zone)


def note_promised(tx: Tx, wish: Wish, number: int, note: Note) -> None:
    """Make, change or drop the promise of a note that was just written, rewritten or deleted."""
    incident = incident_of(tx, number)
    had = any(promise.id == note.id and promise.is_owed for promise in incident.promises)
    promises = note.mark == "promise" and not note.deleted
    if not had and not promises:
        return
    agent = agent_of(tx, wish)
    if not promises:
        why = "its note was deleted" if note.deleted else "its note was rewritten"
        tx.emit(
            f"incident/{number}",
            number,
            PromiseDropped(id=note.id, reason=why, name=agent.name),
        )
        return
    text, zone = note.text.removeprefix(">").strip(), _zone(tx, incident)
    due = due_of(text, tx.now, zone)
    if had:
        moved = PromiseMoved(id=note.id, due=due, text=text, name=agent.name)
        tx.emit(f"incident/{number}", number, moved)
        return
    made = PromiseMade(
        id=note.id, text=text, due=due, zone=str(zone), agent=agent.number, name=agent.name
    )
    tx.emit(f"incident/{number}", number, made)


def promises_due(tx: Tx, number: int) -> None:
    """Break what was not kept in time."""
    incident = incident_of(tx, number)
    tx.emit(f"incident/{number}", number, *what_broke(incident, tx.now))


def _keep(tx: Tx, wish: Wish, command: KeepPromise) -> None:
    agent, incident = agent_of(tx, wish), incident_of(tx, command.incident)
    events = decide_keep(incident, command, agent.name)
    tx.emit(f"incident/{incident.number}", incident.number, *events)


def _move(tx: Tx, wish: Wish, command: MovePromise) -> None:
    agent, incident = agent_of(tx, wish), incident_of(tx, command.incident)
    due = due_of(command.when, tx.now, _zone(tx, incident))
    events = decide_move(incident, command, due, agent.name, tx.now)
    tx.emit(f"incident/{incident.number}", incident.number, *events)


def _nothing(tx: Tx, wish: Wish, command: OweNothing) -> None:
    agent, incident = agent_of(tx, wish), incident_of(tx, command.incident)
    event = NothingOwed(reason=command.reason.strip() or NO_REASON, name=agent.name)
    tx.emit(f"incident/{incident.number}", incident.number, event)


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    KeepPromise: _keep,
    MovePromise: _move,
    OweNothing: _nothing,
}
