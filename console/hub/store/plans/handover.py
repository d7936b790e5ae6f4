"""The plan that gives an incident of texts or mails to somebody else, with its card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.domain.agent import Agent
from console.domain.base import Rejected
from console.domain.handoff import version_of
from console.domain.handover import HandOver, IncidentHandedOver, check_hand_over, check_receiver
from console.domain.incident import decide_take
from console.domain.incident_events import IncidentReleased
from console.hub.store.plans.common import agent_of, incident_of
from console.hub.store.plans.transfers import card_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.base import Event
    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish


def _hand_over(tx: Tx, wish: Wish, command: HandOver) -> None:
    sender, incident = agent_of(tx, wish), incident_of(tx, command.incident)
    check_hand_over(incident, command, sender.number, is_lead=wish.role != "agent")
    after: list[Event]
    if command.agent is not None:
        receiver = check_receiver(tx.get(Agent, command.agent), sender.number)
        agent, name = receiver.number, receiver.name
        after = decide_take(incident, receiver.number, receiver.name, over=True)
    else:
        agent, name = None, f"the queue {command.queue}"
        if command.queue not in {*tx.policy.queue_rules, *tx.policy.queues.values(), "safety"}:
            raise Rejected("There is no such queue.", code="not_found")
        after = [IncidentReleased(agent=incident.owner)] if incident.owner is not None else []
    card = card_for(tx, incident.number, command.asked)
    told = IncidentHandedOver(
        by=sender.number,
        by_name=sender.name,
        agent=agent,
        name=name,
        asked=command.asked.strip(),
        card=card,
        version=version_of(card),
    )
    tx.emit(f"incident/{incident.number}", incident.number, told, *after)


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {HandOver: _hand_over}
