"""Agents: who works here, in which role, and their presence, which only the hub changes."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from console.domain.base import Command, Event, Rejected, Role, State

Presence = Literal["available", "break", "away", "training", "lost", "offline"]
CHOSEN: frozenset[str] = frozenset({"available", "break", "away", "training", "offline"})
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


class PresenceSet(Event):
    """The agent's presence changed, and who or what made it change."""

    kind: Literal["agent.presence_set"] = "agent.presence_set"
    state: Presence
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
    disabled: bool = False
    presence: Presence = "offline"
    presence_reason: str = ""
    presence_since: datetime | None = None
    offer: str | None = None
    call: str | None = None
    wrapping: str | None = None
    idle_since: datetime | None = None

    @property
    def is_free(self) -> bool:
        """Whether a call can be offered now."""
        busy = self.offer or self.call or self.wrapping
        return self.presence == "available" and not busy and not self.disabled


def _named(state: Agent, event: AgentAdded | AgentChanged) -> Agent:
    update = {
        key: value
        for key, value in event.model_dump(exclude={"kind", "number"}).items()
        if value is not None
    }
    return state.model_copy(update=update)


def evolve_agent(state: Agent, event: Event, at: datetime) -> Agent:
    """Apply one event."""
    match event:
        case AgentAdded() | AgentChanged():
            return _named(state, event)
        case AgentDisabled():
            return state.model_copy(update={"disabled": True, "presence": "offline"})
        case PresenceSet(state=presence, reason=reason):
            return state.model_copy(
                update={
                    "presence": presence,
                    "presence_reason": reason,
                    "presence_since": at,
                    "idle_since": at,
                }
            )
        case AgentOffered(call=call):
            return state.model_copy(update={"offer": call})
        case AgentEngaged(call=call):
            return state.model_copy(update={"offer": None, "call": call})
        case AgentWrapping(call=call):
            return state.model_copy(update={"offer": None, "call": None, "wrapping": call})
        case AgentFreed(call=call):
            update: dict[str, object] = {"idle_since": at}
            for slot in ("offer", "call", "wrapping"):
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


def decide_presence(state: Agent, command: SetPresence, *, by_rule: bool) -> list[Event]:
    """Change presence; the same state again changes nothing. Raises Rejected."""
    if command.state not in CHOSEN and not by_rule:
        raise Rejected("That state can't be chosen.")
    if state.presence == command.state and state.presence_reason == command.reason:
        return []
    return [PresenceSet(state=command.state, reason=command.reason)]
