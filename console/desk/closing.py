"""An incident that I may not see any more leaves the screen, with the reason and whom to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.desk.session import Session
    from console.domain.restriction import Restricted


def closed(session: Session, told: Restricted) -> None:
    """Forget it, and clear it from the screen if it is open; the cursor goes to the work list."""
    is_open = session.showing.number == told.incident
    if is_open:
        session.drafts.keep_all()
    session.model.hide(told)
    session.model.opened.pop(told.incident, None)
    session.model.stale.discard(told.incident)
    if is_open:
        session.showing.number = 0
        _clear(session)
    if is_open:
        words = f"{words_of(told)} What you typed is kept for its leads."
        session.screen.say(words, "alarm", about="restricted")
    session.showing.everything()


def closed_meanwhile(session: Session, restricted: Iterable[Restricted]) -> None:
    """Do so for what was restricted while this desk was away."""
    for told in restricted:
        if told.incident in session.model.opened or session.showing.number == told.incident:
            closed(session, told)


def words_of(told: Restricted) -> str:
    """Say that it is restricted and whom to ask."""
    return f"{clean_line(told.ref)} is restricted: ask {clean_line(told.ask)}."


def _clear(session: Session) -> None:
    screen = session.screen
    screen.ask.close()
    screen.add_class("-idle")
    screen.timeline.load([])
    screen.note.incident = screen.reply.incident = 0
    screen.note.put("")
    screen.reply.offer([], {})
    screen.reply.put("")
    screen.parties.show([])
    screen.focus_box("queue")
