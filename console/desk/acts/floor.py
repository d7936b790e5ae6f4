"""What leads ask about the floor as a whole, and work of people who went home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.clock import spell
from console.desk.widgets.ask_panel import Pick, Question, Write
from console.desk.wire_errors import Away, Refused, said
from console.domain.left_work import ReturnWork, is_gone, is_left
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.session import Session
    from console.domain.agent import Agent

ANSWERS = frozenset({"floor.hours", "floor.happens", "floor.return_work"})
"""Questions that are put and answered here."""


def hours(session: Session, queue: str = "") -> None:
    """Ask about which queue, unless it is known, and which moment."""
    names = tuple((name, name) for name in session.model.queue_names)
    which = () if queue else (Pick("queue", names),)
    when = Write("when, like 2026-12-24 18:00; nothing: now", required=False)
    question = Question("floor.hours", "WHAT HAPPENS AT", (*which, when), about=queue)
    session.screen.put_question(question)


async def _tell(session: Session, queue: str, at: str) -> None:
    from console.desk.wording.hours import happens_words

    try:
        found = await session.link.hours(queue, at)
    except (Away, Refused) as trouble:
        session.screen.say(f"Not found out: {said(trouble)}", "warn")
        return
    lines = tuple((str(n), line) for n, line in enumerate(happens_words(found)))
    steps = (Pick("what a caller meets", lines),)
    session.screen.put_question(Question("floor.happens", "WHAT HAPPENS", steps))


def return_work(session: Session, agent: int = 0) -> None:
    """Give back what somebody left, or ask whose."""
    left = [one for one in session.model.agents.values() if is_gone(one) and _count(session, one)]
    if agent and any(one.number == agent for one in left):
        session.give(ReturnWork(agent=agent))
        session.screen.say("Everybody can take it now; the waits stay as they were.", "good")
        return
    if not left:
        session.screen.say("Nobody who is offline has work of theirs left.", "quiet")
        return
    options = tuple((str(one.number), _words(session, one)) for one in left)
    steps = (Pick("whose work goes back for everybody", options),)
    session.screen.put_question(Question("floor.return_work", "LEFT WORK", steps))


def _count(session: Session, agent: Agent) -> int:
    return sum(is_left(one, agent.number) for one in session.model.incidents.values())


def _words(session: Session, agent: Agent) -> str:
    mine = [one for one in session.model.incidents.values() if is_left(one, agent.number)]
    asks = [one.waiting_since for one in mine if one.unanswered and one.waiting_since]
    oldest = int((session.showing.now - min(asks)).total_seconds()) if asks else 0
    waits = f", {len(asks)} unanswered, the oldest for {spell(oldest)}" if asks else ""
    gone = agent.presence_since
    since = f" since {gone.astimezone(session.model.zone):%H:%M}" if gone is not None else ""
    refs = " ".join(one.ref for one in mine[:3])
    return clean_line(f"{agent.name} · {agent.presence}{since} · {len(mine)} open{waits} · {refs}")


def answered(session: Session, found: Question, answers: tuple[str, ...]) -> None:
    """Do what the answers say; what was read asks for nothing."""
    if found.action == "floor.hours":
        queue, at = (found.about, answers[0]) if found.about else (answers[0], answers[1])
        session.work(_tell(session, queue, at.strip()))
    elif found.action == "floor.return_work":
        return_work(session, int(answers[0]))


ACTS: dict[str, Callable[[Session], None]] = {
    "floor.hours": hours,
    "floor.return_work": return_work,
}
