"""What the keys of the promise ledger do: list what is owed, keep it, move it, or owe nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from console.desk.widgets.ask_panel import Pick, Question, Write
from console.desk.wording.promise import in_words
from console.domain.next_contact import is_said
from console.domain.note import AddNote
from console.domain.promise import KeepPromise, MovePromise, OweNothing, owed, time_of
from console.domain.promise_time import due_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.session import Session

LEDGER, DO, MOVE, NOTHING = "promise.list", "promise.do", "promise.move", "promise.owe_nothing"
NEXT = "promise.next"
ANSWERS = frozenset({LEDGER, DO, MOVE, NOTHING, NEXT})
_DO = (("keep", "it was kept"), ("move", "it gets another time"), ("go", "go to its incident"))


def ledger(session: Session) -> None:
    """List what is owed: of the open incident first, then everything that is mine."""
    me = session.model.me.number if session.model.me else 0
    here = session.showing.number
    found = [
        (incident, promise)
        for incident in session.model.incidents.values()
        for promise in owed(incident)
        if incident.number == here or promise.agent == me
    ]
    if not found:
        session.screen.say("Nothing is promised here, and nothing of yours is owed.", "quiet")
        return
    found.sort(key=lambda one: (one[0].number != here, one[1].due is None, str(one[1].due)))
    zone = session.model.zone
    options = tuple(
        (f"{incident.number}:{promise.id}", f"{incident.ref} {in_words(promise, zone)}")
        for incident, promise in found
    )
    step = Pick(f"{len(found)} owed: which", options)
    session.screen.put_question(Question(LEDGER, "PROMISES", (step,)))


def owe_nothing(session: Session) -> None:
    """Say that nobody has to hear from us next, and why."""
    step = Write("why is no next contact owed")
    session.screen.put_question(Question(NOTHING, "NO NEXT CONTACT", (step,)))


def say_next(session: Session) -> None:
    """Ask when they hear from us next, and what we do then; it becomes a note."""
    step = Write("when and what, like: call back 18:00", wrong=timeless)
    session.screen.put_question(Question(NEXT, "NEXT CONTACT", (step,)))


def timeless(text: str) -> str:
    """What is wrong with words that have to name a time; empty: nothing."""
    if due_of(text, datetime.now(UTC), ZoneInfo("UTC")) is not None:
        return ""
    return "Say a time too, like 18:00, tomorrow 9am or in 20 min."


def ask_for_next(session: Session, number: int) -> None:
    """Remind whoever leaves an incident in which nobody has said what comes next."""
    incident = session.model.incidents.get(number)
    if incident is not None and not is_said(incident):
        words = "nobody has said when they hear from us: Next contact or None owed, in the palette."
        session.screen.say(f"{incident.ref}: {words}", "warn", about="next")


def answered(session: Session, found: Question, answers: tuple[str, ...]) -> None:
    """Do what the answers say."""
    number, _, key = found.about.partition(":")
    if found.action == LEDGER:
        question = Question(DO, "PROMISE", (Pick("what became of it", _DO),), about=answers[0])
        session.screen.put_question(question)
    elif found.action == NEXT:
        session.give(AddNote(incident=session.showing.number, text=f"> {answers[0]}"))
    elif found.action == NOTHING:
        session.give(OweNothing(incident=session.showing.number, reason=answers[0]))
    elif found.action == MOVE:
        when, reason = answers
        wish = MovePromise(
            incident=int(number), id=key, when=when, reason=reason, seen=found.seen or None
        )
        session.give(wish)
    elif answers[0] == "keep":
        session.give(KeepPromise(incident=int(number), id=key))
    elif answers[0] == "move":
        steps = (Write("when, like 18:00, tomorrow 9am, in 20 min"), Write("why"))
        seen = due_of_promise(session, int(number), key)
        session.screen.put_question(Question(MOVE, "MOVE PROMISE", steps, found.about, seen))
    else:
        session.places.show(int(number), focus="note")


def due_of_promise(session: Session, number: int, key: str) -> str:
    """When a promise is due, as far as is known here; empty for no time."""
    incident = session.model.incidents.get(number)
    promises = incident.promises if incident is not None else ()
    return next((time_of(one.due) for one in promises if one.id == key), "")


ACTS: dict[str, Callable[[Session], None]] = {LEDGER: ledger, NOTHING: owe_nothing, NEXT: say_next}
