"""Every version of a note, with who wrote it and when; a deleted one has its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.clock import moment_words
from console.desk.widgets.ask_panel import Pick, Question

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.scene import Version
    from console.desk.session import Session

READ = "note.history"
ANSWERS = frozenset({READ})


def show(session: Session) -> None:
    """List the versions of the chosen note, the newest at the top."""
    versions = _versions(session)
    if not versions:
        session.screen.say("Choose a note of the timeline first: Shift+Tab goes there.", "quiet")
        return
    model = session.model
    options = tuple(
        (
            str(place),
            f"{moment_words(one.at, model.zone)} {model.names.actor(one.actor)}"
            f"{' deleted it' if one.is_deletion else ''}: {' '.join(one.text.split())}",
        )
        for place, one in enumerate(reversed(versions))
    )
    count = f"{len(versions)} version{'' if len(versions) == 1 else 's'}, newest first"
    session.screen.put_question(Question(READ, "NOTE", (Pick(count, options),)))


def _versions(session: Session) -> list[Version]:
    line = session.screen.timeline.choice
    opened = session.model.opened.get(session.showing.number)
    if line is None or opened is None:
        return []
    for stream in opened.scene.versions:
        told = opened.line_of(stream)
        if told is not None and told.key == line.key:
            return opened.scene.history(stream)
    return []


def answered(_session: Session, _found: Question, _answers: tuple[str, ...]) -> None:
    """Nothing is to be done: it was there to be read."""


ACTS: dict[str, Callable[[Session], None]] = {READ: show}
