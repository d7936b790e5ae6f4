"""Plan for what was handed to an emergency service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.domain.emergency import HandToEmergency, decide_emergency
from console.hub.store.plans.common import agent_of, incident_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish


def _hand(tx: Tx, wish: Wish, command: HandToEmergency) -> None:
    agent, incident = agent_of(tx, wish), incident_of(tx, command.incident)
    events = decide_emergency(command, agent.number, agent.name, tx.now)
    tx.emit(f"incident/{incident.number}", incident.number, *events)


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {HandToEmergency: _hand}
