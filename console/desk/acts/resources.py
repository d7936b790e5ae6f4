"""Finds a vet, a shelter or an emergency number near somebody, with the hub or without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.widgets.ask_panel import Pick, Question, Write
from console.domain.call_events import DialCall
from console.domain.guests import InviteGuest
from console.domain.resources import find as fitting

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from console.desk.session import Session
    from console.domain.resources import Resource

FIND, CHOOSE, USE = "resources.find", "resources.choose", "resources.use"
ANSWERS = frozenset({FIND, CHOOSE, USE})
SIGHT = 60
"""Lines to choose from; more words narrow them."""


def find(session: Session) -> None:
    """Ask what is looked for, and where."""
    if not session.book.book.lines:
        words = "The resource book is empty: an admin loads it with console resources load."
        session.screen.say(words, "quiet")
        return
    step = Write("what and where, like: vet austin")
    session.screen.put_question(Question(FIND, "FIND A VET …", (step,), _about(session)))


def words_of(one: Resource, today: date) -> str:
    """A line of the book on one line of the screen; what is stale says so before its number."""
    checked = f"checked {one.verified:%Y-%m-%d}" if one.verified else "never checked"
    stale = f"STALE, {checked}: check it first · " if one.is_stale(today) else ""
    rest = (one.phone, one.region, one.hours, one.address, "" if stale else checked, one.source)
    told = " · ".join(part for part in rest if part)
    return f"{stale}{one.name} · {one.kind} · {told}"


def answered(session: Session, found: Question, answers: tuple[str, ...]) -> None:
    """Do what the answers say."""
    if found.action == FIND:
        _choose(session, found.about, answers[0])
    elif found.action == CHOOSE:
        _offer(session, found.about, answers[0])
    else:
        _use(session, found, answers[0])


def _about(session: Session) -> str:
    return str(session.showing.number)


def _choose(session: Session, about: str, words: str) -> None:
    today = session.showing.now.date()
    fits = fitting(session.book.book.lines, words, today)
    if not fits:
        session.screen.say(f"Nothing in the book fits {words}.", "quiet")
        return
    options = tuple((f"{one.phone} {one.name}", words_of(one, today)) for one in fits[:SIGHT])
    title = f"{len(fits)} found" + (f", the first {SIGHT}" if len(fits) > SIGHT else "")
    session.screen.put_question(Question(CHOOSE, "RESOURCES", (Pick(title, options),), about))


def _offer(session: Session, about: str, chosen: str) -> None:
    call = session.model.my_call()
    ways = [("note", "write it into the note")]
    if call is not None and call.phase == "talking":
        ways.insert(0, ("invite", "add them to my call"))
    elif about != "0":
        ways.insert(0, ("dial", "ring them from this incident"))
    step = Pick("what now", tuple(ways))
    session.screen.put_question(Question(USE, chosen, (step,), about, seen=chosen))


def _use(session: Session, found: Question, how: str) -> None:
    phone, _, name = found.seen.partition(" ")
    call = session.model.my_call()
    if how == "dial":
        session.give(DialCall(incident=int(found.about), to=f"tel:{phone}"))
    elif how == "invite" and call is not None:
        session.give(InviteGuest(call=call.id, to=f"tel:{phone}", name=name[:80]))
    else:
        note = session.screen.note
        note.put(f"{note.text}\n{name}: {phone}".lstrip())
        session.drafts.keep_words()


ACTS: dict[str, Callable[[Session], None]] = {FIND: find}
