"""Lets go of an incident only once it is said when its people hear from us: asked in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.acts.promise import ask_for_next, timeless
from console.desk.widgets.ask_panel import Pick, Question, Write
from console.domain.call_events import EndWrapUp
from console.domain.letting_go import has_to_say
from console.domain.note import AddNote
from console.domain.promise import OweNothing

if TYPE_CHECKING:
    from console.desk.session import Session
    from console.domain.base import Command
    from console.domain.incident import Incident

ASK, WHEN, NONE = "next.ask", "next.when", "next.none"
ANSWERS = frozenset({ASK, WHEN, NONE})
TITLE = "WHEN DO THEY HEAR FROM US NEXT?"
_TYPED, _NOTHING = "typed", "nothing"
_TIMES = (
    ("in 15 min", "1  in 15 minutes"),
    ("in 1 hour", "2  in an hour"),
    ("tomorrow 9am", "3  tomorrow morning at 9, where they are"),
    (_TYPED, "4  at another time"),
    (_NOTHING, "5  none owed"),
)


class LettingGo:
    """Keeps what somebody wanted to do while they are asked what comes next."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._asked: tuple[Command, int] | None = None
        """What was to be done, and its incident."""
        self._then: tuple[Command, Command] | None = None
        """The answer that the hub was sent, and what is done once it has it."""
        self._wanted: Command | None = None
        """What was done last after an answer."""

    def holds(self, command: Command) -> bool:
        """Ask first, where it has to be said; whether the wish waits for that."""
        incident, me = self._incident(command), self._session.model.me
        # What was merged into it is not all known here, and what was answered is: the hub decides.
        if incident is None or me is None or incident.parts or command is self._wanted:
            return False
        if not has_to_say(incident, command, me.number):
            return False
        if not self._session.model.limits.get("asks_next"):
            ask_for_next(self._session, incident.number)
            return False
        self._ask(command, incident.number)
        return True

    def refused(self, command: Command, words: str) -> None:
        """Ask where the hub wants it; a question that is open already is not pushed away."""
        incident = self._incident(command)
        if incident is None or self._session.screen.ask.question is not None:
            self._session.screen.say(words, "warn")
        else:
            self._ask(command, incident.number)

    def answered(self, found: Question, answer: str) -> None:
        """Say what comes next, then do what was wanted."""
        screen = self._session.screen
        if self._asked is None:
            return
        if found.action == ASK and answer == _TYPED:
            step = Write("when, like 18:00, tomorrow 9am or in 20 min", wrong=timeless)
            screen.put_question(Question(WHEN, TITLE, (step,)))
            return
        if found.action == ASK and answer == _NOTHING:
            step = Write("why not, if it matters; Enter goes on", required=False)
            screen.put_question(Question(NONE, "NONE OWED", (step,)))
            return
        (command, number), self._asked = self._asked, None
        said: Command = AddNote(incident=number, text=f"> contact them again {answer}")
        if found.action == NONE:
            said = OweNothing(incident=number, reason=answer)
        self._then = said, command
        self._session.give(said)

    def granted(self, command: Command) -> None:
        """Do what was wanted, now that the hub knows what comes next."""
        if self._then is not None and self._then[0] == command:
            (_, self._wanted), self._then = self._then, None
            self._session.give(self._wanted)

    def _ask(self, command: Command, number: int) -> None:
        self._asked = command, number
        step = Pick("a number answers", _TIMES, is_quick=True)
        self._session.screen.put_question(Question(ASK, TITLE, (step,)))

    def _incident(self, command: Command) -> Incident | None:
        model = self._session.model
        number: int = getattr(command, "incident", 0)
        if isinstance(command, EndWrapUp):
            call = model.calls.get(command.call)
            number = call.incident if call is not None else 0
        return model.incidents.get(model.home(number))


def answered(session: Session, found: Question, answers: tuple[str, ...]) -> None:
    """Take the answer."""
    session.letting_go.answered(found, answers[0])
