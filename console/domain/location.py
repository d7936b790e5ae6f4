"""Where they are, which time it is there, and how to ring them back."""

from __future__ import annotations

from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from console.domain.base import Command, Event, Rejected


class PlaceNoted(Event):
    """Where the caller is."""

    kind: Literal["incident.place_noted"] = "incident.place_noted"
    place: str


class CallbackNumberNoted(Event):
    """Where they can be rung back."""

    kind: Literal["incident.callback_number_noted"] = "incident.callback_number_noted"
    handle: str


class ZoneStated(Event):
    """They said in which time zone they are."""

    kind: Literal["contact.zone_stated"] = "contact.zone_stated"
    where: str = ""
    """IANA name; empty: nobody knows any more."""
    copied: bool = False
    """Whether it was written for another address of the same person."""


class StateZone(Command):
    """Say in which time zone somebody is; empty takes it back."""

    kind: Literal["contact.state_zone"] = "contact.state_zone"
    incident: int
    handle: str = Field(min_length=1, max_length=320)
    zone: str = Field(max_length=60)
    """``America/Chicago``, or one of the short names."""


SHORT = {
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "arizona": "America/Phoenix",
    "pacific": "America/Los_Angeles",
    "alaska": "America/Anchorage",
    "hawaii": "Pacific/Honolulu",
}
"""What people call the zones of the United States."""


def read_zone(text: str) -> str:
    """Give the IANA name of a zone as people write it; empty stays empty. Raises Rejected."""
    name = SHORT.get(text.strip().casefold(), text.strip())
    try:
        return str(ZoneInfo(name)) if name else ""
    except (ValueError, KeyError, OSError) as unknown:
        words = "There is no such time zone; write it like America/Chicago, or eastern."
        raise Rejected(words) from unknown


class NotePlace(Command):
    """Pin where the caller is; empty takes it down."""

    kind: Literal["incident.place"] = "incident.place"
    incident: int
    place: str = Field(max_length=200)
    seen: str | None = Field(default=None, max_length=200)
    """What stood there when it was written."""


class NoteCallbackNumber(Command):
    """Pin where they can be rung back."""

    kind: Literal["incident.callback_number"] = "incident.callback_number"
    incident: int
    number: str = Field(min_length=1, max_length=60)
    seen: str | None = Field(default=None, max_length=320)
    """The handle that stood there when it was written."""
