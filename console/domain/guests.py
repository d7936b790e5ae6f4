"""Guests: everybody in the room of a call besides the customer and its agent.

A vet who is added, a colleague who is consulted, a lead who listens: each is a leg of its own, with
its own hold and its own way out. What a guest *is* stands here; whether they are in the room, muted
or coaching is what the provider confirmed of their leg (``Part``).
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from console.domain.base import Command, Event, State

if TYPE_CHECKING:
    from console.domain.call_state import Call

GuestRole = Literal["outsider", "colleague", "lead"]
Purpose = Literal["conference", "consult", "transfer", "watch"]
Mode = Literal["talk", "listen", "whisper", "barge"]
"""How a guest takes part; all but ``talk`` are a lead's."""
Standing = Literal["ringing", "in the call", "on hold", "gone"]


class Guest(State):
    """One guest, from the wish to ring them until they are gone."""

    leg: str
    role: GuestRole
    name: str = ""
    to: str = ""
    agent: int | None = None
    by: int = 0
    purpose: Purpose = "conference"
    mode: Mode = "talk"
    """What was asked last; what is heard is told by the leg."""
    hold_asked: bool = False
    drop_asked: bool = False
    trouble: str = ""
    since: datetime | None = None
    """Since when they ring, are in the call or are on hold."""
    since_what: str = ""


class GuestInvited(Event):
    """Somebody was asked into the room; their phone rings next."""

    kind: Literal["call.guest_invited"] = "call.guest_invited"
    leg: str
    """Label of the leg, new for each attempt."""
    role: GuestRole
    name: str
    to: str
    """``+E164``, ``sip:…`` or ``client:…``."""
    agent: int | None = None
    """Who of us it is, None for an outsider."""
    by: int
    purpose: Purpose = "conference"
    mode: Mode = "talk"


class GuestHoldAsked(Event):
    """A guest was asked to wait, or to come back."""

    kind: Literal["call.guest_hold_asked"] = "call.guest_hold_asked"
    leg: str
    on: bool


class GuestDropAsked(Event):
    """A guest was asked to leave the room."""

    kind: Literal["call.guest_drop_asked"] = "call.guest_drop_asked"
    leg: str
    by: int = 0


class GuestModeAsked(Event):
    """A lead asked to listen, to whisper or to barge; shown as done when the provider says so."""

    kind: Literal["call.guest_mode_asked"] = "call.guest_mode_asked"
    leg: str
    mode: Mode


class GuestTroubled(Event):
    """A guest could not be reached or changed: what happened and what to do."""

    kind: Literal["call.guest_troubled"] = "call.guest_troubled"
    leg: str
    about: str
    words: str


class AgentLeft(Event):
    """The agent left the room; whoever is in it goes on talking."""

    kind: Literal["call.agent_left"] = "call.agent_left"
    agent: int
    name: str


class InviteGuest(Command):
    """Add an outsider to my call: a number, or a party of the incident."""

    kind: Literal["call.invite"] = "call.invite"
    call: str
    to: str
    """Handle: ``tel:+1…``."""
    name: str = Field(default="", max_length=80)


class HoldGuest(Command):
    """Hold one guest, or take them back."""

    kind: Literal["call.hold_guest"] = "call.hold_guest"
    call: str
    leg: str
    on: bool


class DropGuest(Command):
    """Take one guest out of my call."""

    kind: Literal["call.drop_guest"] = "call.drop_guest"
    call: str
    leg: str


class LeaveCall(Command):
    """Leave my call; customer and guests go on talking."""

    kind: Literal["call.leave"] = "call.leave"
    call: str


GUEST_EVENTS = (GuestInvited, GuestHoldAsked, GuestDropAsked, GuestModeAsked, GuestTroubled)


def evolve_guests(state: Call, event: Event, at: datetime) -> Call:
    """Apply one event about a guest."""
    if isinstance(event, GuestInvited):
        fields = event.model_dump(exclude={"kind"})
        asked = Guest(**fields, since=at, since_what="ringing")
        return state.model_copy(update={"guests": {**state.guests, event.leg: asked}})
    guest = state.guests.get(getattr(event, "leg", ""))
    if guest is None:
        return state
    after = guest.model_copy(update=_change(event) | _taken_back(state, event))
    return state.model_copy(update={"guests": {**state.guests, guest.leg: after}})


def standing(state: Call, guest: Guest) -> Standing:
    """What a guest is doing, as far as the provider confirmed it."""
    part = state.part(guest.leg)
    if part.has_left or (guest.trouble and not part.is_present):
        return "gone"
    if not part.is_present:
        return "ringing"
    return "on hold" if part.hold else "in the call"


def guest_seen(state: Call, leg: str, at: datetime) -> Call:
    """Note since when a guest does what a callback told of them."""
    guest = state.guests.get(leg)
    if guest is None or guest.since_what == (now := standing(state, guest)):
        return state
    after = guest.model_copy(update={"since": at, "since_what": now})
    return state.model_copy(update={"guests": {**state.guests, leg: after}})


def _change(event: Event) -> dict[str, object]:
    match event:
        case GuestHoldAsked(on=on):
            return {"hold_asked": on, "trouble": ""}
        case GuestDropAsked():
            return {"drop_asked": True}
        case GuestModeAsked(mode=mode):
            return {"mode": mode, "trouble": ""}
        case GuestTroubled(words=words):
            return {"trouble": words}
        case _:
            return {}


def _taken_back(state: Call, event: Event) -> dict[str, object]:
    """What was asked in vain may be asked again."""
    match event:
        case GuestTroubled(about="drop"):
            return {"drop_asked": False}
        case GuestTroubled(about="hold", leg=leg):
            return {"hold_asked": state.part(leg).hold}
        case _:
            return {}


def present_guests(state: Call) -> tuple[Guest, ...]:
    """Guests whose leg is in the room now, in the order in which they were asked."""
    return tuple(g for g in state.guests.values() if state.part(g.leg).is_present)


def live_guests(state: Call) -> tuple[Guest, ...]:
    """Guests who are in the room or still ringing."""
    return tuple(
        g for g in state.guests.values() if not g.drop_asked and standing(state, g) != "gone"
    )
