"""Says what happens in incidents that I watch, and that a colleague mentions me."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.call_events import CallArrived
from console.domain.incident_events import StatusMoved
from console.domain.message_events import MessageReceived
from console.domain.safe_text import clean_line
from console.domain.watching import AgentMentioned, SeeMention

if TYPE_CHECKING:
    from console.desk.session import Session
    from console.domain.timeline import Entry

SECONDS = 60


def told(session: Session, entry: Entry) -> None:
    """Say what an entry means for me, if it happened elsewhere."""
    incident = session.model.whole(session.model.home(entry.incident or 0))
    me = session.model.me
    if incident is None or me is None or entry.actor == f"agent:{me.number}":
        return
    if isinstance(entry.event, AgentMentioned) and entry.event.agent == me.number:
        mentioned(session, incident.number, entry.event.by)
        return
    is_elsewhere = incident.number != session.showing.number
    if is_elsewhere and me.number in incident.watchers and (words := _words(entry)):
        said = f"{incident.ref}, which you watch: {words}"
        session.screen.say(said, "plain", seconds=SECONDS)


def mentioned(session: Session, number: int, by: str) -> None:
    """Say who mentioned me; what is open before me is seen already."""
    incident = session.model.incidents[number]
    if number == session.showing.number:
        session.screen.say(f"{clean_line(by)} mentions you here.", "warn", seconds=SECONDS)
        seen(session, number)
    else:
        words = f"{clean_line(by)} mentions you in {incident.ref}: open it to read."
        session.screen.say(words, "warn", seconds=SECONDS)


def seen(session: Session, number: int) -> None:
    """Take my mark away from an incident that is opened."""
    incident, me = session.model.whole(number), session.model.me
    unread = incident.mentions if incident is not None else ()
    if me is not None and any(one.agent == me.number for one in unread):
        session.give(SeeMention(incident=number))


def _words(entry: Entry) -> str:
    match entry.event:
        case MessageReceived(channel=channel):
            return "a new text" if channel == "sms" else "a new mail"
        case CallArrived():
            return "they ring"
        case StatusMoved(before=before, after=after):
            return f"{before} → {after}"
        case _:
            return ""
