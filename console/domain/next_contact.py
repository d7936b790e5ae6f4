"""When somebody of an incident hears from us next, or that nobody has to, or has said so."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from console.domain.promise import owed
from console.domain.unfinished import still_open

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from console.domain.incident import Incident
    from console.domain.promise import Promise

SOON = timedelta(minutes=10)
"""How long before its time whoever has to keep a promise is reminded."""
_DONE = frozenset({"solved", "closed"})


def is_said(state: Incident) -> bool:
    """Whether it is said when they hear from us, or why they do not; of what is done, always.

    Who is rung back in their turn, by the hub itself, hears from us then.
    """
    is_rung = any(one.what == "callback" and not one.is_ours for one in still_open(state))
    return state.status in _DONE or is_rung or bool(state.none_owed or owed(state))


def is_overdue(promise: Promise, now: datetime) -> bool:
    """Whether its time has passed and nobody has kept it."""
    return promise.is_owed and promise.due is not None and promise.due <= now


def is_due_soon(promise: Promise, now: datetime) -> bool:
    """Whether its time comes within the next minutes."""
    return promise.is_owed and promise.due is not None and now < promise.due <= now + SOON


def keeper(state: Incident, promise: Promise) -> int | None:
    """Whose it is to keep: the incident's owner's, else of whoever gave it."""
    return state.owner if state.owner is not None else promise.agent


def for_leads(
    states: Iterable[Incident], now: datetime, minutes: int
) -> Iterator[tuple[Incident, Promise]]:
    """What of each incident is overdue for longer than its owner has to see to it; oldest each."""
    until = now - timedelta(minutes=minutes)
    for state in states:
        late = next((one for one in owed(state) if is_overdue(one, until)), None)
        if late is not None:
            yield state, late
