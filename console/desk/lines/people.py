"""Lines of who is what, of the checklist, and of who follows an incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.checklist import ChecklistCopied, ItemTicked, ItemUnticked
from console.domain.party_roles import RoleSet
from console.domain.watching import (
    AgentMentioned,
    IncidentUnwatched,
    IncidentWatched,
    MentionSeen,
)

if TYPE_CHECKING:
    from console.desk.scene import Scene, Tone
    from console.domain.base import Event


def tell_people(event: Event, who: str, scene: Scene) -> tuple[str, str, Tone] | None:
    """Head, text and tone; None for other events."""
    match event:
        case RoleSet(handle=handle, role=""):
            return f"{who}: nobody knows what {scene.names.party(handle)} is here", "", "quiet"
        case RoleSet(handle=handle, role=role):
            return f"{who}: {scene.names.party(handle)} is the {role} here", "", ""
        case ChecklistCopied(category=category, items=items):
            return f"checklist of {category}: {len(items)} to do", "; ".join(items), "quiet"
        case ItemTicked(text=text):
            return f"{who} did: {text}", "", "quiet"
        case ItemUnticked(text=text):
            return f"{who}: not done after all: {text}", "", ""
        case IncidentWatched(name=name):
            return f"{name or who} watches this incident", "", "quiet"
        case IncidentUnwatched(name=name):
            return f"{name or who} watches it no more", "", "quiet"
        case AgentMentioned(name=name, by=by):
            return f"{by or who} mentioned {name or 'a colleague'}", "", ""
        case MentionSeen(name=name):
            return f"{name or who} has seen the mention", "", "quiet"
        case _:
            return None
