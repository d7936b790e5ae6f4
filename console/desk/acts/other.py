"""Looks for the other incident that somebody names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.widgets.ask_panel import Pick, Question
from console.desk.widgets.queue_rows import name_of
from console.desk.wire_errors import Away, Refused, said

if TYPE_CHECKING:
    from console.desk.session import Session
    from console.domain.incident import Incident
    from console.domain.wire import QueueRow

NAMED = "reference, number or name of "
"""How it is asked for."""


async def find_others(session: Session, number: int, text: str) -> list[QueueRow]:
    """Find incidents by reference, number or name; what can't be found is said."""
    try:
        rows = await session.link.find(text)
    except (Away, Refused) as trouble:
        session.screen.say(f"Not found out: {said(trouble)}", "warn")
        return []
    others = [row for row in rows if row.incident.number != number]
    if not others:
        session.screen.say(f"No other incident fits {text}.", "quiet")
    return others


def ask_which(session: Session, action: str, title: str, rows: list[QueueRow], about: str) -> None:
    """Let one of several be chosen."""
    options = tuple(
        (str(row.incident.number), f"{row.incident.ref} {name_of(row)} · {row.incident.status}")
        for row in rows
    )
    steps = (Pick(f"{len(rows)} incidents", options),)
    session.screen.put_question(Question(action, title, steps, about))


async def read(session: Session, number: int) -> Incident | None:
    """Read one that was chosen; None when it can't be read, which is said."""
    try:
        return (await session.link.incident(number)).incident
    except (Away, Refused) as trouble:
        session.screen.say(f"Not found out: {said(trouble)}", "warn")
        return None
