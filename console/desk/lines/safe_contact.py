"""Lines of how somebody may be reached; the code word is on none of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.wording.safe_contact import one_line
from console.domain.location import ZoneStated
from console.domain.masking import masked
from console.domain.safe_contact import (
    CodeWordRevealed,
    NightExplained,
    SafeContactOpened,
    SafeContactSet,
)

if TYPE_CHECKING:
    from console.desk.scene import Scene, Tone
    from console.domain.base import Event


def tell_safe(event: Event, who: str, scene: Scene, key: str) -> tuple[str, str, Tone] | None:
    """Head, text and tone; None for other events."""
    party = scene.names.party(key)
    match event:
        case SafeContactSet(copied=True):
            return f"the same holds at {masked(key)}", "", "quiet"
        case SafeContactSet(terms=card) if card.is_empty:
            return f"{who}: {party} may be reached as anybody else again", "", "risk"
        case SafeContactSet(terms=card):
            return f"{who} wrote how {party} may be reached", one_line(card), "risk"
        case SafeContactOpened(until=until, reason=reason):
            end = until.astimezone(scene.zone)
            head = f"{who} opened the safe-to-contact card of {party} until {end:%H:%M}"
            return head, reason, "risk"
        case NightExplained(reason=reason):
            return f"{who} said why {party} is reached at night", reason, ""
        case ZoneStated(copied=True):
            return f"so is {masked(key)}", "", "quiet"
        case ZoneStated(where=""):
            return f"{who}: nobody knows in which time zone {party} is", "", "quiet"
        case ZoneStated(where=zone):
            return f"{who}: {party} is in the time zone {zone}", "", ""
        case CodeWordRevealed(reason=reason):
            return f"{who} looked at the code word of {party}", reason, ""
        case _:
            return None
