"""The providers that a hub works with, in one piece."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from channels.base import Mail, Messaging, Voice
    from channels.captions import Captioning
    from channels.files import Files
    from channels.hooks import Hooks
    from channels.recordings import Recordings
    from channels.rooms import Rooms


class Paced(Protocol):
    """Legs that wait until they may be created."""

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        ...

    @property
    def next_in(self) -> float:
        """Seconds until the next turn."""
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    """One adapter for each kind of request."""

    messaging: Messaging
    voice: Voice
    rooms: Rooms
    """Guests of a call."""
    mail: Mail
    recordings: Recordings
    """What was recorded, looked up and deleted."""
    files: Files
    """What was sent with messages; fetched only when somebody asks."""
    captioning: Captioning
    """What is said, written down."""
    hooks: Hooks
    """Other programs that are told of pages."""
    pace: Paced
    """Legs that wait until they may be created."""
