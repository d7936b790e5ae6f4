"""Says that and how somebody's identity was checked: a number on a display proves nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from console.desk.widgets.ask_panel import Pick, Question, Write
from console.domain.person import masked
from console.domain.safe_text import clean_line
from console.domain.verification import HOW, VerifyCaller

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.session import Session
    from console.domain.verification import How

VERIFY = "contact.verify"


def verify(session: Session) -> None:
    """Ask who was checked, and how."""
    people = tuple(
        (one.handle, f"{clean_line(one.name) or 'Unknown person'} {masked(one.handle)}")
        for one in session.showing.contacts
    )
    if not people:
        session.screen.say("Nobody is known here yet.", "quiet")
        return
    steps = (Pick("who", people), Pick("how", tuple(HOW.items())), Write("details", required=False))
    about = str(session.showing.number)
    session.screen.put_question(Question(VERIFY, "VERIFIED", steps, about=about))


def answered(session: Session, found: Question, answers: tuple[str, ...]) -> None:
    """Write it down."""
    handle, how, words = answers
    wish = VerifyCaller(incident=int(found.about), handle=handle, how=cast("How", how), words=words)
    session.give(wish)


ACTS: dict[str, Callable[[Session], None]] = {VERIFY: verify}
ANSWERS = frozenset({VERIFY})
