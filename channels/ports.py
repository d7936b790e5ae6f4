"""The providers that a hub works with, in one piece."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from channels.base import Mail, Messaging, Voice
    from channels.files import Files
    from channels.rooms import Rooms


@dataclass(frozen=True, slots=True)
class Ports:
    """One adapter for each kind of request."""

    messaging: Messaging
    voice: Voice
    rooms: Rooms
    """Guests of a call."""
    mail: Mail
    files: Files
    """What was sent with messages; fetched only when somebody asks."""
