"""Puts people in copy of the next mail, and takes receivers out, by the agent's own act only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.widgets.ask_panel import Pick, Question, Write
from console.domain.person import address_of, mail_handle, masked
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.copies import Bound, Copies
    from console.desk.session import Session
    from console.domain.message_events import SendMail

NO_MAIL = "Only an email has copies: choose an email receiver first."
MOST = 20
"""Copies of one mail; the hub takes no more."""


def bound(session: Session) -> Bound | None:
    """Whom the next mail is for; None when it is no mail."""
    receiver = session.screen.reply.receiver
    if receiver is None or receiver.channel != "email":
        return None
    return session.showing.number, receiver.handle


def add_copy(session: Session) -> None:
    """Ask whom to put in copy."""
    if bound(session) is None:
        session.screen.say(NO_MAIL, "quiet")
    else:
        session.screen.put_question(Question("box.cc", "ADD CC", (Write("an email address"),)))


def take_out(session: Session) -> None:
    """Ask whom to take out."""
    to = bound(session)
    if to is None:
        session.screen.say(NO_MAIL, "quiet")
        return
    copies = session.screen.reply.copies
    first = () if copies.is_for_nobody(to) else ((to[1], f"To {masked(to[1])}"),)
    others = tuple((handle, f"CC {address_of(handle)}") for handle in copies.of(to))
    step = Pick("who gets nothing", (*others, *first))
    if step.options:
        session.screen.put_question(Question("box.take_out", "TAKE OUT", (step,)))
    else:
        session.screen.say("Nobody gets this mail as it is.", "quiet")


def _written(session: Session, to: Bound, found: Question, answer: str) -> None:
    handle = mail_handle(answer)
    refusal = _refusal(session, to, handle, answer)
    if handle is None or refusal:
        session.screen.say(refusal, "warn")
        return
    incident = session.showing.incident
    if incident is not None and handle in incident.handles:
        _add(session, to, handle)
        return
    words = f"{address_of(handle)} would read what you write"
    options = (("no", "leave them out"), ("yes", "put them in copy all the same"))
    ask = Question("box.cc_outside", "NO PARTY OF THIS INCIDENT", (Pick(words, options),), handle)
    session.screen.put_question(ask)


def _refusal(session: Session, to: Bound, handle: str | None, answer: str) -> str:
    copies = session.screen.reply.copies.of(to)
    if handle is None:
        return f"{clean_line(answer)[:60]} is not an email address."
    if handle == to[1] or handle in copies:
        return f"{address_of(handle)} gets it already."
    if address_of(handle) == session.model.mail_from.lower():
        return "That is our own address: the mail would come back to us."
    return "A mail has no more copies than that." if len(copies) >= MOST else ""


def _confirmed(session: Session, to: Bound, found: Question, answer: str) -> None:
    if answer == "yes":
        _add(session, to, found.about)


def _add(session: Session, to: Bound, handle: str) -> None:
    reply = session.screen.reply
    reply.copies.add(to, handle)
    reply.reword()
    session.screen.say(f"In copy of this mail: {address_of(handle)}.", "good")


def _chosen(session: Session, to: Bound, found: Question, answer: str) -> None:
    reply = session.screen.reply
    reply.copies.take_out(to, answer)
    reply.reword()
    session.screen.say(f"Gets nothing: {address_of(answer)}.", "warn")


def restore(copies: Copies, refused: SendMail) -> None:
    """Put those in copy again who were, unless others are by now."""
    to = refused.incident, refused.to[0]
    if not copies.of(to):
        copies.put(to, refused.cc)


ANSWERS: dict[str, Callable[[Session, Bound, Question, str], None]] = {
    "box.cc": _written,
    "box.cc_outside": _confirmed,
    "box.take_out": _chosen,
}


def answered(session: Session, found: Question, answer: str) -> None:
    """Do what the answer to one of these questions says."""
    if (to := bound(session)) is not None:
        ANSWERS[found.action](session, to, found, answer)
