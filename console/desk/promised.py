"""The clocks of the open incident: read when something moved them, and explained on a key."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from console.desk.widgets.ask_panel import Pick, Question
from console.desk.wire_errors import Away, Refused, said
from console.desk.wording.clocks import why

if TYPE_CHECKING:
    from console.desk.session import Session
    from console.domain.incident import Incident

log = logging.getLogger(__name__)
READ = "incident.clocks_read"
"""The panel that explains them; nothing is done when a line of it is chosen."""


def moved_by(incident: Incident) -> tuple[object, ...]:
    """What of an incident can move its clocks; while it is the same, they need no reading."""
    return (
        incident.number,
        incident.severity,
        incident.status,
        incident.waiting_since,
        incident.answer,
        incident.trouble,
        incident.live_calls,
        incident.waiting_calls,
    )


async def learn(session: Session, number: int) -> None:
    """Read them for the header; without them it says nothing of time."""
    try:
        session.showing.clocks[number] = await session.link.clocks(number)
    except (Away, Refused):
        session.showing.clocks.pop(number, None)
        log.info("clocks_unread", extra={"incident": number})
        return
    if number == session.showing.number:
        session.showing.everything()


def keep_true(session: Session) -> None:
    """Read them again when an entry may have moved them."""
    incident = session.showing.incident
    if incident is None:
        return
    calls = session.model.calls.values()
    phases = tuple((call.id, call.phase) for call in calls if call.incident == incident.number)
    now = (*moved_by(incident), phases)
    if session.showing.clocks_of != now:
        session.showing.clocks_of = now
        session.work(learn(session, incident.number))


def explain(session: Session) -> None:
    """Show why each clock says what it says."""
    session.work(_explain(session, session.showing.number))


async def _explain(session: Session, number: int) -> None:
    try:
        view = await session.link.clocks(number)
    except (Away, Refused) as trouble:
        session.screen.say(f"Not found out: {said(trouble)}", "warn")
        return
    if number != session.showing.number:
        return
    session.showing.clocks[number] = view
    lines = tuple((str(n), line) for n, line in enumerate(why(view, session.model.zone)))
    step = Pick("line by line; Escape closes", lines)
    session.screen.put_question(Question(READ, "WHY THIS CLOCK", (step,)))
