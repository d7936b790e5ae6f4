"""What a merge will do, in words, before it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.counted import counted
from console.domain.merging import UNDO_HOURS, until
from console.domain.promise import owed
from console.domain.together import together

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from console.domain.incident import Incident


def merge_words(goes: Incident, stays: Incident) -> list[str]:
    """Say which one stays, how much is read together, who has it and how urgent it is."""
    both = together(stays, (goes,))
    work = [counted(both.unanswered, "unanswered message"), counted(len(owed(both)), "promise")]
    return [
        f"{stays.ref} stays; {goes.ref} is found under it from now on",
        f"{counted(goes.entries, 'line')} of {goes.ref} among {stays.entries} of {stays.ref}",
        _owner_words(goes, stays),
        f"severity {both.severity}, category {stays.category}",
        f"{', '.join(work)} in both",
        f"to be undone within {UNDO_HOURS} hours",
    ]


def move_words(source: str, target: Incident) -> list[str]:
    """Say where a leg is read from now on, who has that, and how urgent it is."""
    owner = f"{target.owner_name} has it" if target.owner is not None else "nobody has it"
    return [
        f"it is read and worked on in {target.ref}, and not in {source} any more",
        f"{target.ref}: {owner}, severity {target.severity}, {target.category}",
        "both timelines say so; Undo move takes it back",
    ]


def _owner_words(goes: Incident, stays: Incident) -> str:
    if stays.owner is not None:
        return f"{stays.owner_name} has it"
    if goes.owner is not None:
        return f"{goes.owner_name}, who has {goes.ref}, has it then"
    return "nobody has it"


def undo_words(went: Incident, now: datetime, zone: tzinfo) -> str:
    """Say what comes back, and until when that is possible."""
    if went.part_of is None or now > until(went.part_of):
        return f"{went.ref} stays: it was merged more than {UNDO_HOURS} hours ago"
    owner = f"{went.owner_name}'s" if went.owner is not None else "nobody's"
    end = f"until {until(went.part_of).astimezone(zone):%H:%M}"
    lines = counted(went.entries, "line")
    return f"{went.ref} comes back {went.status}, {owner}, with {lines} ({end})"
