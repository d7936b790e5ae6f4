"""What several plans need: the wishing agent, an incident that must exist, the next number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from console.domain.agent import Agent
from console.domain.base import Rejected
from console.domain.incident import Incident

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish


def agent_of(tx: Tx, wish: Wish) -> Agent:
    """Give the agent who wishes. Raises Rejected when the account is closed."""
    agent = tx.get(Agent, wish.agent)
    if agent is None or agent.disabled:
        raise Rejected("This account is closed.", code="forbidden")
    return agent


def incident_of(tx: Tx, number: int) -> Incident:
    """Give an incident. Raises Rejected when there is none."""
    incident = tx.get(Incident, number)
    if incident is None:
        raise Rejected("There is no such incident.", code="not_found")
    return incident


def next_number(tx: Tx, concept: str, column: ColumnElement[Any]) -> int:
    """Give the next free number of a concept."""
    last = tx.cache.numbers.get(concept)
    if last is None:
        # Read past what earlier wishes of this group have staged: their numbers are cached.
        last = tx.conn.execute(select(func.max(column))).scalar() or 0
    tx.cache.numbers[concept] = last + 1
    return last + 1
