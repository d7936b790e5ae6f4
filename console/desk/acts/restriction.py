"""Who may see an incident: restricting it, lifting that, and what others had not sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.closing import words_of
from console.desk.widgets.ask_panel import Pick, Question, Write
from console.desk.wire_errors import Away, Refused, said
from console.domain.restriction import RestrictIncident, UnrestrictIncident
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from console.desk.session import Session
    from console.domain.agent import Agent
    from console.domain.incident import Incident
    from console.domain.left_drafts import LeftDraft

RESTRICT, LIFT, LEFT = "incident.restrict", "incident.unrestrict", "incident.left_drafts"
WHO = "logins of who else may see it, like sam, robin"
WHY = "why; only they can read it"
ANSWERS = frozenset({RESTRICT, LIFT, LEFT})
"""Questions that are put and answered here."""


def restrict(session: Session) -> None:
    """Ask who else may see it, and why."""
    incident = session.showing.incident
    if incident is not None:
        start = _logins(session, _people(incident))
        steps = (Write(WHO, start=start, required=False), Write(WHY))
        session.screen.put_question(_question("RESTRICT", incident, steps))


def question_again(
    session: Session, incident: Incident, people: Iterable[int], reason: str
) -> Question:
    """The same, where somebody else has changed the list since: with theirs, and what I wrote."""
    now = _logins(session, _people(incident)) or "nobody"
    words = f"now: {now} — yours is below, not saved"
    mine = Write(words, start=_logins(session, people), required=False)
    return _question("CHANGED MEANWHILE", incident, (mine, Write(WHY, start=reason)))


def _question(title: str, incident: Incident, steps: tuple[Write, ...]) -> Question:
    seen = " ".join(map(str, _people(incident)))
    return Question(RESTRICT, title, steps, str(incident.number), seen)


def _logins(session: Session, people: Iterable[int]) -> str:
    agents = session.model.agents
    return ", ".join(agents[number].login for number in people if number in agents)


def _people(incident: Incident) -> tuple[int, ...]:
    return incident.restriction.people if incident.restriction is not None else ()


def lift(session: Session) -> None:
    """Ask why everybody may see it again."""
    incident = session.showing.incident
    if incident is None or incident.restriction is None:
        session.screen.say("This incident is not restricted.", "quiet")
        return
    steps = (Write("why everybody may see it again"),)
    session.screen.put_question(Question(LIFT, "LIFT RESTRICTION", steps, str(incident.number)))


def list_them(session: Session) -> None:
    """Say which incidents are restricted for me, and whom to ask."""
    known = session.model.hidden.told.values()
    words = " ".join(words_of(told) for told in known)
    session.screen.say(words or "Nothing open is hidden from you.", "quiet", seconds=60)


def left(session: Session) -> None:
    """Read what others had typed here and not sent."""
    session.work(_left(session, session.showing.number))


async def _left(session: Session, number: int) -> None:
    try:
        found = (await session.link.left_drafts(number)).drafts
    except (Away, Refused) as trouble:
        session.screen.say(f"Not found out: {said(trouble)}", "warn")
        return
    if not found:
        session.screen.say("Nobody who was cut off had anything unsent here.", "quiet")
        return
    options = tuple((_whole(one), _whole(one)) for one in found)
    steps = (Pick("unsent; Enter puts it into your note", options),)
    session.screen.put_question(Question(LEFT, "LEFT BEHIND", steps, str(number)))


def _whole(left_draft: LeftDraft) -> str:
    draft = left_draft.draft
    box = "a note" if draft.box == "note" else f"to {draft.to or 'nobody yet'}"
    return clean_line(f"{left_draft.name} had typed ({box}): {draft.text}")


def numbers_of(text: str, agents: Iterable[Agent]) -> tuple[tuple[int, ...], str]:
    """Read logins; gives the agents' numbers, and what is no login."""
    by_login = {agent.login.casefold(): agent.number for agent in agents if not agent.disabled}
    wanted = [word.casefold() for word in text.replace(",", " ").split()]
    unknown = next((word for word in wanted if word not in by_login), "")
    return tuple(by_login[word] for word in wanted if word in by_login), unknown


def answered(session: Session, found: Question, answers: tuple[str, ...]) -> None:
    """Do what the answers say."""
    number = int(found.about)
    if found.action == LIFT:
        session.give(UnrestrictIncident(incident=number, reason=answers[0]))
    elif found.action == LEFT:
        note = session.screen.note
        if session.showing.number == number:
            note.put(f"{note.text}\n{answers[0]}".lstrip())
            session.drafts.keep_words()
    else:
        people, unknown = numbers_of(answers[0], session.model.agents.values())
        if unknown:
            session.screen.say(f"Nobody here has the login {unknown}: nothing changed.", "warn")
            return
        seen = tuple(map(int, found.seen.split()))
        session.give(RestrictIncident(incident=number, people=people, reason=answers[1], seen=seen))


ACTS: dict[str, Callable[[Session], None]] = {
    RESTRICT: restrict,
    LIFT: lift,
    LEFT: left,
    "incident.restricted": list_them,
}
