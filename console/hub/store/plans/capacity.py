"""How much one person has in hand, and whether that leaves room for the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from console.domain.base import Rejected
from console.domain.counted import counted
from console.domain.incident import Incident
from console.domain.routing import Load, has_room
from console.hub.store.family import whole
from console.hub.store.tables import IncidentRow, table

if TYPE_CHECKING:
    from console.domain.agent import Agent
    from console.hub.store.tx import Tx

INCIDENT = table(IncidentRow)


def check_room(tx: Tx, agent: Agent) -> None:
    """Refuse more written work to somebody whose hands are full. Raises Rejected."""
    served = [rule for name, rule in tx.policy.queue_rules.items() if _serves(agent, name)]
    if not served:
        return
    load = load_of(tx, agent)
    if any(has_room(load, kind, rule.capacity) for rule in served for kind in ("sms", "email")):
        return
    if agent.call is not None:
        raise Rejected("You are on a call; take the next when it is over.", code="conflict")
    have = f"{counted(load.texts, 'text')} and {counted(load.mails, 'mail')}"
    raise Rejected(f"You have {have} in hand; finish or park one first.", code="conflict")


def load_of(tx: Tx, agent: Agent) -> Load:
    """Count what somebody owns and works on; what is parked or pending waits for others."""
    mine = select(INCIDENT.c.state).where(
        INCIDENT.c.owner == agent.number, INCIDENT.c.status.in_(("new", "open"))
    )
    owned = [Incident.model_validate_json(state) for state in tx.query(mine).scalars()]
    awake = [one for one in owned if one.parked_at is None and whole(tx, one).unanswered]
    mails = sum(_is_mail(one) for one in awake)
    return Load(calls=int(agent.call is not None), texts=len(awake) - mails, mails=mails)


def _serves(agent: Agent, queue: str) -> bool:
    return not agent.queues or queue in agent.queues


def _is_mail(incident: Incident) -> bool:
    return bool(incident.handles) and incident.handles[0].startswith("mailto:")
