"""Lines of guests: who was asked into a call, who came, and who left it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.call_events import RoomReported
from console.domain.company import CallerLeft
from console.domain.guests import (
    AgentLeft,
    Guest,
    GuestDropAsked,
    GuestInvited,
    GuestModeAsked,
    GuestTroubled,
)

if TYPE_CHECKING:
    from console.desk.scene import Scene, Tone
    from console.domain.base import Event
    from console.domain.call_state import Call

_ASKED = {
    "conference": "{by} rings {name} into the call",
    # Why they are is the line before.
    "consult": "{name}'s phone rings",
    "transfer": "{name}'s phone rings",
    "watch": "{name} joins",
}
_MODES = {
    "listen": "{name} listens; nobody hears them",
    "whisper": "{name} whispers; only the agent hears them",
    "barge": "{name} speaks; everybody hears them",
    "talk": "{name} speaks",
}
_CAME = {"participant-join": "{name} is in the call", "participant-leave": "{name} has left"}


def tell_guest(event: Event, call: Call, scene: Scene) -> tuple[str, str, Tone] | None:
    """Head, text and tone of an entry about a guest; None when nothing is confirmed by it."""
    if isinstance(event, AgentLeft):
        return f"{event.name} left; the others go on", "", ""
    if isinstance(event, CallerLeft):
        return "the caller has left; the others go on", "", ""
    leg = str(getattr(event, "leg", ""))
    guest = call.guests.get(leg) or Guest(leg=leg, role="outsider", name="a guest")
    match event:
        case GuestInvited(name=name, purpose=purpose, by=by):
            return _ASKED[purpose].format(by=scene.names.agent(by), name=name), "", "quiet"
        case GuestModeAsked(mode=mode):
            return _MODES[mode].format(name=guest.name), "", "quiet"
        case GuestTroubled(words=words):
            return f"trouble with {guest.name}", words, "trouble"
        case GuestDropAsked(by=by) if guest.agent is None or by != guest.agent:
            return f"{scene.names.agent(by)} takes {guest.name} out", "", "quiet"
        case RoomReported() if leg in call.guests:
            return _moved(event, guest)
        case _:
            return None


def _moved(event: RoomReported, guest: Guest) -> tuple[str, str, Tone] | None:
    # What is heard of somebody who never came is no departure.
    if event.reason == "participant_add_failed" or event.event not in _CAME:
        return None
    return _CAME[event.event].format(name=guest.name), "", "quiet"
