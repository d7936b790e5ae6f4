"""What the keys of a recording do: pause for a card, go on, and stop when somebody refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from console.desk.widgets.ask_panel import Pick, Question, Write
from console.domain.answering import SayWhoAnswered, is_machine
from console.domain.call_events import CUSTOMER, PauseRecording
from console.domain.guests import present_guests
from console.domain.recording import CARD, RUNNING, StopRecording, is_refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.session import Session

NOT_RECORDED = "This call is not being recorded."
STOP = "call.stop_recording"


def card(session: Session) -> None:
    """Pause for payment data, or go on; the call bar says when it is true."""
    call = session.model.my_call()
    if call is None:
        return
    if call.recording in ("paused", "pausing"):
        session.give(PauseRecording(call=call.id, on=False))
    elif call.recording in ("on", "resuming"):
        session.give(PauseRecording(call=call.id, on=True, reason=CARD))
        session.screen.say("Wait with the card until it says RECORDING PAUSED.", "warn")
    else:
        session.screen.say(NOT_RECORDED, "quiet")


def stop(session: Session) -> None:
    """Ask who refuses; it can't be started again."""
    call = session.model.my_call()
    if call is None:
        return
    if call.recording not in RUNNING and is_refused(call):
        session.screen.say(NOT_RECORDED, "quiet")
        return
    guests = [guest for guest in present_guests(call) if guest.role == "outsider"]
    steps: list[Pick | Write] = [
        Write("Who does not want to be recorded? It can't be started again.")
    ]
    if guests:
        who = [(CUSTOMER, "the caller"), *((guest.leg, guest.name) for guest in guests)]
        steps = [
            Pick("who does not want to be recorded", tuple(who)),
            Write("What did they say? The recording can't be started again."),
        ]
    session.screen.put_question(Question(STOP, "STOP RECORDING", tuple(steps), about=call.id))


def who_answered(session: Session) -> None:
    """Say whether a person or a machine picked up; no detection overrules it."""
    call = session.model.my_call() or session.model.my_wrap()
    if call is None or call.inbound or call.answered_at is None:
        session.screen.say("You have rung nobody who has answered.", "quiet")
        return
    by: Literal["person", "machine"] = "person" if is_machine(call) else "machine"
    session.give(SayWhoAnswered(call=call.id, by=by))
    words = "an answering machine" if by == "machine" else "a person"
    session.screen.say(f"You say: {words} answered.", "plain")


def answered(session: Session, found: Question, answers: tuple[str, ...]) -> None:
    """Stop it, with who refused."""
    leg = answers[0] if len(answers) > 1 else CUSTOMER
    session.give(StopRecording(call=found.about, reason=answers[-1], leg=leg))


ACTS: dict[str, Callable[[Session], None]] = {
    "call.card": card,
    STOP: stop,
    "call.who_answered": who_answered,
}
ANSWERS = frozenset({STOP})
