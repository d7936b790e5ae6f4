"""Leads in a call: listening, whispering, barging in, taking over; and help for who asks for it.

A lead's leg is a guest of the room with the purpose ``watch``. It never owns the room, and what
of it can be heard is only ever what the provider confirmed of it (``Part``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from console.domain.base import Command, Event, Rejected, State
from console.domain.guests import Guest
from console.domain.roles import LEADS as LEADS

if TYPE_CHECKING:
    from console.domain.agent import Agent
    from console.domain.call_state import Call, Part
    from console.domain.guests import Mode

WATCH = "watch"


class TakeOver(State):
    """Who is about to become the agent of a call."""

    leg: str
    agent: int
    name: str
    reason: str = ""
    stays: bool = False


class TakeOverAsked(Event):
    """A lead asked to become the call's agent; done when everybody in the room hears them."""

    kind: Literal["call.take_over_asked"] = "call.take_over_asked"
    leg: str
    agent: int
    name: str
    reason: str
    stays: bool = False
    """Whether the former agent goes on listening."""


class CallTakenOver(Event):
    """A lead is the call's agent now; the former one listens, or leaves."""

    kind: Literal["call.taken_over"] = "call.taken_over"
    leg: str
    agent: int
    name: str
    former: int
    former_name: str
    former_leg: str
    reason: str = ""
    stays: bool = False


class AgentWatching(Event):
    """A lead's telephone is in a call of somebody else, or on its way there."""

    kind: Literal["agent.watching"] = "agent.watching"
    call: str


class AgentReleased(Event):
    """A lead ended what an agent was stuck in, and why."""

    kind: Literal["agent.released"] = "agent.released"
    by: int
    reason: str
    call: str = ""


class Listen(Command):
    """Hear a call of somebody else; nobody hears me."""

    kind: Literal["call.listen"] = "call.listen"
    call: str


class Whisper(Command):
    """Speak to the agent of a call; nobody else hears it."""

    kind: Literal["call.whisper"] = "call.whisper"
    call: str


class Barge(Command):
    """Speak to everybody in a call."""

    kind: Literal["call.barge"] = "call.barge"
    call: str


class BackToListening(Command):
    """Be heard by nobody again, and go on listening."""

    kind: Literal["call.back_to_listening"] = "call.back_to_listening"
    call: str


class StopListening(Command):
    """Leave a call that I listen to."""

    kind: Literal["call.stop_listening"] = "call.stop_listening"
    call: str


class TakeOverCall(Command):
    """Become the agent of a call of somebody else."""

    kind: Literal["call.take_over"] = "call.take_over"
    call: str
    reason: str = Field(min_length=1, max_length=200)
    stays: bool = False


class FreeAgent(Command):
    """End an agent's stuck wrap-up, or sign out one whose desk has vanished."""

    kind: Literal["agent.free"] = "agent.free"
    agent: int
    reason: str = Field(min_length=1, max_length=200)


def evolve_leads(state: Call, event: Event) -> Call:
    """Apply one event of a lead's to a call."""
    match event:
        case TakeOverAsked():
            wanted = TakeOver(**event.model_dump(exclude={"kind"}))
            return state.model_copy(update={"take_over": wanted})
        case CallTakenOver():
            return state.model_copy(update=_taken(state, event))
        case _:
            return state


def _taken(state: Call, event: CallTakenOver) -> dict[str, object]:
    guests = {leg: guest for leg, guest in state.guests.items() if leg != event.leg}
    guests[event.former_leg] = Guest(
        leg=event.former_leg,
        role="lead",
        name=event.former_name,
        agent=event.former,
        by=event.agent,
        purpose="watch",
        mode="listen",
        drop_asked=not event.stays,
    )
    return {
        "guests": guests,
        "agent": event.agent,
        "agent_name": event.name,
        "agent_leg": event.leg,
        "mute_asked": False,
        "take_over": None,
    }


def watchers(call: Call) -> tuple[Guest, ...]:
    """Those who watch and are in the room, or on their way into it."""
    return tuple(g for g in call.guests.values() if g.purpose == WATCH and not is_gone(call, g))


def former_agent(call: Call, agent: int) -> int | None:
    """Whom somebody took a call over from; None when they came by it otherwise."""
    last = next(reversed(call.guests.values()), None)
    is_former = last is not None and last.purpose == WATCH and last.by == agent != last.agent
    return last.agent if last is not None and is_former else None


def is_gone(call: Call, guest: Guest) -> bool:
    """Whether somebody who watched does so no more, or will never come."""
    part = call.part(guest.leg)
    if call.over or part.has_left:
        return True
    return not part.is_present and (guest.drop_asked or guest.trouble != "")


def leg_of(call: Call, agent: int) -> Guest | None:
    """The leg with which somebody watches a call, unless it was told to leave."""
    return next((g for g in watchers(call) if g.agent == agent and not g.drop_asked), None)


def heard_by(call: Call, guest: Guest) -> Literal["nobody", "agent", "everybody"]:
    """Who can hear somebody who watches, as far as the provider has confirmed it."""
    part = call.part(guest.leg)
    if not part.is_present or part.muted:
        return "nobody"
    return "agent" if part.coaching else "everybody"


def is_too_loud(guest: Guest, part: Part) -> bool:
    """Whether more people can hear somebody than they mean to be heard by."""
    if not part.is_present or part.muted:
        return False
    return guest.mode == "listen" or (guest.mode == "whisper" and not part.coaching)


def speaker(call: Call, *, but: int = 0) -> Guest | None:
    """The one who whispers or has barged in, or is about to."""
    loud = (g for g in watchers(call) if g.mode in ("whisper", "barge") and not g.drop_asked)
    return next((g for g in loud if g.agent != but), None)


def due_take_over(call: Call) -> TakeOver | None:
    """A take-over that can be carried out: everybody hears who asked for it."""
    wanted = call.take_over
    guest = call.guests.get(wanted.leg) if wanted is not None else None
    if wanted is None or guest is None or guest.drop_asked or call.over or call.agent is None:
        return None
    is_meant = guest.mode == "barge" and guest.trouble == ""
    return wanted if is_meant and heard_by(call, guest) == "everybody" else None


def check_lead(lead: Agent) -> None:
    """Refuse who is no lead now, whatever they were when they asked. Raises Rejected."""
    if lead.role not in LEADS:
        raise Rejected("Your role does not allow this; ask a lead.", code="forbidden")


def check_watch(call: Call, lead: Agent, mode: Mode) -> None:
    """Refuse what can't be heard, or must not be. Raises Rejected."""
    check_lead(lead)
    if call.over or call.end_asked:
        raise Rejected("This call is over.", code="gone")
    if call.agent == lead.number:
        raise Rejected("This is your own call.", code="conflict")
    if not call.conference or call.room_over or not any(p.is_present for p in call.parts.values()):
        raise Rejected("Nobody is connected yet; there is nothing to hear.")
    if mode == "whisper" and not call.mine.is_present:
        who = call.agent_name or "The agent"
        raise Rejected(f"{who} is not in the room: there is nobody to whisper to.")
    other = speaker(call, but=lead.number)
    if mode != "listen" and other is not None:
        does = "whispers in this call" if other.mode == "whisper" else "has barged into this call"
        raise Rejected(f"{other.name} {does}; one lead speaks at a time.", code="taken")


def check_comes(call: Call, lead: Agent) -> None:
    """Refuse to ring a lead whose telephone is not theirs to use now. Raises Rejected."""
    if not lead.phone:
        raise Rejected("Your account has no phone to ring; ask an admin to set one.")
    if lead.watching is not None and lead.watching != call.id:
        raise Rejected("You are in another call; leave that first.", code="conflict")
    if lead.watching == call.id:
        raise Rejected("You are just leaving this call; try again.", code="conflict")
    if lead.call or lead.offer:
        raise Rejected("You are on a call of your own.", code="conflict")
