"""What an entry about a guest asks of the outside world."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.domain.call_events import RoomReported
from console.domain.company import LeaveAsked
from console.domain.guests import GuestDropAsked, GuestHoldAsked, GuestInvited, GuestModeAsked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from console.domain.base import Event
    from console.domain.call_state import Call
    from console.hub.store.asks import Ask


def asks_of_guests(event: Event, call: Call, live: Callable[..., Ask]) -> Iterator[Ask]:
    """Give the effects; ``live(kind, **payload)`` makes one that soon is of no use any more."""
    wanted: dict[str, Any]
    match event:
        case GuestInvited(leg=leg):
            kind, wanted = "guest.invite", {"leg": leg}
        case GuestHoldAsked(leg=leg, on=on):
            kind, wanted = "guest.hold", {"leg": leg, "on": on}
        case GuestModeAsked(leg=leg, mode=mode):
            kind, wanted = "guest.mode", {"leg": leg, "mode": mode}
        case GuestDropAsked(leg=leg):
            kind, wanted = "guest.drop", {"leg": leg}
        case LeaveAsked():
            kind, wanted = "guest.leave", {"leg": call.agent_leg}
        case RoomReported(event="participant-join" | "participant-leave", leg=leg) if (
            leg in call.guests and call.guests[leg].role != "lead"
        ):
            kind, wanted = "guest.exit", {"leg": leg}
        case _:
            return
    yield live(kind, **wanted)
