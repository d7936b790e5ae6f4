"""What picked up a telephone that we rang: a person, or a machine that hears but does not listen.

Detection guesses, so whoever of us is on the call has the last word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from console.domain.base import Command, Event

if TYPE_CHECKING:
    from console.domain.call_state import Call

AnsweredBy = Literal["", "person", "machine", "unsure"]
MACHINE = "an answering machine answered"


class AnswerDetected(Event):
    """The provider says what picked up the customer's telephone.

    Source: https://www.twilio.com/docs/voice/answering-machine-detection
    """

    kind: Literal["call.answer_detected"] = "call.answer_detected"
    by: AnsweredBy
    told: str = ""
    """Verbatim: human, machine_start, fax, unknown …"""
    milliseconds: int = 0
    """How long the detection listened."""
    no_message: bool = False
    """Whether a flag or a card forbids to speak to their machine."""


class MessageAvoided(Event):
    """A machine answered where no message may be left, and nobody of us said otherwise."""

    kind: Literal["call.message_avoided"] = "call.message_avoided"


class AnswerCorrected(Event):
    """Somebody on the call says what picked up; no detection overrules them."""

    kind: Literal["call.answer_corrected"] = "call.answer_corrected"
    by: Literal["person", "machine"]
    agent: int
    name: str


class SayWhoAnswered(Command):
    """Say whether a person or a machine picked up the call that I made."""

    kind: Literal["call.say_who_answered"] = "call.say_who_answered"
    call: str
    by: Literal["person", "machine"]


ANSWERING_EVENTS = (AnswerDetected, AnswerCorrected)


def meaning(told: str) -> AnsweredBy:
    """Give what the provider's word amounts to; a word that is new to us is no verdict."""
    if told == "human":
        return "person"
    return "machine" if told == "fax" or told.startswith("machine_") else "unsure"


def evolve_answering(state: Call, event: Event) -> Call:
    """Apply one of these events; the first verdict stands, and one of ours stands above it."""
    match event:
        case AnswerCorrected(by=by, name=name):
            return state.model_copy(update={"answered_by": by, "answered_words": name})
        case AnswerDetected(by=by) if not state.answered_by:
            return state.model_copy(update={"answered_by": by})
        case _:
            return state


def is_machine(call: Call) -> bool:
    """Whether nobody was reached, though the telephone was picked up."""
    return call.answered_by == "machine"
