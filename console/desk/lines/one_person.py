"""Lines of people who turned out to be one, and of those who did not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.masking import masked
from console.domain.one_person import ContactMoved, OnePersonUndone, PeopleMerged

if TYPE_CHECKING:
    from console.desk.scene import Tone
    from console.domain.base import Event


def tell_one_person(event: Event, who: str, key: str) -> tuple[str, str, Tone] | None:
    """Head, text and tone; None for other events."""
    match event:
        case PeopleMerged(name=name, moved=moved, reason=reason):
            at = ", ".join(masked(one.handle) for one in moved)
            return f"{who}: two people are one, {name} ({at})", reason, ""
        case OnePersonUndone(reason=reason):
            return f"{who}: they are two people after all", reason, ""
        case ContactMoved(person=None):
            return f"nobody knows any more whose {masked(key)} is", "", "quiet"
        case ContactMoved(name=name):
            return f"{masked(key)} is {name}", "", "quiet"
        case _:
            return None
