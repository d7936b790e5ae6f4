"""Asking for help without a sound: one key of an agent, and the answer of a lead."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from console.domain.base import Command, Event, Rejected, State

if TYPE_CHECKING:
    from console.domain.incident import Incident


class Help(State):
    """Who asked for help in an incident, and who answered."""

    agent: int
    name: str
    words: str = ""
    at: datetime | None = None
    lead: int | None = None
    lead_name: str = ""
    answer: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered yet."""
        return self.lead is None


class HelpAsked(Event):
    """Somebody asked for help; nothing of it can be heard."""

    kind: Literal["incident.help_asked"] = "incident.help_asked"
    agent: int
    name: str
    words: str = ""


class HelpAnswered(Event):
    """A lead answered."""

    kind: Literal["incident.help_answered"] = "incident.help_answered"
    agent: int
    name: str
    words: str


class HelpWithdrawn(Event):
    """Who had asked for help needs it no more."""

    kind: Literal["incident.help_withdrawn"] = "incident.help_withdrawn"
    agent: int
    name: str


class AskForHelp(Command):
    """Ask leads for help in an incident, or say that it is not needed any more."""

    kind: Literal["incident.ask_help"] = "incident.ask_help"
    incident: int
    on: bool = True
    words: str = Field(default="", max_length=200)


class AnswerHelp(Command):
    """Answer who asked for help: a line over their note."""

    kind: Literal["incident.answer_help"] = "incident.answer_help"
    incident: int
    words: str = Field(min_length=1, max_length=500)


def evolve_help(state: Incident, event: Event, at: datetime) -> Incident:
    """Apply one event about help."""
    match event:
        case HelpAsked(agent=agent, name=name, words=words):
            asked = Help(agent=agent, name=name, words=words, at=at)
            return state.model_copy(update={"help": asked})
        case HelpAnswered(agent=agent, name=name, words=words) if state.help is not None:
            answer = {"lead": agent, "lead_name": name, "answer": words}
            return state.model_copy(update={"help": state.help.model_copy(update=answer)})
        case HelpWithdrawn():
            return state.model_copy(update={"help": None})
        case _:
            return state


def decide_ask(state: Incident, command: AskForHelp, agent: int, name: str) -> list[Event]:
    """Ask, or take it back; the same again changes nothing."""
    is_open = state.help is not None and state.help.is_open
    if not command.on:
        return [HelpWithdrawn(agent=agent, name=name)] if state.help is not None else []
    return [] if is_open else [HelpAsked(agent=agent, name=name, words=command.words)]


def decide_answer(state: Incident, command: AnswerHelp, lead: int, name: str) -> list[Event]:
    """Answer; a second answer stands beside the first. Raises Rejected."""
    if state.help is None:
        raise Rejected("Nobody asks for help here any more.", code="gone")
    if not command.words.strip():
        raise Rejected("Write an answer first.")
    return [HelpAnswered(agent=lead, name=name, words=command.words)]
