"""What an incident knows of its people, of its checklist and of those who follow it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.checklist import ChecklistCopied, ItemTicked, ItemUnticked, checklist_after
from console.domain.party_roles import RoleSet
from console.domain.watching import (
    AgentMentioned,
    IncidentUnwatched,
    IncidentWatched,
    MentionSeen,
    mentions_after,
    watchers_after,
)

if TYPE_CHECKING:
    from datetime import datetime

    from console.domain.base import Event
    from console.domain.incident import Incident

PEOPLE_EVENTS = (
    RoleSet,
    ChecklistCopied,
    ItemTicked,
    ItemUnticked,
    IncidentWatched,
    IncidentUnwatched,
    AgentMentioned,
    MentionSeen,
)


def evolve_people(state: Incident, event: Event, at: datetime) -> Incident:
    """Apply one of these events."""
    match event:
        case RoleSet(handle=handle, role=role):
            rest = {key: known for key, known in state.roles.items() if key != handle}
            return state.model_copy(update={"roles": {**rest, handle: role} if role else rest})
        case ChecklistCopied() | ItemTicked() | ItemUnticked():
            return state.model_copy(update={"checklist": checklist_after(state, event, at)})
        case IncidentWatched() | IncidentUnwatched():
            return state.model_copy(update={"watchers": watchers_after(state, event)})
        case _:
            return state.model_copy(update={"mentions": mentions_after(state, event)})
