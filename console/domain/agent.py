"""Agents: who works here, in which role, and their presence, which only the hub changes."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from console.domain.base import Command, Event, Role, State
from console.domain.supervision import AgentWatching

Presence = Literal["available", "break", "away", "training", "recover", "lost", "offline"]
CHOSEN: frozenset[str] = frozenset({"available", "break", "away", "training", "recover", "offline"})
"""States a person can ask for; ``lost`` is only found by the hub."""


class AgentAdded(Event):
    """Somebody was given an account."""

    kind: Literal["agent.added"] = "agent.added"
    number: int
    login: str
    name: str
    role: Role
    phone: str = ""
    """Where their audio is: ``+E164`` or ``sip:…``."""
    languages: tuple[str, ...] = ("en",)


class AgentChanged(Event):
    """Role, phone or name changed."""

    kind: Literal["agent.changed"] = "agent.changed"
    name: str | None = None
    role: Role | None = None
    phone: str | None = None


class AgentSkillsSet(Event):
    """What the agent serves: queues with a level each, and languages."""

    kind: Literal["agent.skills_set"] = "agent.skills_set"
    queues: dict[str, int] = Field(default_factory=dict)
    """None: every queue."""
    languages: tuple[str, ...] = ("en",)


class AgentDisabled(Event):
    """The account was closed; every token of it is dead."""

    kind: Literal["agent.disabled"] = "agent.disabled"


class TokenIssued(Event):
    """A personal token was issued; only its id is kept here."""

    kind: Literal["agent.token_issued"] = "agent.token_issued"
    token: str


class TokenRevoked(Event):
    """A personal token was revoked."""

    kind: Literal["agent.token_revoked"] = "agent.token_revoked"
    token: str


class TokenSeenElsewhere(Event):
    """A personal token was used at a place where it never was before, not counting its first."""

    kind: Literal["agent.token_seen_elsewhere"] = "agent.token_seen_elsewhere"
    token: str


class PresenceSet(Event):
    """The agent's presence changed, and who or what made it change."""

    kind: Literal["agent.presence_set"] = "agent.presence_set"
    state: Presence
    reason: str = ""
    until: datetime | None = None
    """When it ends by itself."""
    by: str = ""
    """Who or what changed it; empty: they did."""


class NextPresenceSet(Event):
    """The agent said what comes after the contact they are on; None: nothing any more."""

    kind: Literal["agent.next_presence_set"] = "agent.next_presence_set"
    state: Presence | None = None
    reason: str = ""


class AgentOffered(Event):
    """A call rings on the agent's desk."""

    kind: Literal["agent.offered"] = "agent.offered"
    call: str


class AgentEngaged(Event):
    """The agent has the call."""

    kind: Literal["agent.engaged"] = "agent.engaged"
    call: str


class AgentWrapping(Event):
    """The call is over; the agent finishes its notes."""

    kind: Literal["agent.wrapping"] = "agent.wrapping"
    call: str


class AgentFreed(Event):
    """The agent has nothing to do with the call any more."""

    kind: Literal["agent.freed"] = "agent.freed"
    call: str


class Agent(State):
    """One colleague and what they are doing."""

    number: int
    login: str = ""
    name: str = ""
    role: Role = "agent"
    phone: str = ""
    languages: tuple[str, ...] = ("en",)
    queues: dict[str, int] = Field(default_factory=dict)
    """Queue to level, the highest is offered a contact first; none: every queue."""
    disabled: bool = False
    presence: Presence = "offline"
    presence_reason: str = ""
    presence_by: str = ""
    """Who or what changed it last; empty: they did."""
    presence_since: datetime | None = None
    presence_until: datetime | None = None
    """When it ends by itself."""
    next_presence: Presence | None = None
    """What comes by itself after the contact they are on."""
    next_reason: str = ""
    has_just_come: bool = False
    """Nothing has come to them since they said that contacts may."""
    offer: str | None = None
    call: str | None = None
    wrapping: str | None = None
    watching: str | None = None
    """The call of somebody else that their telephone is in, or on its way to."""
    idle_since: datetime | None = None
    busy_since: datetime | None = None
    """Since when they are offered, on, wrapping up or watching what they are."""

    @property
    def is_free(self) -> bool:
        """Whether a call can be offered now."""
        is_leaving = self.next_presence not in (None, "available")
        is_here = self.presence == "available" and not self.disabled
        return is_here and not self.is_busy and not is_leaving

    @property
    def is_busy(self) -> bool:
        """Whether they have, or are about to have, anything to do with a call."""
        return bool(self.offer or self.call or self.wrapping or self.watching)


def _named(state: Agent, event: AgentAdded | AgentChanged) -> Agent:
    update = {
        key: value
        for key, value in event.model_dump(exclude={"kind", "number"}).items()
        if value is not None
    }
    return state.model_copy(update=update)


def _present(state: Agent, event: PresenceSet, at: datetime) -> Agent:
    return state.model_copy(
        update={
            "presence": event.state,
            "presence_reason": event.reason,
            "presence_by": event.by,
            "presence_since": at,
            "presence_until": event.until,
            "idle_since": at,
            "has_just_come": True,
            "next_presence": None,
            "next_reason": "",
        }
    )


def evolve_agent(state: Agent, event: Event, at: datetime) -> Agent:
    """Apply one event."""
    match event:
        case AgentAdded() | AgentChanged():
            return _named(state, event)
        case AgentSkillsSet(queues=queues, languages=languages):
            return state.model_copy(update={"queues": queues, "languages": languages})
        case AgentDisabled():
            return state.model_copy(update={"disabled": True, "presence": "offline"})
        case PresenceSet():
            return _present(state, event, at)
        case NextPresenceSet(state=after, reason=reason):
            return state.model_copy(update={"next_presence": after, "next_reason": reason})
        case AgentOffered(call=call):
            offered = {"offer": call, "has_just_come": False, "busy_since": at}
            return state.model_copy(update=offered)
        case AgentEngaged(call=call):
            engaged = {"offer": None, "call": call, "watching": None, "busy_since": at}
            return state.model_copy(update=engaged)
        case AgentWatching(call=call):
            return state.model_copy(update={"watching": call, "busy_since": at})
        case AgentWrapping(call=call):
            wraps = {"offer": None, "call": None, "wrapping": call, "busy_since": at}
            return state.model_copy(update=wraps)
        case AgentFreed(call=call):
            update: dict[str, object] = {"idle_since": at}
            for slot in ("offer", "call", "wrapping", "watching"):
                if getattr(state, slot) == call:
                    update[slot] = None
            return state.model_copy(update=update)
        case _:
            return state


class SetPresence(Command):
    """Say whether calls may come."""

    kind: Literal["presence.set"] = "presence.set"
    state: Presence
    reason: str = ""
