"""The plan that gives an incident of texts or mails to somebody else, with its card."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from console.domain.agent import Agent
from console.domain.base import Rejected, check_reason
from console.domain.handoff import version_of
from console.domain.handover import (
    AcceptHandover,
    HandOver,
    HandoverAccepted,
    HandoverRefused,
    IncidentHandedOver,
    RefuseHandover,
    check_hand_over,
    check_handed,
    check_read,
    check_receiver,
    is_away,
    to_read,
)
from console.domain.incident import Incident, decide_take
from console.domain.incident_events import IncidentReleased
from console.hub.store.plans.common import agent_of, incident_of
from console.hub.store.plans.handoff import card_for
from console.hub.store.plans.letting_go import check_let_go
from console.hub.store.plans.restriction import check_receiver_sees
from console.hub.store.tables import IncidentRow, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.base import Event
    from console.domain.handover import Handover
    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish

INCIDENT = table(IncidentRow)
UNREAD = "the card was not read in time"


def _hand_over(tx: Tx, wish: Wish, command: HandOver) -> None:
    sender, incident = agent_of(tx, wish), incident_of(tx, command.incident)
    check_hand_over(incident, command, sender.number, is_lead=wish.role != "agent")
    after: list[Event]
    if command.agent is not None:
        receiver = check_receiver(tx.get(Agent, command.agent), sender.number)
        check_receiver_sees(tx, incident.number, receiver)
        agent, name = receiver.number, receiver.name
        after = decide_take(incident, receiver.number, receiver.name, over=True)
    else:
        agent, name = None, f"the queue {command.queue}"
        if command.queue not in {*tx.policy.queue_rules, *tx.policy.queues.values(), "safety"}:
            raise Rejected("There is no such queue.", code="not_found")
        after = [IncidentReleased(agent=incident.owner)] if incident.owner is not None else []
    check_let_go(tx, wish, incident.number, command)
    card = card_for(tx, incident.number, command.asked)
    told = IncidentHandedOver(
        by=sender.number,
        by_name=sender.name,
        agent=agent,
        name=name,
        asked=command.asked.strip(),
        card=card,
        version=version_of(card),
        until=tx.now + timedelta(minutes=tx.policy.handover_minutes) if agent else None,
    )
    tx.emit(f"incident/{incident.number}", incident.number, told, *after)


def _accept(tx: Tx, wish: Wish, command: AcceptHandover) -> None:
    agent, incident = agent_of(tx, wish), incident_of(tx, command.incident)
    given = check_handed(incident, agent.number)
    check_read(given, command)
    accepted = HandoverAccepted(agent=agent.number, name=agent.name, version=command.version)
    tx.emit(f"incident/{incident.number}", incident.number, accepted)


def _refuse(tx: Tx, wish: Wish, command: RefuseHandover) -> None:
    agent, incident = agent_of(tx, wish), incident_of(tx, command.incident)
    given = check_handed(incident, agent.number)
    why = check_reason(command.reason, f"Say why; {given.by_name} reads it.")
    give_back(tx, incident, given, agent, why)


def give_back(tx: Tx, incident: Incident, given: Handover, agent: Agent, reason: str) -> None:
    """Let the sender have it again, or the queue when it came from there or the sender is gone."""
    refused = HandoverRefused(agent=agent.number, name=agent.name, reason=reason)
    sender = None if given.is_queue else tx.get(Agent, given.by)
    if sender is None or is_away(sender):
        back: list[Event] = [IncidentReleased(agent=agent.number, reason=reason)]
    else:
        back = decide_take(incident, sender.number, sender.name, over=True)
    tx.emit(f"incident/{incident.number}", incident.number, refused, *back)


def unread_by(tx: Tx, agent: int) -> list[tuple[Incident, Handover]]:
    """List what was handed to somebody who has not read the card yet."""
    theirs = select(INCIDENT.c.number).where(
        INCIDENT.c.owner == agent, INCIDENT.c.status.in_(("new", "open", "pending"))
    )
    numbers = tx.query(theirs.order_by(INCIDENT.c.number)).scalars().all()
    owned = [one for n in numbers if (one := tx.get(Incident, n)) is not None]
    return [(one, given) for one in owned if (given := to_read(one, agent)) is not None]


def handover_due(tx: Tx, incident: Incident) -> None:
    """Give back what its receiver has not looked at in time."""
    given = incident.handover
    if given is None or given.agent is None or given.until is None or given.until > tx.now:
        return
    receiver = tx.get(Agent, given.agent)
    if receiver is not None:
        give_back(tx, incident, given, receiver, UNREAD)


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    HandOver: _hand_over,
    AcceptHandover: _accept,
    RefuseHandover: _refuse,
}
