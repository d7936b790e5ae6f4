"""Presence: what a person may choose, what comes after a contact, and what ends by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from console.domain.agent import (
    CHOSEN,
    Agent,
    NextPresenceSet,
    Presence,
    PresenceSet,
    SetPresence,
)
from console.domain.base import Command, Event, Rejected
from console.domain.roles import BY_RULE

RECOVER = timedelta(minutes=5)
"""How long somebody recovers after a hard call; it counts against nobody."""
RECOVERED = "the 5 minutes to recover are over"


class SetNextPresence(Command):
    """Say what comes by itself when the contact one is on is finished."""

    kind: Literal["presence.next"] = "presence.next"
    state: Presence | None
    """None: nothing; what was said before is taken back."""
    reason: str = ""


def entered(state: Presence, reason: str, now: datetime) -> PresenceSet:
    """Give the event of somebody entering a state."""
    until = now + RECOVER if state == "recover" else None
    return PresenceSet(state=state, reason=reason, until=until)


def decide_presence(
    state: Agent, command: SetPresence, *, by_rule: bool, now: datetime
) -> list[Event]:
    """Change presence; the same state again changes nothing. Raises Rejected."""
    if command.state not in CHOSEN and not by_rule:
        raise Rejected("That state can't be chosen.")
    if state.presence == command.state and state.presence_reason == command.reason:
        return []
    return [entered(command.state, command.reason, now)]


def decide_next(state: Agent, command: SetNextPresence, now: datetime) -> list[Event]:
    """Keep what comes next; who is on nothing goes there at once. Raises Rejected."""
    if command.state is None:
        return [NextPresenceSet(state=None)] if state.next_presence else []
    if command.state not in CHOSEN:
        raise Rejected("That state can't be chosen.")
    if not state.is_busy:
        wish = SetPresence(state=command.state, reason=command.reason)
        return decide_presence(state, wish, by_rule=False, now=now)
    if (state.next_presence, state.next_reason) == (command.state, command.reason):
        return []
    return [NextPresenceSet(state=command.state, reason=command.reason)]


def what_is_due(state: Agent, now: datetime) -> list[Event]:
    """Give what comes by itself by now: what was said to come next, or the end of recovering."""
    if state.disabled or state.is_busy:
        return []
    if state.next_presence is not None:
        return [entered(state.next_presence, state.next_reason, now)]
    if state.presence_until is not None and state.presence_until <= now:
        return [PresenceSet(state="available", reason=RECOVERED, by=BY_RULE)]
    return []
