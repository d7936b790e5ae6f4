"""What is said of the people of an incident, its checklist, and following it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from console.desk.widgets.ask_panel import Pick, Question, Write
from console.desk.wording.safe_contact import hour_words
from console.domain.base import Rejected
from console.domain.checklist import TickItem
from console.domain.location import StateZone, read_zone
from console.domain.masking import masked
from console.domain.party_roles import ROLES, SetRole
from console.domain.safe_text import clean_line
from console.domain.watching import WatchIncident

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.session import Session
    from console.domain.party_roles import PartyRole
    from console.domain.person import Contact

ROLE, TICK, WATCH = "contact.role", "incident.tick", "incident.watch"
ZONE = "contact.zone"
ANSWERS = frozenset({ROLE, TICK, ZONE})


def _people(session: Session, known: Callable[[Contact], str]) -> tuple[tuple[str, str], ...]:
    """Everybody of the open incident, each with what is known already."""
    return tuple(
        (
            one.handle,
            f"{clean_line(one.name) or 'Unknown person'} {masked(one.handle)} · {known(one)}",
        )
        for one in session.showing.contacts
    )


def role(session: Session) -> None:
    """Ask who is what in the open incident."""
    incident = session.showing.incident
    known = incident.roles if incident is not None else {}
    people = _people(session, lambda one: known.get(one.handle, "role unknown"))
    if not people:
        session.screen.say("Nobody is known here yet.", "quiet")
        return
    roles = (*((name, name) for name in ROLES), ("", "nobody knows"))
    about = str(session.showing.number)
    session.screen.put_question(
        Question(ROLE, "ROLE", (Pick("who", people), Pick("is here", roles)), about)
    )


def zone(session: Session) -> None:
    """Ask in which time zone somebody of the open incident is."""
    now = session.showing.now
    people = _people(session, lambda one: hour_words(one, now))
    if not people:
        session.screen.say("Nobody is known here yet.", "quiet")
        return
    where = Write(
        "zone, like eastern or America/Chicago; empty: unknown", required=False, wrong=_no_zone
    )
    about = str(session.showing.number)
    session.screen.put_question(Question(ZONE, "THEIR ZONE", (Pick("whose", people), where), about))


def _no_zone(text: str) -> str:
    try:
        read_zone(text)
    except Rejected as no:
        return no.message
    return ""


def tick(session: Session) -> None:
    """Ask which thing of the checklist is done, or is not."""
    incident = session.showing.incident
    if incident is None or not incident.checklist:
        words = "Nothing is to be ticked: the incident's category has no checklist."
        session.screen.say(words, "quiet")
        return
    items = sorted(incident.checklist, key=lambda item: item.is_done)
    options = tuple(
        (
            f"{'undo' if item.is_done else 'done'} {item.text}",
            f"[{'x' if item.is_done else ' '}] {item.text}"
            + (f" · {item.done_by}" if item.is_done else ""),
        )
        for item in items
    )
    left = sum(not item.is_done for item in items)
    step = Pick(f"{left} to do; Enter ticks, or takes a tick away", options)
    session.screen.put_question(Question(TICK, "CHECKLIST", (step,), str(incident.number)))


def watch(session: Session) -> None:
    """Hear of the open incident from now on, or not any more."""
    incident, me = session.showing.incident, session.model.me
    if incident is not None and me is not None:
        on = me.number not in incident.watchers
        session.give(WatchIncident(incident=incident.number, on=on))
        told = "You hear of it from now on." if on else "You do not hear of it any more."
        session.screen.say(f"{incident.ref}: {told}", "quiet")


def answered(session: Session, found: Question, answers: tuple[str, ...]) -> None:
    """Do what the answers say."""
    number = int(found.about)
    if found.action == ROLE:
        chosen = cast("PartyRole", answers[1])
        session.give(SetRole(incident=number, handle=answers[0], role=chosen))
    elif found.action == ZONE:
        session.give(StateZone(incident=number, handle=answers[0], zone=answers[1]))
    else:
        how, _, text = answers[0].partition(" ")
        session.give(TickItem(incident=number, text=text, done=how == "done"))


ACTS: dict[str, Callable[[Session], None]] = {
    ROLE: role,
    TICK: tick,
    WATCH: watch,
    ZONE: zone,
}
