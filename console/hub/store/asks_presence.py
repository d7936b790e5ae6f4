"""What an entry about an agent or a queue asks for: a look when something comes by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.agent import Agent, AgentFreed, NextPresenceSet, PresenceSet
from console.domain.flags import PersonFlagged
from console.domain.handover import IncidentHandedOver
from console.domain.incident_events import FlagSet
from console.domain.parking import IncidentParked
from console.domain.promise import PromiseMade, PromiseMoved
from console.domain.queue import QueueClosed, QueueDiverted

if TYPE_CHECKING:
    from datetime import datetime

    from console.domain.base import Event
    from console.domain.timeline import Entry


def due_of(entry: Entry, agent: Agent) -> datetime | None:
    """Give when to look whether something comes by itself; None when nothing does."""
    match entry.event:
        case PresenceSet(until=until):
            return until
        case AgentFreed() | NextPresenceSet() if agent.next_presence and not agent.is_busy:
            return entry.at
        case _:
            return None


def flag_over(event: Event) -> datetime | None:
    """Give when a flag of a person ends by itself; None: it does not, or it is another event."""
    return event.until if isinstance(event, PersonFlagged) else None


def end_of(event: Event) -> datetime | None:
    """Give when what was done to a queue or an incident ends by itself; None: it does not."""
    ends = QueueDiverted | QueueClosed | IncidentParked | IncidentHandedOver | FlagSet
    if isinstance(event, PromiseMade | PromiseMoved):
        return event.due
    return event.until if isinstance(event, ends) else None
