"""Plans for who may see an incident, and the entry that each look at a restricted one leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from console.domain.agent import Agent, AgentFreed
from console.domain.base import Rejected, check_seen
from console.domain.call_events import WrapUpEnded
from console.domain.call_state import Call
from console.domain.guests import live_guests
from console.domain.incident_events import IncidentReleased
from console.domain.restriction import (
    IncidentRead,
    RestrictIncident,
    UnrestrictIncident,
    decide_name,
    decide_restrict,
    decide_unrestrict,
    may_see,
)
from console.hub.store.family import family, home
from console.hub.store.plans.calls import end_offer
from console.hub.store.plans.common import agent_of, incident_of
from console.hub.store.sight import may
from console.hub.store.tables import CallRow, table
from console.hub.wishes import ReadIncident
from console.hub.wishes_access import NameAtShell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from console.domain.incident import Incident
    from console.domain.restriction import Restriction
    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish

CALL = table(CallRow)
OUTSIDE = "it is restricted, and they are not among its people"


def check_receiver_sees(tx: Tx, incident: int, receiver: Agent) -> None:
    """Refuse to hand something to somebody who may not see it. Raises Rejected."""
    if not may(tx, receiver.number, incident):
        words = f"{receiver.name} may not see this: it is restricted. Name them first."
        raise Rejected(words, code="forbidden")


def _restrict(tx: Tx, wish: Wish, command: RestrictIncident) -> None:
    agent, incident = agent_of(tx, wish), incident_of(tx, command.incident)
    for number in command.people:
        named = tx.get(Agent, number)
        if named is None or named.disabled:
            raise Rejected("There is no such colleague.", code="not_found")
    _check_list(tx, incident.restriction, command, agent.number)
    every = family(tx, incident.number)
    calls = [call for one in every for call in _calls_of(tx, one)]
    people = frozenset({*command.people, agent.number})
    unnamed = [name for call in calls for number, name in _in_call(call) if number not in people]
    events = decide_restrict(
        incident.restriction, command, by=agent.number, name=agent.name, unnamed=unnamed
    )
    if not events:
        return
    for call in calls:
        _take_out(tx, wish, call, people)
    for one in every:
        if one.owner is not None and not may_see(people, one.owner):
            back = IncidentReleased(agent=one.owner, reason=OUTSIDE)
            tx.emit(f"incident/{one.number}", one.number, back)
        tx.emit(f"incident/{one.number}", one.number, *events)


def _check_list(
    tx: Tx, restriction: Restriction | None, command: RestrictIncident, by: int
) -> None:
    """Refuse to write over a list that somebody else has changed meanwhile. Raises Rejected."""

    def logins(people: Iterable[int]) -> str:
        known = (tx.get(Agent, number) for number in people)
        return ", ".join(sorted(one.login for one in known if one is not None))

    seen = logins(command.seen) if command.seen is not None else None
    now = logins(restriction.people if restriction is not None else ())
    check_seen("who may see this", seen, now, logins({*command.people, by}))


def _calls_of(tx: Tx, incident: Incident) -> list[Call]:
    """Those that live, and those that somebody still finishes."""
    unfinished = select(CALL.c.id).where(
        CALL.c.incident == incident.number, CALL.c.phase != "ended"
    )
    keys = tx.query(unfinished.order_by(CALL.c.id)).scalars().all()
    return [call for key in keys if (call := tx.get(Call, key)) is not None]


def _in_call(call: Call) -> list[tuple[int, str]]:
    """Who of us is in a call, or rings for it by name."""
    if call.over:
        return []
    guests = [(g.agent, g.name) for g in live_guests(call) if g.agent is not None]
    if call.agent is not None and not call.left:
        guests.append((call.agent, call.agent_name))
    if call.transfer is not None and call.transfer.agent is not None:
        guests.append((call.transfer.agent, call.transfer.name))
    return guests


def _take_out(tx: Tx, wish: Wish, call: Call, people: frozenset[int]) -> None:
    """Withdraw an offer, and end a wrap-up, of somebody who may not see it any more."""
    if call.offer is not None and not may_see(people, call.offer):
        end_offer(tx, call, "withdrawn")
    wraps_up = call.over and call.agent is not None and not call.wrapped
    if wraps_up and call.agent is not None and not may_see(people, call.agent):
        tx.emit(f"call/{call.id}", call.incident, WrapUpEnded(agent=wish.agent))
        tx.emit(f"agent/{call.agent}", None, AgentFreed(call=call.id))


def _unrestrict(tx: Tx, wish: Wish, command: UnrestrictIncident) -> None:
    agent, incident = agent_of(tx, wish), incident_of(tx, command.incident)
    events = decide_unrestrict(incident.restriction, command, by=agent.number, name=agent.name)
    for one in family(tx, incident.number):
        tx.emit(f"incident/{one.number}", one.number, *events)


def _read(tx: Tx, wish: Wish, read: ReadIncident) -> None:
    if not may(tx, wish.agent, read.incident):
        raise Rejected("There is no such incident.", code="not_found")
    incident_of(tx, read.incident)
    name = agent_of(tx, wish).name if wish.agent else ""
    told = IncidentRead(what=read.what, agent=wish.agent, name=name)
    tx.emit(f"incident/{read.incident}", read.incident, told)


def _name(tx: Tx, _wish: Wish, named: NameAtShell) -> None:
    agent = tx.get(Agent, named.agent)
    incident = incident_of(tx, home(tx, named.incident))
    if agent is None or agent.disabled:
        raise Rejected("There is no such colleague.", code="not_found")
    events = decide_name(incident.restriction, agent.number, agent.name, named.reason)
    for one in family(tx, incident.number):
        tx.emit(f"incident/{one.number}", one.number, *events)


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    RestrictIncident: _restrict,
    UnrestrictIncident: _unrestrict,
    ReadIncident: _read,
    NameAtShell: _name,
}
