"""What was handed to an emergency service: who took it, under which number, and what they know."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from pydantic import AwareDatetime, Field

from console.domain.base import Command, Event, Rejected
from console.domain.note import mask_cards

CLOCKS_DIFFER = timedelta(minutes=2)


class EmergencyHandedOver(Event):
    """An emergency service has it from us or from the caller."""

    kind: Literal["incident.emergency_handed_over"] = "incident.emergency_handed_over"
    agent: int
    name: str
    agency: str
    """Police, fire brigade, ambulance, poison control … and where."""
    reached_at: datetime
    number: str = ""
    """The operator's or the dispatch (CAD) number, as it was said."""
    place: str = ""
    """Where they were told that it is."""
    stayed: str = ""
    """Who stayed on the line with them."""


class HandToEmergency(Command):
    """Write down that an emergency service has it."""

    kind: Literal["incident.hand_to_emergency"] = "incident.hand_to_emergency"
    incident: int
    agency: str = Field(min_length=1, max_length=120)
    reached_at: AwareDatetime | None = None
    """None: just now."""
    number: str = Field(default="", max_length=60)
    place: str = Field(default="", max_length=300)
    stayed: str = Field(default="", max_length=120)


def decide_emergency(command: HandToEmergency, agent: int, name: str, now: datetime) -> list[Event]:
    """Keep it; it can't have been later than now. Raises Rejected."""
    if not command.agency.strip():
        raise Rejected("Say which service it was.")
    at = command.reached_at or now
    if at > now + CLOCKS_DIFFER:
        raise Rejected("That time is still to come; say when they were reached.")
    return [
        EmergencyHandedOver(
            agent=agent,
            name=name,
            agency=mask_cards(command.agency.strip()),
            reached_at=at,
            number=command.number.strip(),
            place=mask_cards(command.place.strip()),
            stayed=mask_cards(command.stayed.strip()),
        )
    ]
