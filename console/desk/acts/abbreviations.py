"""The list of abbreviations: searched, and the chosen words put into a box; sends nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.widgets.ask_panel import Pick, Question

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.session import Session

LIST = "box.abbreviation"
ANSWERS = frozenset({LIST})


def choose(session: Session) -> None:
    """Let one be chosen by its name or its words."""
    known = session.abbreviations.known.values()
    if not known:
        session.screen.say("There are no abbreviations here.", "quiet")
        return
    box = session.screen.focused_box
    language = session.abbreviations.language if box == "reply" else "en"
    options = tuple(
        (
            one.name,
            f";{one.name}{' (mine)' if one.is_personal else ''} · "
            + " ".join(one.text(language).split()),
        )
        for one in known
    )
    title = "ABBREVIATIONS"
    question = Question(LIST, title, (Pick("which words", options),), about=box)
    session.screen.put_question(question)


def answered(session: Session, found: Question, answers: tuple[str, ...]) -> None:
    """Put the words into the box that the cursor came from; the note, if it was elsewhere."""
    is_reply = found.about == "reply"
    lists, screen = session.abbreviations, session.screen
    box = screen.reply if is_reply else screen.note
    words = lists.for_reply(answers[0]) if is_reply else lists.for_note(answers[0])
    screen.focus_box("reply" if is_reply else "note")
    box.page.put_words(words)


ACTS: dict[str, Callable[[Session], None]] = {LIST: choose}
