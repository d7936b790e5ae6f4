"""A safe-to-contact card is written line by line, in any order; a wrong line costs no other one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from console.desk.widgets.ask_panel import Pick, Question, Write
from console.desk.wording.safe_contact import one_line
from console.domain.base import Rejected
from console.domain.person import zone_of
from console.domain.safe_contact import SafeCard, SafeTerms, SetSafeContact, in_words, read_terms
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from console.desk.session import Session

FORM, LINE = "contact.safe_terms", "contact.safe_line"
ACTIONS = frozenset({FORM, LINE})
SAVE = "save"
TITLE = "SAFE TO CONTACT"
WAYS = {"call": "calls", "text": "texts", "mail": "mail", "voicemail": "voicemail"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the card that is written, and what is asked for it."""

    name: str
    empty: str
    ask: str


LINES = {
    "hours": Line("hours", "any", "when they may be reached, like mon-fri 09:00-17:00"),
    "zone": Line("their zone", "by their number", "zone of their hours, like America/Chicago"),
    "hidden_from": Line("must not know", "nobody", "who must not know that they talk to us"),
    "called_as": Line("we are", "ourselves", "who we say we are on the phone"),
    "code_word": Line("code word", "none", "code word; empty: as it is, - for none"),
}


def show(session: Session, handle: str) -> None:
    """Show every line as it stands."""
    held = _held(session, handle)
    _put(session, handle, held, in_words(held))


def form(session: Session, handle: str, terms: SafeTerms, was: str, title: str) -> Question:
    """Ask for every line as it is to be; the first one saves them once something is changed.

    ``was`` is what stood there when it was begun: the hub refuses to write over anything else.
    """
    held = _held(session, handle)
    options = [(way, f"{words}: {'fine' if getattr(terms, way) else 'NO'}")
               for way, words in WAYS.items()]  # fmt: skip
    options += [(name, f"{line.name}: {_value(terms, name)}") for name, line in LINES.items()]
    if terms != held:
        said = one_line(terms) or "nothing holds any more, the card is taken down"
        options.insert(0, (SAVE, f"save: {said}"))
    now = f"now: {clean_line(was) or 'nothing'} — yours is below, not saved"
    step = Pick("Enter changes a line" if title == TITLE else now, tuple(options))
    about = f"{session.showing.number} {handle}"
    return Question(FORM, title, (step,), about, _written_down(terms, was))


def _put(session: Session, handle: str, terms: SafeTerms, was: str) -> None:
    session.screen.put_question(form(session, handle, terms, was, TITLE))


def answered(session: Session, found: Question, answers: tuple[str, ...]) -> None:
    """Change the chosen line, or save them all."""
    handle, (terms, was) = found.about.split(" ")[1], _read(found.seen)
    if found.action == LINE:
        _put(session, handle, _written(terms, found.about.split(" ")[2], answers[0]), was)
    elif answers[0] == SAVE:
        _save(session, found, terms, was)
    elif answers[0] in WAYS:
        turned = {answers[0]: not getattr(terms, answers[0])}
        _put(session, handle, terms.model_copy(update=turned), was)
    else:
        _ask_line(session, found, answers[0])


def _save(session: Session, found: Question, terms: SafeTerms, was: str) -> None:
    number, handle = found.about.split(" ")
    if terms.hours and not terms.zone and zone_of(handle, session.showing.now) is None:
        _ask_line(session, found, "zone", required=True)
    else:
        wish = SetSafeContact(incident=int(number), handle=handle, terms=terms, seen=was)
        session.give(wish)


def _ask_line(session: Session, found: Question, name: str, *, required: bool = False) -> None:
    terms, _ = _read(found.seen)
    start = "" if name == "code_word" else getattr(terms, name)
    step = Write(LINES[name].ask, start, required=required, wrong=partial(_wrong, name))
    session.screen.put_question(Question(LINE, TITLE, (step,), f"{found.about} {name}", found.seen))


def _held(session: Session, handle: str) -> SafeTerms:
    found = next((one for one in session.showing.contacts if one.handle == handle), None)
    card = (found.safe if found else None) or SafeCard()
    return SafeTerms.model_construct(**card.model_dump())


def _written_down(terms: SafeTerms, was: str) -> str:
    return f"{was}\n{terms.model_dump_json()}"


def _read(seen: str) -> tuple[SafeTerms, str]:
    was, _, terms = seen.rpartition("\n")
    # As it was stored: what is too long in it is no reason to fail.
    return SafeTerms.model_construct(**json.loads(terms)), was


def _value(terms: SafeTerms, name: str) -> str:
    if name == "code_word" and terms.code_word:
        return "agreed, hidden"
    return getattr(terms, name) or LINES[name].empty


def _written(terms: SafeTerms, name: str, text: str) -> SafeTerms:
    if name == "code_word":
        text = "" if text == "-" else text or terms.code_word
    return terms.model_copy(update={name: text})


def _wrong(name: str, text: str) -> str:
    """Say what the hub would refuse, while it can still be mended."""
    try:
        read_terms(SafeTerms.model_validate({name: text}), "UTC")
    except Rejected as no:
        return no.message
    except ValueError:
        return "That is too long."
    return ""
