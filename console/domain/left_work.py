"""Work of people who went home: who has it, and giving it back with the wait it had."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from console.domain.base import Command, Event, Rejected
from console.domain.incident_events import IncidentReleased
from console.domain.queue import QueueWish
from console.domain.supervision import FreeAgent

if TYPE_CHECKING:
    from console.domain.agent import Agent
    from console.domain.incident import Incident

GONE = ("offline", "lost")
DONE = ("solved", "closed")


class ReturnWork(Command):
    """Give everything that somebody owns who is not at work back for everybody."""

    kind: Literal["agent.return_work"] = "agent.return_work"
    agent: int


FloorWish = QueueWish | ReturnWork | FreeAgent
"""Every wish of a lead about the floor."""


def is_gone(agent: Agent) -> bool:
    """Whether somebody is not at work."""
    return agent.disabled or agent.presence in GONE


def is_left(incident: Incident, agent: int) -> bool:
    """Whether an incident is work that somebody owns and others could go on with."""
    is_work = incident.owner == agent and incident.status not in DONE and not incident.part_of
    # What is put aside comes back by itself, and then it is work that was left.
    return is_work and incident.parked_at is None and not incident.live_calls


def decide_return(agent: Agent, incident: Incident, by: str) -> list[Event]:
    """Give one incident back; how long it has waited stays as it is. Raises Rejected."""
    if not is_gone(agent):
        raise Rejected(f"{agent.name} is at work; ask them to release it.", code="conflict")
    if not is_left(incident, agent.number):
        return []
    reason = f"{agent.name} is not at work; given back by {by}"
    return [IncidentReleased(agent=agent.number, reason=reason)]
