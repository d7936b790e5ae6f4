"""Lines of flags: who put one up, on what and until when, and how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.clock import moment_words
from console.domain.flags import FlagExpired, PersonFlagExpired, PersonFlagged, PersonUnflagged
from console.domain.incident_events import FlagCleared, FlagSet
from console.domain.masking import masked

if TYPE_CHECKING:
    from datetime import datetime

    from console.desk.scene import Scene, Tone
    from console.domain.base import Event


def tell_flag(event: Event, who: str, scene: Scene, key: str) -> tuple[str, str, Tone] | None:
    """Head, text and tone; None for other events."""
    match event:
        case FlagSet(flag=flag, until=until, note=note):
            return f"{who}: flag {flag}{_until(until, scene)}", note, "risk"
        case FlagCleared(flag=flag):
            return f"{who}: flag {flag} taken down", "", "quiet"
        case FlagExpired(flag=flag):
            return f"flag {flag} is over: its time has passed", "", "quiet"
        case PersonFlagged(copied=True, flag=flag):
            return f"the flag {flag} stands at {masked(key)} too", "", "quiet"
        case PersonFlagged(flag=flag, until=until, note=note):
            head = f"{who}: flag {flag} on {scene.names.party(key)}, everywhere"
            return f"{head}{_until(until, scene)}", note, "risk"
        case PersonUnflagged(flag=flag):
            return f"{who}: flag {flag} of {scene.names.party(key)} taken down", "", "quiet"
        case PersonFlagExpired(flag=flag):
            name = scene.names.party(key)
            return f"flag {flag} of {name} is over: its time has passed", "", "quiet"
        case _:
            return None


def _until(until: datetime | None, scene: Scene) -> str:
    return f" until {moment_words(until, scene.zone)}" if until else ""
