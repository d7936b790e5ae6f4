"""What the keys about guests do: add somebody to my call, hold or drop them, leave it to them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.desk.widgets.ask_panel import UNCHOSEN, Pick, Question, Write
from console.desk.wording.guest import shown_guests
from console.domain.base import Rejected
from console.domain.call_events import EndCall
from console.domain.company import talkers
from console.domain.dialling import check_number
from console.domain.guests import DropGuest, HoldGuest, InviteGuest, LeaveCall, standing
from console.domain.person import masked

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.session import Session
    from console.domain.call_state import Call

OTHER = "number"
NUMBER = "number, like +1 415 555 0123"
LEAVE = "leave"
_DIGITS = re.compile(r"\d{3}")
Options = tuple[tuple[str, str], ...]


def add(session: Session) -> None:
    """Ask whom: a party of the incident, somebody of the directory, or a number."""
    call = session.model.my_call()
    if call is not None:
        options = (*_parties(session, call), *_directory(session), (OTHER, "another number…"))
        whom = Pick("whom, or a number", options, typed=number_typed)
        session.screen.put_question(Question("call.add", "ADD TO CALL", (whom,), call.id))


def _parties(session: Session, call: Call) -> Options:
    there = {call.handle} if not call.caller_left else set()
    return tuple(
        (one.handle, f"{one.name or 'unknown'} · {masked(one.handle)}")
        for one in session.showing.contacts
        if one.handle.startswith("tel:") and one.handle not in there
    )


def _directory(session: Session) -> Options:
    return tuple(
        (f"tel:{one.number} {one.name}", f"{one.name} · {one.kind}")
        for one in session.model.directory
    )


def guests(session: Session) -> None:
    """List what can be done about each guest."""
    call = session.model.my_call()
    if call is None:
        return
    options = _deeds(call)
    if not options:
        session.screen.say("Nobody else is in this call.", "quiet")
        return
    session.screen.put_question(
        Question("call.guests", "GUESTS", (Pick("what", tuple(options)),), call.id)
    )


def _deeds(call: Call) -> list[tuple[str, str]]:
    deeds: list[tuple[str, str]] = []
    for guest in shown_guests(call):
        now = standing(call, guest)
        if now == "gone" or guest.drop_asked:
            continue
        if now != "ringing":
            deed, verb = ("back", "Take off hold") if guest.hold_asked else ("hold", "Hold")
            deeds.append((f"{deed} {guest.leg}", f"{verb}: {guest.name} · {now}"))
        verb = "Stop ringing" if now == "ringing" else "Drop"
        deeds.append((f"drop {guest.leg}", f"{verb}: {guest.name} · {now}"))
    if talkers(call):
        deeds.append((LEAVE, "Leave the call: the others go on without you"))
    return deeds


def leave(session: Session) -> None:
    """Leave my call to the others."""
    if (call := session.model.my_call()) is not None:
        session.give(LeaveCall(call=call.id))


def end_left(session: Session) -> None:
    """End a call of the open incident that goes on without any of us."""
    number = session.showing.number
    left = [c for c in session.model.calls.values() if c.incident == number and c.phase == "left"]
    if not left:
        session.screen.say("No call of this incident goes on without us.", "quiet")
    for call in left:
        session.give(EndCall(call=call.id))


def no_number(text: str) -> str:
    """Why what was typed can't be rung; empty: it may be."""
    try:
        check_number(text)
    except Rejected as no:
        return no.message
    return ""


def number_typed(text: str) -> tuple[str, str] | None:
    """What was typed as an option, with why it can't be rung; None: it is no number at all."""
    if not _DIGITS.search(text):
        return None
    if wrong := no_number(text):
        return UNCHOSEN, wrong
    number = check_number(text)
    return f"{OTHER} {number}", f"the number {number}"


def _added(session: Session, found: Question, answers: tuple[str, ...]) -> None:
    handle, _, name = answers[0].partition(" ")
    if handle != OTHER:
        session.give(InviteGuest(call=found.about, to=handle, name=name))
        return
    who = Write("who that is", required=False)
    # One that was typed already is there as a name.
    steps = (who,) if name else (Write(NUMBER, wrong=no_number), who)
    question = Question("call.add_number", "ADD TO CALL", steps, found.about, name)
    session.screen.put_question(question)


def _numbered(session: Session, found: Question, answers: tuple[str, ...]) -> None:
    number, name = found.seen or answers[0].strip(), answers[-1]
    session.give(InviteGuest(call=found.about, to=f"tel:{number}", name=name[:80]))


def _chosen(session: Session, found: Question, answers: tuple[str, ...]) -> None:
    deed, _, leg = answers[0].partition(" ")
    match deed:
        case "hold" | "back":
            session.give(HoldGuest(call=found.about, leg=leg, on=deed == "hold"))
        case "drop":
            session.give(DropGuest(call=found.about, leg=leg))
        case _:
            session.give(LeaveCall(call=found.about))


ACTS: dict[str, Callable[[Session], None]] = {
    "call.add": add,
    "call.guests": guests,
    "call.leave": leave,
    "call.end_left": end_left,
}
ANSWERS: dict[str, Callable[[Session, Question, tuple[str, ...]], None]] = {
    "call.add": _added,
    "call.add_number": _numbered,
    "call.guests": _chosen,
}
