"""What the keys of an incident and its two boxes do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.abbreviations import unfilled_words
from console.desk.boxes import NOTE
from console.desk.promised import explain
from console.desk.recipients import add_copy, bound, take_out
from console.desk.seen_before import list_them
from console.domain.incident_events import ReleaseIncident, TakeIncident, TakeNext
from console.domain.message_events import MAX_TEXT, SendMail, SendText, TakeBackMessage
from console.domain.note import AddNote

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.session import Session

TAKE_OVER_SECONDS = 10.0


def take(session: Session) -> None:
    """Become the owner; again, soon after being told who has it, takes it over."""
    number = session.showing.number
    refused, at = session.take_over
    over = refused == number and session.model.moment() - at <= TAKE_OVER_SECONDS
    session.take_over = 0, -60.0
    session.give(TakeIncident(incident=number, over=over))


def take_next(session: Session) -> None:
    """Take the most urgent incident that nobody owns."""
    session.give(TakeNext())


def release(session: Session) -> None:
    """Put it back."""
    session.give(ReleaseIncident(incident=session.showing.number))


def take_back(session: Session) -> None:
    """Take back what has not left yet."""
    message = session.showing.undoable()
    if message is None:
        session.screen.say("Nothing can be taken back any more.", "quiet")
    else:
        session.give(TakeBackMessage(id=message.id))


def note_box(session: Session) -> None:
    """Write a note."""
    session.screen.focus_box("note")


def reply_box(session: Session) -> None:
    """Write a reply."""
    session.screen.focus_box("reply")


def next_receiver(session: Session) -> None:
    """Choose the next receiver; the words of the last one stay with them."""
    reply, to = session.screen.reply, bound(session)
    if to is not None and reply.copies.is_for_nobody(to):
        reply.copies.choose(to)
        reply.reword()
        return
    if refusal := session.screen.reply.next_receiver():
        session.screen.say(refusal, "warn")


def send(session: Session) -> None:
    """Send what stands in the reply box, whoever it says it reaches."""
    reply = session.screen.reply
    receiver, text = reply.receiver, reply.text
    if not text.strip():
        session.screen.say("The reply box is empty.", "quiet")
    elif receiver is None:
        session.screen.say("Nobody of this incident can be written to yet.", "warn")
    elif not reply.sure:
        session.screen.say(
            "Choose the receiver first: these words came back after a restart.", "warn"
        )
    elif (to := bound(session)) is not None and reply.copies.is_for_nobody(to):
        session.screen.say("Nobody gets this mail: choose whom it is for first.", "warn")
    elif receiver.blocked:
        session.screen.say(_why_blocked(receiver.blocked), "alarm")
    elif receiver.channel == "sms" and len(text) > MAX_TEXT:
        session.screen.say(
            f"A text has at most {MAX_TEXT} characters; this has {len(text)}.", "warn"
        )
    elif why := unfilled_words(f"{reply.subject}\n{text}" if receiver.channel == "email" else text):
        session.screen.say(why, "warn")
    else:
        _send(session, text)


def _why_blocked(words: str) -> str:
    if words.startswith("STOPPED"):
        return f"{words}. Call or email instead."
    return f"{words}, says their safe-to-contact card. Another way, or a lead opens it: Open card."


def _send(session: Session, text: str) -> None:
    reply, number = session.screen.reply, session.showing.number
    receiver = reply.receiver
    if receiver is None:
        return
    command: SendText | SendMail
    if receiver.channel == "sms":
        command = SendText(incident=number, to=receiver.handle, body=text)
    else:
        to = number, receiver.handle
        command = SendMail(
            incident=number,
            to=(receiver.handle,),
            cc=reply.copies.of(to),
            subject=reply.subject,
            body=text,
        )
        reply.copies.put(to, ())
    reply.settle()
    session.drafts.keep_all()
    reply.put("")
    session.give(command, box=receiver.key)


def add_note(session: Session, number: int, text: str, offset: int | None) -> None:
    """Note a line, with its place on the call clock."""
    call = session.model.my_call()
    if call is None or call.incident != number:
        session.give(AddNote(incident=number, text=text), box=NOTE)
    else:
        note = AddNote(incident=number, text=text, call=call.id, offset=offset)
        session.give(note, box=NOTE)


def step(by: int) -> Callable[[Session], None]:
    """Show the incident above or below in the work list."""

    def act(session: Session) -> None:
        # At once, not by a message: the next key is meant for the other incident already.
        if number := session.screen.queue.neighbour(by):
            session.places.show(number)

    return act


ACTS: dict[str, Callable[[Session], None]] = {
    "incident.take": take,
    "incident.take_next": take_next,
    "incident.release": release,
    "contact.earlier": list_them,
    "incident.clocks": explain,
    "message.take_back": take_back,
    "box.note": note_box,
    "box.reply": reply_box,
    "box.to": next_receiver,
    "box.send": send,
    "box.cc": add_copy,
    "box.take_out": take_out,
    "view.next": step(1),
    "view.previous": step(-1),
}
