"""What the keys of a recording do: pause for a card, go on, and stop when somebody refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.widgets.ask_panel import Question, Write
from console.domain.call_events import PauseRecording
from console.domain.recording import CARD, RUNNING, StopRecording

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
    if call.recording not in RUNNING and call.consent == "refused":
        session.screen.say(NOT_RECORDED, "quiet")
        return
    reason = Write("Who does not want to be recorded? It can't be started again.")
    session.screen.put_question(Question(STOP, "STOP RECORDING", (reason,), about=call.id))


def answered(session: Session, found: Question, answers: tuple[str, ...]) -> None:
    """Stop it, with who refused."""
    session.give(StopRecording(call=found.about, reason=answers[0]))


ACTS: dict[str, Callable[[Session], None]] = {"call.card": card, STOP: stop}
ANSWERS = frozenset({STOP})
