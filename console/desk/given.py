"""Says that an incident was given to me by a rule, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.incident_events import IncidentTaken
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from console.desk.session import Session
    from console.domain.timeline import Entry


def given(session: Session, entry: Entry) -> None:
    """Ring once and say which incident it is."""
    event, me = entry.event, session.model.me
    if not isinstance(event, IncidentTaken) or not event.why:
        return
    if me is None or event.agent != me.number:
        return
    incident = session.model.incidents.get(entry.incident or 0)
    which = incident.ref if incident is not None else "An incident"
    session.screen.app.bell()
    session.screen.say(clean_line(f"{which} came to you. {event.why}"), "good", about="given")
