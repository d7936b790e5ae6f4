"""What leads do about the calls of others, and how an agent asks for help without a sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.widgets.ask_panel import Pick, Question, Write
from console.domain.assistance import AnswerHelp, AskForHelp
from console.domain.supervision import (
    LEADS,
    BackToListening,
    Barge,
    FreeAgent,
    Listen,
    StopListening,
    TakeOverCall,
    Whisper,
    leg_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.session import Session
    from console.domain.agent import Agent

NO_CALL = "There is no live call here."
ANSWERS = frozenset({"lead.take_over", "lead.help", "lead.free"})
"""Questions that are put and answered here."""
_STAYS = (("leaves", "the agent leaves the call"), ("stays", "the agent goes on listening"))


def target(session: Session) -> str:
    """The call that a key is about: the open incident's, else the one that I am in."""
    incident, watched = session.showing.incident, session.model.my_watch()
    if incident is not None and incident.live_call:
        return incident.live_call
    return watched.id if watched is not None else ""


def do(session: Session, action: str, call: str) -> None:
    """Do a lead's action about a call, wherever it was chosen."""
    if not call:
        session.screen.say(NO_CALL, "quiet")
    elif action == "lead.take_over":
        session.screen.put_question(_take_over(call))
    elif action == "lead.listen":
        _listen(session, call)
    elif action == "lead.stop":
        session.give(StopListening(call=call))
    else:
        session.give(Whisper(call=call) if action == "lead.whisper" else Barge(call=call))


def _listen(session: Session, call: str) -> None:
    """Listen; from a whisper or a barge go back to it; from listening leave."""
    known, me = session.model.calls.get(call), session.model.me
    mine = leg_of(known, me.number) if known is not None and me is not None else None
    if mine is None:
        session.give(Listen(call=call))
    elif mine.mode == "listen" and not mine.trouble:
        session.give(StopListening(call=call))
    else:
        session.give(BackToListening(call=call))


def _take_over(call: str) -> Question:
    steps = (Pick("the agent", _STAYS), Write("why; the agent reads it"))
    return Question("lead.take_over", "TAKE OVER", steps, about=call)


def help_(session: Session) -> None:
    """Ask for help, or take that back; as a lead, answer who asks."""
    incident, me = session.showing.incident, session.model.me
    if incident is None or me is None:
        return
    is_open = incident.help is not None and incident.help.is_open
    if me.role in LEADS and incident.help is not None and incident.help.agent != me.number:
        words = Write(f"to {incident.help.name}; it shows over their note")
        about = str(incident.number)
        session.screen.put_question(Question("lead.help", "ANSWER", (words,), about=about))
        return
    session.give(AskForHelp(incident=incident.number, on=not is_open))
    said = "Help is not needed any more." if is_open else "Leads are told. Nothing was audible."
    session.screen.say(said, "good")


def free(session: Session) -> None:
    """Choose somebody who is stuck."""
    stuck = [one for one in session.model.agents.values() if _is_stuck(one)]
    if not stuck:
        session.screen.say("Nobody is stuck in a wrap-up, and no desk has vanished.", "quiet")
        return
    options = tuple((str(one.number), f"{one.name} · {_stuck_in(one)}") for one in stuck)
    steps = (Pick("whom", options), Write("why; it is kept"))
    session.screen.put_question(Question("lead.free", "FREE", steps))


def _is_stuck(agent: Agent) -> bool:
    return not agent.disabled and (agent.wrapping is not None or agent.presence == "lost")


def _stuck_in(agent: Agent) -> str:
    return "in wrap-up" if agent.wrapping is not None else "the desk has vanished"


def answered(session: Session, found: Question, answers: tuple[str, ...]) -> None:
    """Do what the answers say."""
    if found.action == "lead.help":
        session.give(AnswerHelp(incident=int(found.about), words=answers[0]))
    elif found.action == "lead.free":
        session.give(FreeAgent(agent=int(answers[0]), reason=answers[1]))
    else:
        stays = answers[0] == "stays"
        session.give(TakeOverCall(call=found.about, reason=answers[1], stays=stays))
        if (call := session.model.calls.get(found.about)) is not None:
            # From here on what the agent types is read along, and so it comes with the call.
            session.places.show(call.incident)


def _of(action: str) -> Callable[[Session], None]:
    return lambda session: do(session, action, target(session))


ACTS: dict[str, Callable[[Session], None]] = {
    "lead.listen": _of("lead.listen"),
    "lead.whisper": _of("lead.whisper"),
    "lead.barge": _of("lead.barge"),
    "lead.take_over": _of("lead.take_over"),
    "lead.stop": _of("lead.stop"),
    "lead.help": help_,
    "lead.free": free,
}
