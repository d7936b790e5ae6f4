"""What is put aside for a time: a queue that leads divert or close, an incident that waits."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from console.desk.widgets.ask_panel import Pick, Question, Write
from console.domain.parking import ParkIncident, ResumeIncident
from console.domain.queue import CloseQueue, DivertQueue, EndDivert, ReopenQueue

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from console.desk.session import Session

ANSWERS = frozenset({"queue.divert", "queue.close", "queue.restore", "incident.park"})
"""Questions that are put and answered here."""
_MINUTES = (
    ("15", "15 minutes"),
    ("30", "30 minutes"),
    ("60", "1 hour"),
    ("120", "2 hours"),
    ("240", "4 hours"),
    ("480", "8 hours"),
)


def divert(session: Session, queue: str = "") -> None:
    """Ask which queue goes to whose people, unless it is known, and for how long."""
    names = _names(session)
    if len(names) < 2:
        session.screen.say("There is only one queue; nobody else could serve it.", "quiet")
        return
    others = tuple(one for one in names if one[0] != queue)
    which = () if queue else (Pick("calls of", names),)
    title = f"calls of {queue} go to" if queue else "go to"
    steps = (*which, Pick(title, others), Pick("for", _MINUTES))
    session.screen.put_question(Question("queue.divert", "DIVERT", steps, about=queue))


def close(session: Session, queue: str = "") -> None:
    """Ask which queue is closed, unless it is known, for how long and why."""
    spans = (*_MINUTES, ("0", "until somebody opens it"))
    which = () if queue else (Pick("queue", _names(session)),)
    title = f"{queue} for" if queue else "for"
    steps = (*which, Pick(title, spans), Write("why; it is kept"))
    session.screen.put_question(Question("queue.close", "CLOSE QUEUE", steps, about=queue))


def park(session: Session) -> None:
    """Take a parked incident up again, or ask until when it is put aside."""
    incident = session.showing.incident
    if incident is None:
        return
    if incident.parked_at is not None:
        session.give(ResumeIncident(incident=incident.number))
        return
    spans = (("0", "until somebody writes"), *_MINUTES, ("1440", "1 day"), ("4320", "3 days"))
    steps = (Pick("aside for; a reply always ends it", spans), Write("why", required=False))
    question = Question("incident.park", "PARK", steps, about=str(incident.number))
    session.screen.put_question(question)


def restore(session: Session, queue: str = "") -> None:
    """Ask what is to be as it was: of one queue, or of all."""
    chosen = [one for one in session.model.queues.values() if queue in ("", one.name)]
    diverted = [
        (f"divert {one.name}", f"{one.name}, diverted to {one.divert_to}")
        for one in chosen
        if one.diverted_to(session.showing.now)
    ]
    closed = [
        (f"close {one.name}", f"{one.name}, closed: {one.closed_reason}")
        for one in chosen
        if one.is_closed
    ]
    if not diverted and not closed:
        which = f"{queue} is not" if queue else "No queue is"
        session.screen.say(f"{which} diverted or closed by hand.", "quiet")
        return
    steps = (Pick("as it was before", (*diverted, *closed)),)
    session.screen.put_question(Question("queue.restore", "RESTORE QUEUE", steps))


def answered(session: Session, found: Question, answers: tuple[str, ...]) -> None:
    """Do what the answers say."""
    now = session.showing.now
    if found.action.startswith("queue.") and found.about:
        answers = (found.about, *answers)
    if found.action == "queue.divert":
        until = _later(now, answers[2]) or now
        session.give(DivertQueue(queue=answers[0], to=answers[1], until=until))
    elif found.action == "queue.close":
        until_then = _later(now, answers[1])
        session.give(CloseQueue(queue=answers[0], reason=answers[2], until=until_then))
    elif found.action == "incident.park":
        until_then = _later(now, answers[0])
        park = ParkIncident(incident=int(found.about), until=until_then, note=answers[1])
        session.give(park)
    else:
        what, _, name = answers[0].partition(" ")
        session.give(EndDivert(queue=name) if what == "divert" else ReopenQueue(queue=name))


def _names(session: Session) -> tuple[tuple[str, str], ...]:
    return tuple((name, name) for name in session.model.queue_names)


def _later(now: datetime, minutes: str) -> datetime | None:
    return now + timedelta(minutes=int(minutes)) if minutes != "0" else None


ACTS_ON: dict[str, Callable[[Session, str], None]] = {
    "queue.divert": divert,
    "queue.close": close,
    "queue.restore": restore,
}
"""What is done to one queue; without a name it is asked for."""
ACTS: dict[str, Callable[[Session], None]] = {
    "queue.divert": divert,
    "queue.close": close,
    "queue.restore": restore,
    "incident.park": park,
}
