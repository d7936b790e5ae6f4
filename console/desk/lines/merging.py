"""Lines of incidents that became one, of legs that went to another, and of taking that back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.merging import IncidentGaveBack, IncidentMerged, IncidentTookIn, MergeUndone
from console.domain.moving import LegJoined, LegLeft

if TYPE_CHECKING:
    from console.desk.scene import Tone
    from console.domain.base import Event


def tell_merging(event: Event) -> tuple[str, str, Tone] | None:
    """Head, text and tone of an entry about a merge or a move; None for any other."""
    match event:
        case IncidentMerged(ref=ref, name=name, reason=reason):
            return f"{name} merged this into {ref}, where it goes on", reason, "trouble"
        case IncidentTookIn(ref=ref, name=name, reason=reason):
            return f"{name} merged {ref} into this", reason, "trouble"
        case MergeUndone(ref=ref, name=name, reason=reason):
            return f"{name} undid the merge: this is apart from {ref} again", reason, "trouble"
        case IncidentGaveBack(ref=ref, name=name, reason=reason):
            return f"{name} undid the merge: {ref} is on its own again", reason, "trouble"
        case LegLeft(what=what, ref=ref, name=name, reason=reason):
            return f"{name} moved a {what} from here to {ref}", reason, "trouble"
        case LegJoined(what=what, ref=ref, name=name, reason=reason):
            return f"{name} moved a {what} here from {ref}", reason, "trouble"
        case _:
            return None
