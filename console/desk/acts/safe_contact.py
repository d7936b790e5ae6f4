"""How somebody may be reached: written down, opened by leads, and asked for at night."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.widgets.ask_panel import Pick, Question, Write
from console.domain.masking import masked
from console.domain.safe_contact import (
    ExplainNight,
    OpenSafeContact,
    RevealCodeWord,
    SafeCard,
    SafeTerms,
    SetSafeContact,
    in_words,
)
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.session import Session
    from console.domain.person import Contact

WRITE, TERMS, OPEN = "contact.safe", "contact.safe_terms", "contact.open_safe"
WORD, NIGHT = "contact.code_word", "contact.night"
ANSWERS = frozenset({WRITE, TERMS, OPEN, WORD, NIGHT})
_ALL = (("call", "calls"), ("text", "texts"), ("mail", "mail"), ("voicemail", "voicemail"))


def write(session: Session) -> None:
    """Ask whose card it is; what it says now stands in the questions that follow."""
    _ask_whom(session, WRITE, "SAFE TO CONTACT", session.showing.contacts)


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
        session.screen.say("Nobody here has such a card.", "quiet")
        return
    people = tuple(
        (one.handle, f"{clean_line(one.name) or 'Unknown person'} {masked(one.handle)}")
        for one in found
    )
    question = Question(action, title, (Pick("whose", people), *more), str(session.showing.number))
    session.screen.put_question(question)


def _terms(session: Session, handle: str) -> None:
    found = next((one for one in session.showing.contacts if one.handle == handle), None)
    card = (found.safe if found else None) or SafeCard()
    about = f"{session.showing.number} {handle}"
    seen = f"{card.code_word}\n{in_words(card)}"
    session.screen.put_question(question_of(card, about, seen))


def question_of(card: SafeCard, about: str, seen: str, title: str = "SAFE TO CONTACT") -> Question:
    """Ask for every line of a card, with what stands there now or was typed before."""
    steps: tuple[Pick | Write, ...] = (
        *(Pick(f"{words}?", _yes_no(words, getattr(card, way))) for way, words in _ALL),
        Write("hours, like mon-fri 09:00-17:00; empty: any", card.hours, required=False),
        Write("zone of the hours; empty: by their number", card.zone, required=False),
        Write("who must not know of us", card.hidden_from, required=False),
        Write("who we say we are on the phone", card.called_as, required=False),
        Write("code word; empty: as it is, - for none", required=False),
    )
    return Question(TERMS, title, steps, about, seen)


def _yes_no(words: str, is_allowed: bool) -> tuple[tuple[str, str], ...]:
    yes, no = ("yes", f"{words} are fine"), ("no", f"NO {words.upper()}")
    return (yes, no) if is_allowed else (no, yes)


def ask_why_at_night(session: Session, incident: int, handle: str) -> None:
    """Ask for the reason that the hub wants before somebody is woken."""
    step = Write("why can't it wait? Then do it again")
    session.screen.put_question(Question(NIGHT, "THEIR NIGHT", (step,), f"{incident} {handle}"))


def answered(session: Session, found: Question, answers: tuple[str, ...]) -> None:
    """Do what the answers say."""
    number, _, handle = found.about.partition(" ")
    incident = int(number)
    if found.action == WRITE:
        _terms(session, answers[0])
    elif found.action == TERMS:
        terms, seen = _read(found, answers), found.seen.partition("\n")[2]
        session.give(SetSafeContact(incident=incident, handle=handle, terms=terms, seen=seen))
    elif found.action == NIGHT:
        session.give(ExplainNight(incident=incident, handle=handle, reason=answers[0]))
    else:
        kind = OpenSafeContact if found.action == OPEN else RevealCodeWord
        session.give(kind(incident=incident, handle=answers[0], reason=answers[1]))


def _read(found: Question, answers: tuple[str, ...]) -> SafeTerms:
    call, text, mail, voicemail, hours, zone, hidden_from, called_as, word = answers
    return SafeTerms(
        call=call == "yes",
        text=text == "yes",
        mail=mail == "yes",
        voicemail=voicemail == "yes",
        hours=hours,
        zone=zone,
        hidden_from=hidden_from,
        called_as=called_as,
        code_word="" if word == "-" else word or found.seen.partition("\n")[0],
    )


ACTS: dict[str, Callable[[Session], None]] = {WRITE: write, OPEN: open_card, WORD: code_word}
