"""A try at the start of a shift whether a call would be heard: it rings as a call does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.widgets.ask_panel import Pick, Question

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.session import Session

TEST = "agent.test_alert"
ANSWERS = frozenset({TEST})
LASTS_SECONDS = 15.0
_HEARD = (
    ("both", "1  I heard the bell and saw the banner"),
    ("seen", "2  I saw it and heard nothing"),
    ("none", "3  it came too late, or not at all"),
)
_SAID = {
    "both": ("Good: a call rings like this until you take it or it goes to a colleague.", "good"),
    "seen": (
        "No bell: turn the bell of your terminal on and the volume up, or set [desk] notify. "
        "Then test it again.",
        "alarm",
    ),
    "none": ("Tell a lead before you become available: you would not notice a call.", "alarm"),
}


class AlertCheck:
    """Rings until it is answered, or for a quarter of a minute."""

    def __init__(self, moment: Callable[[], float]) -> None:
        self._moment = moment
        self._until = 0.0

    @property
    def is_on(self) -> bool:
        """Whether it rings now."""
        return self._moment() < self._until

    def begin(self) -> None:
        """Ring."""
        self._until = self._moment() + LASTS_SECONDS

    def end(self) -> None:
        """Ring no more."""
        self._until = 0.0


def test_it(session: Session) -> None:
    """Ring as a call does, and ask whether that was noticed."""
    if session.model.my_offer() is not None or session.model.my_call() is not None:
        session.screen.say("You have a call: test your alert after it.", "quiet")
        return
    session.alert_check.begin()
    step = Pick("what did you notice?", _HEARD, is_quick=True)
    session.screen.put_question(Question(TEST, "TEST OF MY ALERT", (step,)))


def answered(session: Session, _found: Question, answers: tuple[str, ...]) -> None:
    """Stop it, and say what to do."""
    session.alert_check.end()
    words, loud = _SAID[answers[0]]
    session.screen.say(words, loud)


ACTS: dict[str, Callable[[Session], None]] = {TEST: test_it}
