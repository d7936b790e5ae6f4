"""Two people changed one thing: the question comes back with both versions, what I typed in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.acts.promise import MOVE, due_of_promise
from console.desk.acts.restriction import question_again
from console.desk.acts.safe_form import form
from console.desk.widgets.ask_panel import Question, Write
from console.domain.location import NoteCallbackNumber, NotePlace
from console.domain.note import EditNote
from console.domain.person import IdentifyContact
from console.domain.promise import MovePromise
from console.domain.restriction import RestrictIncident
from console.domain.safe_contact import SetSafeContact, in_words
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from console.desk.session import Session
    from console.domain.base import Command
    from console.domain.note import Note
    from console.domain.safe_contact import SafeCard

TITLE = "CHANGED MEANWHILE"


def ask_again(session: Session, command: Command) -> None:
    """Ask once more where the words would be lost, unless something else is being asked."""
    if session.screen.ask.question is not None:
        return
    question = _again(session, command)
    if question is not None:
        session.screen.put_question(question)


def _again(session: Session, command: Command) -> Question | None:
    match command:
        case EditNote(id=key, text=text):
            note = _note(session, key)
            if note is None or note.deleted:
                return None
            step = _step(note.text, text)
            return Question("note.edit", TITLE, (step,), about=key, seen=str(note.edits))
        case NotePlace(incident=number, place=place):
            incident = session.model.incidents.get(number)
            now = incident.place if incident else ""
            return Question("incident.place", TITLE, (_step(now, place),), seen=now)
        case NoteCallbackNumber(incident=number, number=text):
            incident = session.model.incidents.get(number)
            now = incident.callback_number if incident else ""
            step = _step(now.removeprefix("tel:"), text)
            return Question("incident.callback_number", TITLE, (step,), seen=now)
        case SetSafeContact(incident=number, handle=handle, terms=terms):
            if number != session.showing.number:
                return None
            return form(session, handle, terms, in_words(_card(session, handle)), TITLE)
        case IdentifyContact(handle=handle, name=name):
            known = session.model.names.contacts.get(handle)
            now = known.name if known is not None else ""
            return Question("contact.identify", TITLE, (_step(now, name),), handle, now)
        case RestrictIncident(incident=number, people=people, reason=reason):
            incident = session.model.incidents.get(number)
            return question_again(session, incident, people, reason) if incident else None
        case MovePromise(incident=number, id=key, when=when, reason=reason):
            now = due_of_promise(session, number, key)
            steps = (_step(now, when), Write("why", start=reason))
            return Question(MOVE, TITLE, steps, f"{number}:{key}", now)
        case _:
            return None


def _card(session: Session, handle: str) -> SafeCard | None:
    found = (one.safe for one in session.showing.contacts if one.handle == handle)
    return next(found, None)


def _step(now: str, mine: str) -> Write:
    return Write(f"now: {clean_line(now) or 'nothing'} — yours is below, not saved", start=mine)


def _note(session: Session, key: str) -> Note | None:
    opened = session.model.opened.get(session.showing.number)
    return opened.scene.notes.get(key) if opened is not None else None
