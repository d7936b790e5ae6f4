"""Which time it is where somebody is, and how that is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from console.domain.person import zone_of

if TYPE_CHECKING:
    from datetime import datetime

    from console.domain.person import Contact

How = Literal["stated", "card", "number", "unknown"]


def zone_known(contact: Contact, now: datetime) -> tuple[ZoneInfo | None, How]:
    """Give somebody's zone: what they said goes before their card, that before their number."""
    card = contact.safe.zone if contact.safe is not None else ""
    said: tuple[tuple[str, How], ...] = ((contact.zone, "stated"), (card, "card"))
    for name, how in said:
        if (zone := _named(name)) is not None:
            return zone, how
    by_number = zone_of(contact.handle, now)
    return by_number, "number" if by_number is not None else "unknown"


def _named(name: str) -> ZoneInfo | None:
    """Give a zone; None when there is none, or it was blanked."""
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, KeyError, OSError):
        return None
