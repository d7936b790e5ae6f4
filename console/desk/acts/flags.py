"""Puts flags up and takes them down: on the open incident, or on a person wherever they appear."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from console.desk.widgets.ask_panel import Pick, Question, Write
from console.domain.flags import PRESETS, FlagPerson, UnflagPerson, standing
from console.domain.incident_events import ClearFlag, SetFlag
from console.domain.masking import masked
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from console.desk.session import Session
    from console.domain.base import Command
    from console.domain.person import Contact

FLAG, HOW_LONG, UNFLAG = "incident.flag", "incident.flag_until", "incident.unflag"
ANSWERS = frozenset({FLAG, HOW_LONG, UNFLAG})
_HERE, _OTHER = "incident", "other"
_HOURS = {1: "1 hour", 24: "24 hours", 168: "7 days", 720: "30 days", 0: "for good"}


def flag(session: Session) -> None:
    """Ask on what, and which; the usual ones know how long they stand."""
    people = ((one.handle, f"{_name(one)}, in every incident") for one in session.showing.contacts)
    on = Pick("on what", ((_HERE, "this incident alone"), *people))
    usual = ((words, f"{words} · {_HOURS[hours]}") for words, hours in PRESETS)
    which = Pick("which", (*usual, (_OTHER, "other words")))
    about = str(session.showing.number)
    session.screen.put_question(Question(FLAG, "FLAG", (on, which), about))


def _name(contact: Contact) -> str:
    return f"{clean_line(contact.name) or 'Unknown person'} {masked(contact.handle)}"


def _how_long(session: Session, about: str, chosen: str) -> None:
    usual = dict(PRESETS).get(chosen, 24)
    order = sorted(_HOURS, key=lambda hours: hours != usual)
    long = Pick("how long", tuple((str(hours), _HOURS[hours]) for hours in order))
    words = () if chosen != _OTHER else (Write("in a few words"),)
    steps = (*words, long, Write("why (may stay empty)", required=False))
    title = "FLAG" if words else f"FLAG {chosen.upper()}"
    session.screen.put_question(Question(HOW_LONG, title, steps, about, chosen))


def unflag(session: Session) -> None:
    """Ask which is to be taken down, of the incident and of its people."""
    incident, now = session.showing.incident, session.showing.now
    mine = incident.active_flags(now) if incident is not None else ()
    options = [(f"{_HERE}\n{one.flag}", one.flag) for one in mine]
    for contact in session.showing.contacts:
        of = _name(contact)
        found = standing(contact.flags, now)
        options += [(f"{contact.handle}\n{one.flag}", f"{one.flag} · of {of}") for one in found]
    if not options:
        session.screen.say("There is no flag to take down.", "quiet")
        return
    about = str(session.showing.number)
    step = Pick("which", tuple(options))
    session.screen.put_question(Question(UNFLAG, "TAKE FLAG DOWN", (step,), about))


def answered(session: Session, found: Question, answers: tuple[str, ...]) -> None:
    """Do what the answers say."""
    number, _, on = found.about.partition(" ")
    if found.action == FLAG:
        _how_long(session, f"{number} {answers[0]}", answers[1])
    elif found.action == HOW_LONG:
        *written, hours, note = answers
        words = written[0] if written else found.seen
        until = _until(hours, session.showing.now)
        session.give(_put_up(int(number), on, words, note, until))
    else:
        on, _, words = answers[0].partition("\n")
        _take_down(session, int(number), on, words)


def _put_up(number: int, on: str, words: str, note: str, until: datetime | None) -> Command:
    if on == _HERE:
        return SetFlag(incident=number, flag=words[:60], until=until, note=note[:500])
    return FlagPerson(incident=number, handle=on, flag=words[:60], until=until, note=note[:500])


def _take_down(session: Session, number: int, on: str, words: str) -> None:
    if on == _HERE:
        session.give(ClearFlag(incident=number, flag=words))
    else:
        session.give(UnflagPerson(incident=number, handle=on, flag=words))


def _until(hours: str, now: datetime) -> datetime | None:
    return now + timedelta(hours=int(hours)) if hours != "0" else None


ACTS: dict[str, Callable[[Session], None]] = {FLAG: flag, UNFLAG: unflag}
