"""Plans for the people of an incident, its checklist, and those who follow it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from console.domain.agent import Agent
from console.domain.checklist import TickItem, decide_copy, decide_tick
from console.domain.location import StateZone, ZoneStated, read_zone
from console.domain.noted_facts import names_called
from console.domain.party_roles import RoleSet, SetRole
from console.domain.person import Contact
from console.domain.watching import (
    AgentMentioned,
    SeeMention,
    WatchIncident,
    decide_seen,
    decide_watch,
)
from console.hub.store.plans.common import agent_of, incident_of
from console.hub.store.plans.safe_contact import addresses, party_of
from console.hub.store.sight import may
from console.hub.store.tables import AgentRow, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish

AGENT = table(AgentRow)


def copy_checklist(tx: Tx, number: int, category: str) -> None:
    """Give an incident the list of its category."""
    incident = incident_of(tx, number)
    events = decide_copy(incident, tx.policy.checklists, category)
    tx.emit(f"incident/{number}", number, *events)


def colleagues_named(tx: Tx, number: int, text: str, before: str = "") -> list[Agent]:
    """Whom the words of a note name, that ``before`` did not: those who may see the incident.

    Reads the tables: to be called before anything is staged.
    """
    logins = sorted(names_called(text) - names_called(before))
    if not logins:
        return []
    wanted = select(AGENT.c.number).where(
        func.lower(AGENT.c.login).in_(logins), AGENT.c.disabled.is_(False)
    )
    found = [tx.get(Agent, n) for n in tx.query(wanted.order_by(AGENT.c.number)).scalars().all()]
    return [one for one in found if one is not None and may(tx, one.number, number)]


def mention(tx: Tx, wish: Wish, number: int, note: str, named: list[Agent]) -> None:
    """Leave each of them an unread mark, but for whoever wrote the note."""
    by = agent_of(tx, wish)
    for agent in named:
        if agent.number != by.number:
            told = AgentMentioned(agent=agent.number, name=agent.name, by=by.name, note=note)
            tx.emit(f"incident/{number}", number, told)


def _zone(tx: Tx, _wish: Wish, command: StateZone) -> None:
    contact = party_of(tx, command.incident, command.handle)
    zone = read_zone(command.zone)
    for handle in addresses(tx, contact.person, command.handle):
        stated = ZoneStated(where=zone, copied=handle != command.handle)
        tx.emit(f"contact/{handle}", command.incident, stated)


def _role(tx: Tx, wish: Wish, command: SetRole) -> None:
    agent, contact = agent_of(tx, wish), party_of(tx, command.incident, command.handle)
    incident = incident_of(tx, command.incident)
    for handle in incident.handles:
        other = tx.get(Contact, handle) or Contact(handle=handle)
        is_theirs = contact.person is not None and other.person == contact.person
        is_meant = is_theirs or handle == command.handle
        if is_meant and incident.roles.get(handle, "") != command.role:
            said = RoleSet(handle=handle, role=command.role, name=agent.name)
            tx.emit(f"incident/{incident.number}", incident.number, said)


def _tick(tx: Tx, wish: Wish, command: TickItem) -> None:
    agent, incident = agent_of(tx, wish), incident_of(tx, command.incident)
    events = decide_tick(incident, command, agent.name)
    tx.emit(f"incident/{incident.number}", incident.number, *events)


def _watch(tx: Tx, wish: Wish, command: WatchIncident) -> None:
    agent, incident = agent_of(tx, wish), incident_of(tx, command.incident)
    events = decide_watch(incident, agent.number, agent.name, on=command.on)
    tx.emit(f"incident/{incident.number}", incident.number, *events)


def _see(tx: Tx, wish: Wish, command: SeeMention) -> None:
    agent, incident = agent_of(tx, wish), incident_of(tx, command.incident)
    events = decide_seen(incident, agent.number, agent.name)
    tx.emit(f"incident/{incident.number}", incident.number, *events)


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    SetRole: _role,
    StateZone: _zone,
    TickItem: _tick,
    WatchIncident: _watch,
    SeeMention: _see,
}
