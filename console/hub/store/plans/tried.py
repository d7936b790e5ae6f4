"""Every attempt to reach who waits to be got back to is counted, whichever key rang them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.followup import Followup, FollowupClosed, FollowupTried, still_open
from console.domain.incident import Incident
from console.domain.person import handle_of

OWED_TRIES = 3
"""How often somebody is rung back before that counts like any other number."""

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.agent import Agent
    from console.hub.store.tx import Tx


def about(incident: Incident, handle: str) -> list[Followup]:
    """Give what is open about one number; the one to ring back stands for all of them."""
    is_pinned = handle == incident.callback_number
    return [f for f in still_open(incident) if is_pinned or f.handle == handle]


def is_owed(incident: Incident, to: str) -> bool:
    """Whether somebody waits to be rung there, and was not rung often already.

    Each of these began with a call to us, so ringing them back is no way to run up a bill.
    """
    handle = handle_of(to.removeprefix("tel:"))
    return any(found.attempts < OWED_TRIES for found in about(incident, handle))


def note_tried(tx: Tx, agent: Agent, number: int, handle: str, call: str) -> None:
    """Count an attempt that somebody made by hand."""
    incident = tx.get(Incident, number)
    for found in about(incident, handle) if incident else ():
        tried = FollowupTried(
            key=found.key, agent=agent.number, name=agent.name, call=call, is_last=found.is_ours
        )
        tx.emit(f"incident/{number}", number, tried)


def close_all(
    tx: Tx,
    number: int,
    followups: Iterable[Followup],
    words: str,
    *,
    agent: int | None = None,
    name: str = "",
) -> None:
    """Close some, by a rule."""
    for found in followups:
        closed = FollowupClosed(key=found.key, agent=agent, name=name, words=words)
        tx.emit(f"incident/{number}", number, closed)
