"""Who else is in a room: guests asked in, coached, held, let go. One seam for every provider."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from channels.base import Receipt
    from channels.legs import Still


@dataclass(frozen=True, slots=True)
class GuestWish:
    """Somebody to ring into a room that exists."""

    to: str
    """``+E164``, ``sip:…`` or ``client:…``."""
    caller_id: str
    label: str
    """Our name of the leg, unique in the room."""
    status_url: str
    conference_status_url: str
    muted: bool = False
    early_media: bool = True
    """Whether the room hears it ringing; never for a lead."""
    ring_seconds: int = 30
    still: Still | None = None
    """Asked when its turn to be dialled has come; if not, Withdrawn is raised instead."""
    coached_sid: str = ""
    """Joins as the coach of this leg: heard by nobody else."""


class Rooms(Protocol):
    """Changes who is in a room. Every method raises Refused, Unreachable or Uncertain.

    Setting a state is safe to repeat; ``invite`` is not.
    """

    async def invite(self, conference_sid: str, guest: GuestWish) -> Receipt:
        """Ring somebody into the room; it goes on when they leave."""
        ...

    async def coach(
        self, conference_sid: str, call_sid: str, *, coached_sid: str, on: bool, muted: bool
    ) -> None:
        """Let a lead be heard by one leg only (``on``), or by the room; both flags at once."""
        ...

    async def drop(self, conference_sid: str, call_sid: str) -> None:
        """Take one participant out of the room; one who has left already is success."""
        ...

    async def announce(self, conference_sid: str, call_sid: str, url: str) -> None:
        """Play a document to one participant; a conference callback says when it is over."""
        ...

    async def set_exit(self, conference_sid: str, call_sid: str, *, ends: bool) -> None:
        """Say whether the room ends when this participant leaves."""
        ...

    async def has(self, conference_sid: str, call_sid: str) -> bool:
        """Tell whether somebody is in the room now, or on their way into it."""
        ...
