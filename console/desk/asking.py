"""Actions that ask something first: puts the question, and does what the answers say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk import alert_check, letting_go, promised, recipients
from console.desk.acts import abbreviations as acts_abbreviations
from console.desk.acts import captions as acts_captions
from console.desk.acts import emergency as acts_emergency
from console.desk.acts import flags as acts_flags
from console.desk.acts import floor as acts_floor
from console.desk.acts import guests as acts_guests
from console.desk.acts import lead as acts_lead
from console.desk.acts import merging as acts_merging
from console.desk.acts import missed as acts_missed
from console.desk.acts import moving as acts_moving
from console.desk.acts import my_drafts as acts_my_drafts
from console.desk.acts import note_history as acts_note_history
from console.desk.acts import on_call as acts_on_call
from console.desk.acts import one_person as acts_one_person
from console.desk.acts import paging as acts_paging
from console.desk.acts import people as acts_people
from console.desk.acts import presence as acts_presence
from console.desk.acts import promise as acts_promise
from console.desk.acts import queues as acts_queues
from console.desk.acts import recording as acts_recording
from console.desk.acts import resources as acts_resources
from console.desk.acts import restriction as acts_restriction
from console.desk.acts import safe_contact as acts_safe
from console.desk.acts import script as acts_script
from console.desk.acts import transfer as acts_transfer
from console.desk.acts import verification as acts_verification
from console.desk.attachments import view
from console.desk.closing import words_of
from console.desk.screens.questions import Asked, question, wish
from console.desk.widgets.ask_panel import Pick, Question
from console.desk.widgets.queue_rows import name_of
from console.desk.wire_errors import Away, Refused, said
from console.desk.wording.media import choices
from console.domain.incident import Incident
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.session import Session
    from console.domain.message import Message
    from console.domain.note import Note

    Answered = Callable[[Session, Question, tuple[str, ...]], None]

ASKERS = (
    acts_my_drafts,
    alert_check,
    acts_abbreviations,
    acts_note_history,
    acts_merging,
    acts_moving,
    acts_missed,
    acts_paging,
    acts_on_call,
    acts_emergency,
    acts_floor,
    acts_lead,
    acts_transfer,
    acts_queues,
    acts_recording,
    acts_restriction,
    acts_script,
    acts_promise,
    letting_go,
    acts_safe,
    acts_resources,
    acts_people,
    acts_flags,
    acts_one_person,
    acts_captions,
    acts_verification,
    acts_presence,
)
"""Modules with questions of their own, and what their answers do."""
NOTHING = {
    "call.dial": "Nobody of this incident has a phone number.",
    "contact.identify": "There is nobody to identify here.",
    "contact.reveal": "Nobody of this incident has an address.",
    "message.resend": "Everything has arrived, as far as we know.",
    "media.open": "Nothing was sent along with a message here.",
    "media.view": "Nothing was opened and saved since this desk was started.",
    "message.dismiss": "Everything has arrived, as far as we know.",
    "note.edit": "Choose a note of the timeline first: Shift+Tab goes there.",
    "note.delete": "Choose a note of the timeline first: Shift+Tab goes there.",
}


def asked(session: Session) -> Asked:
    """What is open now, as far as questions need it."""
    showing, model = session.showing, session.model
    incident = showing.incident or Incident(number=0)
    trouble = [(key, _words(showing.message(key))) for key in incident.trouble]
    call = model.my_call()
    return Asked(
        incident=incident,
        contacts=showing.contacts,
        numbers=model.numbers,
        now=showing.now,
        role=model.me.role if model.me else "agent",
        tree=model.names.tree,
        note=chosen_note(session),
        trouble=trouble,
        call=call.id if call else "",
        media=choices(showing.messages, model.names, chosen_message(session)),
        saved=tuple(session.saved.items()),
    )


def _words(message: Message | None) -> str:
    return f"{message.body[:60]} · {message.words}" if message else "a message further up"


def chosen_message(session: Session) -> str:
    """The message that is chosen on the timeline and has attachments; empty for none."""
    line = session.screen.timeline.choice
    return line.open_key if line is not None else ""


def chosen_note(session: Session) -> Note | None:
    """The note that is chosen on the timeline."""
    line = session.screen.timeline.choice
    opened = session.model.opened.get(session.showing.number)
    if line is None or opened is None or line.kind != "note":
        return None
    for key, note in opened.scene.notes.items():
        told = opened.line_of(f"note/{key}")
        if told is not None and told.key == line.key and not note.deleted:
            return note
    return None


def ask(session: Session, action: str) -> None:
    """Put the question of an action."""
    found = question(action, asked(session))
    if found is None:
        session.screen.say(NOTHING.get(action, "There is nothing to choose."), "quiet")
    else:
        session.screen.put_question(found)


def _who_asked(action: str) -> Answered | None:
    """What does something about the answers to a question of its own."""
    if action in acts_guests.ANSWERS:
        return acts_guests.ANSWERS[action]
    return next((acts.answered for acts in ASKERS if action in acts.ANSWERS), None)


def answered(session: Session, found: Question, answers: tuple[str, ...]) -> None:
    """Do what the answers say."""
    if found.action == "incident.find":
        session.work(find(session, answers[0]))
    elif found.action == "incident.found":
        session.places.show(int(answers[0]), focus="note")
    elif found.action == promised.READ:
        session.screen.notice.settled("clocks")
    elif found.action == "media.view":
        view(session, answers[0])
    elif found.action in recipients.ANSWERS:
        recipients.answered(session, found, answers[0])
    elif (act := _who_asked(found.action)) is not None:
        act(session, found, answers)
    elif found.action == "box.subject":
        session.screen.reply.subject = clean_line(answers[0])
        session.screen.reply.reword()
    else:
        command = wish(found, answers, asked(session))
        if command is not None:
            session.give(command)


async def find(session: Session, text: str) -> None:
    """Look for incidents by reference, number or name, and let one be chosen."""
    try:
        rows = await session.link.find(text)
    except (Away, Refused) as trouble:
        session.screen.say(f"Not found out: {said(trouble)}", "warn")
        return
    if not rows:
        hidden = session.model.hidden.by_ref(text)
        words = words_of(hidden) if hidden is not None else f"Nothing fits {text}."
        session.screen.say(words, "warn" if hidden is not None else "quiet")
    elif len(rows) == 1:
        session.places.show(rows[0].incident.number, focus="note")
    else:
        options = tuple(
            (str(row.incident.number), f"{row.incident.ref} {name_of(row)} · {row.incident.status}")
            for row in rows
        )
        title = f"{len(rows)} incidents"
        session.screen.put_question(Question("incident.found", "FOUND", (Pick(title, options),)))
