"""What the keys of reading out do: one line of the card, large; nothing of it is ever sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.cards.place import Way

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.session import Session


def read(session: Session) -> None:
    """Show one line of the card, large in the caller's language; again: the card.

    Without an open card, the one that is called for.
    """
    cards = session.cards
    if cards.aloud is not None:
        cards.stop_reading()
        return
    if cards.place is None:
        cards.toggle()
    if not cards.read():
        session.screen.say("This card has no lines to say.", "quiet")


def interpreter(session: Session) -> None:
    """Read lines of this incident for an interpreter, or for the caller again."""
    if session.cards.split():
        words = "For an interpreter: lines in your own language, long ones in parts."
    else:
        words = "Lines are read whole again, in the caller's language."
    session.screen.say(words, "quiet")


def moved(session: Session, by: int) -> bool:
    """Go to the next line or the one before, while one is read out; whether one is."""
    cards = session.cards
    aloud = cards.aloud
    if aloud is None:
        return False
    if not aloud.move(by):
        end = "last" if by > 0 else "first"
        session.screen.say(f"This is the {end} line of the step.", "quiet")
    cards.show_read()
    return True


def chosen(session: Session) -> bool:
    """Note what was asked, or go on to the next step, while a line is read out; whether one is."""
    cards = session.cards
    aloud = cards.aloud
    if aloud is None:
        return False
    if aloud.line.fact is None and len(aloud.place.ways) > 1:
        cards.stop_reading()
        session.screen.say("Choose how it turned out.", "quiet")
        return True
    if aloud.line.fact is None and not isinstance(aloud.place.choice, Way):
        aloud.place.mark_ways()
    is_left = aloud.line.fact is None
    cards.choose()
    _go_on(session, has_moved=is_left)
    return True


def returned(session: Session) -> bool:
    """Return to the step before, while a line is read out; whether one is."""
    cards = session.cards
    if cards.aloud is None:
        return False
    cards.back()
    _go_on(session, has_moved=True)
    return True


def _go_on(session: Session, *, has_moved: bool) -> None:
    """Read on from here; a step that has nothing to say is shown as it stands on the card."""
    cards = session.cards
    step = cards.place.step if cards.place is not None else None
    if has_moved and not (step is not None and step.say):
        cards.stop_reading()
    else:
        cards.read()


ACTS: dict[str, Callable[[Session], None]] = {
    "script.read": read,
    "script.interpreter": interpreter,
}
