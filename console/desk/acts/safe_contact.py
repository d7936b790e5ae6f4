"""How somebody may be reached: written down, opened by leads, and asked for at night."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.acts import safe_form
from console.desk.widgets.ask_panel import Pick, Question, Write
from console.domain.masking import masked
from console.domain.safe_contact import (
    ExplainNight,
    OpenSafeContact,
    RevealCodeWord,
)
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.session import Session
    from console.domain.person import Contact

WRITE, OPEN = "contact.safe", "contact.open_safe"
WORD, NIGHT = "contact.code_word", "contact.night"
ANSWERS = frozenset({WRITE, OPEN, WORD, NIGHT}) | safe_form.ACTIONS


def write(session: Session) -> None:
    """Ask whose card it is, unless there is one party only; then show it line by line."""
    found = session.showing.contacts
    if len(found) == 1:
        safe_form.show(session, found[0].handle)
    else:
        _ask_whom(session, WRITE, safe_form.TITLE, found)


def open_card(session: Session) -> None:
    """Ask a lead whose card is opened, and why."""
    found = [one for one in session.showing.contacts if one.safe is not None]
    _ask_whom(session, OPEN, "OPEN CARD", found, Write("why, against their card; on record"))


def code_word(session: Session) -> None:
    """Ask whose code word is to be shown, and why."""
    found = [one for one in session.showing.contacts if one.safe and one.safe.code_word]
    _ask_whom(session, WORD, "CODE WORD", found, Write("why you need it; this is on record"))


def _ask_whom(
    session: Session, action: str, title: str, found: list[Contact], *more: Write
) -> None:
    if not found:
        words = "is known here yet" if action == WRITE else "here has such a card"
        session.screen.say(f"Nobody {words}.", "quiet")
        return
    people = tuple(
        (one.handle, f"{clean_line(one.name) or 'Unknown person'} {masked(one.handle)}")
        for one in found
    )
    question = Question(action, title, (Pick("whose", people), *more), str(session.showing.number))
    session.screen.put_question(question)


def ask_why_at_night(session: Session, incident: int, handle: str) -> None:
    """Ask for the reason that the hub wants before somebody is woken."""
    step = Write("why can't it wait? Then do it again")
    session.screen.put_question(Question(NIGHT, "THEIR NIGHT", (step,), f"{incident} {handle}"))


def answered(session: Session, found: Question, answers: tuple[str, ...]) -> None:
    """Do what the answers say."""
    number, _, handle = found.about.partition(" ")
    incident = int(number)
    if found.action == WRITE:
        safe_form.show(session, answers[0])
    elif found.action in safe_form.ACTIONS:
        safe_form.answered(session, found, answers)
    elif found.action == NIGHT:
        session.give(ExplainNight(incident=incident, handle=handle, reason=answers[0]))
    else:
        kind = OpenSafeContact if found.action == OPEN else RevealCodeWord
        session.give(kind(incident=incident, handle=answers[0], reason=answers[1]))


ACTS: dict[str, Callable[[Session], None]] = {WRITE: write, OPEN: open_card, WORD: code_word}
