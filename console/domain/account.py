"""The account at the telephone provider: what happens to it as a whole, on a stream of its own."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from console.domain.base import Event, State


class PreviousTokenUsed(Event):
    """A request was signed with the token that is being replaced; told once a rotation."""

    kind: Literal["account.previous_token_used"] = "account.previous_token_used"
    until: datetime | None = None
    """The moment until which it counts; None when nobody set one."""


class PreviousTokenEnded(Event):
    """The token that was replaced counts no more."""

    kind: Literal["account.previous_token_ended"] = "account.previous_token_ended"
    until: datetime
    used: bool
    """Whether any request was signed with it."""


class StoredLate(Event):
    """For a while the database took nothing: what providers sent was kept aside and stored now."""

    kind: Literal["account.stored_late"] = "account.stored_late"
    since: datetime
    """When the first of it came in."""
    until: datetime
    count: int
    """Requests."""


class Account(State):
    """How the change of its token stands."""

    sid: str
    is_used: bool = False
    """Whether the old token was used in the present rotation."""
    ended_until: datetime | None = None
    """Of the rotation that ended last."""


def evolve_account(state: Account, event: Event) -> Account:
    """Apply one event."""
    match event:
        case PreviousTokenUsed():
            return state.model_copy(update={"is_used": True})
        case PreviousTokenEnded(until=until):
            return state.model_copy(update={"ended_until": until, "is_used": False})
        case _:
            return state


def decide_token_used(state: Account, until: datetime | None) -> list[Event]:
    """Tell the first use in a rotation; another one, or one after its end, changes nothing."""
    if state.is_used or (until is not None and state.ended_until == until):
        return []
    return [PreviousTokenUsed(until=until)]


def decide_token_ended(state: Account, until: datetime) -> list[Event]:
    """Tell the end of a rotation once."""
    if state.ended_until == until:
        return []
    return [PreviousTokenEnded(until=until, used=state.is_used)]
