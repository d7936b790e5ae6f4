"""What to do about those who watch a call, so that nobody hears them by mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.agent import Agent, AgentChanged, AgentDisabled, TokenRevoked
from console.domain.call_events import RoomReported
from console.domain.supervision import CallTakenOver, is_too_loud, speaker, watchers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from console.domain.base import Event
    from console.domain.call_state import Call
    from console.domain.guests import Guest
    from console.hub.store.asks import Ask

_MOVES = ("participant-join", "participant-leave")


def asks_of_leads(event: Event, call: Call, live: Callable[..., Ask]) -> Iterator[Ask]:
    """Give the effect that an entry of a call asks for, at most one."""
    match event:
        case CallTakenOver(former_leg=leg, stays=True):
            yield live("guest.mode", leg=leg, mode="listen")
        case CallTakenOver(former_leg=leg):
            yield live("guest.drop", leg=leg)
        case RoomReported(conference=room) if room != call.conference or call.over:
            return
        case RoomReported(leg=leg, event=what) if leg == call.agent_leg and what in _MOVES:
            # Who whispers is heard by the leg that the agent has now, or by nobody.
            loud = speaker(call)
            if loud is not None and loud.mode == "whisper":
                yield live("guest.mode", leg=loud.leg, mode="whisper")
        case RoomReported(leg=leg, event=what):
            guest = next((g for g in watchers(call) if g.leg == leg), None)
            if guest is not None:
                yield from _of_watcher(guest, call, what, live)


def _of_watcher(guest: Guest, call: Call, what: str, live: Callable[..., Ask]) -> Iterator[Ask]:
    part, has_come = call.part(guest.leg), what == "participant-join"
    if not part.is_present:
        return
    if guest.drop_asked:
        if has_come:
            yield live("guest.drop", leg=guest.leg)
    elif (has_come and guest.mode != "listen") or is_too_loud(guest, part):
        yield live("guest.mode", leg=guest.leg, mode=guest.mode)


def loses_the_right(event: Event, agent: Agent) -> bool:
    """Whether somebody who watches a call may not be allowed to any more."""
    if agent.watching is None:
        return False
    if isinstance(event, AgentChanged):
        return event.role is not None and agent.role not in ("lead", "manager")
    return isinstance(event, AgentDisabled | TokenRevoked)
