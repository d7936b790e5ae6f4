"""What of a transaction an agent may see; the hub itself, agent 0, sees all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.incident import Incident
from console.domain.restriction import incident_about, may_see

if TYPE_CHECKING:
    from console.domain.base import State
    from console.domain.timeline import Entry
    from console.hub.store.tx import Tx


def may(tx: Tx, agent: int, incident: int | None) -> bool:
    """Tell whether an agent may see what belongs to an incident."""
    found = tx.find(f"incident/{incident}") if incident is not None else None
    limit = found.restriction if isinstance(found, Incident) else None
    return not agent or may_see(limit.people if limit else None, agent)


def is_hidden(tx: Tx, agent: int, state: State) -> bool:
    """Tell whether a thing is not there for an agent."""
    number = state.number if isinstance(state, Incident) else getattr(state, "incident", None)
    return not may(tx, agent, number)


def shown_to(tx: Tx, agent: int, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Leave out the entries that an agent may not see."""
    if not agent:
        return entries
    about = ((e, incident_about(e.stream, e.incident, e.event)) for e in entries)
    return tuple(entry for entry, number in about if may(tx, agent, number))
