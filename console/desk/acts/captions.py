"""What the key of captions does: hides them on my screen, or turns them off for the call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.widgets.ask_panel import Pick, Question
from console.domain.captions import SwitchCaptions, is_told
from console.domain.recording import is_refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.session import Session
    from console.domain.call_state import Call

CAPTIONS = "view.captions"


def toggle(session: Session) -> None:
    """Ask where I can choose; else show or hide them here."""
    call, showing = _mine(session), session.showing
    if call is None:
        _show(session, hidden=not showing.hides_captions)
        return
    here = ("show", "Show them here") if showing.hides_captions else ("hide", "Hide them here")
    all_ = ("on", "Turn them on for this call")
    if not call.captions.is_off and not _has_broken(call):
        all_ = ("off", "Turn them off for this call")
    pick = Pick("here, or for the call", (here, all_))
    session.screen.put_question(Question(CAPTIONS, "CAPTIONS", (pick,), about=call.id))


def answered(session: Session, found: Question, answers: tuple[str, ...]) -> None:
    """Do what was chosen; for the call it is on record."""
    if answers[0] in ("show", "hide"):
        _show(session, hidden=answers[0] == "hide")
    else:
        session.give(SwitchCaptions(call=found.about, on=answers[0] == "on"))


def _mine(session: Session) -> Call | None:
    """My call on the screen, if its captions are mine to switch."""
    call = session.model.my_call()
    if call is None or call.incident != session.showing.number:
        return None
    return call if is_told(call) and not is_refused(call) else None


def _has_broken(call: Call) -> bool:
    newest = call.captions.newest
    return newest is not None and newest.has_broken


def _show(session: Session, *, hidden: bool) -> None:
    showing, number = session.showing, session.showing.number
    showing.hides_captions = hidden
    session.screen.timeline.flush()
    session.screen.timeline.extend_back(showing.lines(number))
    showing.captions()
    words = "Captions are hidden on this screen." if hidden else "Captions are shown."
    session.screen.say(words, "quiet")


ACTS: dict[str, Callable[[Session], None]] = {CAPTIONS: toggle}
ANSWERS = frozenset({CAPTIONS})
