"""What the keys of scripts do; the cursor stays where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.widgets.ask_panel import Pick, Question

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.session import Session

FIND = "script.find"
ANSWERS = frozenset({FIND})


def toggle(session: Session) -> None:
    """Open the card that is called for, the next one, or none."""
    session.cards.toggle()


def emergency(session: Session) -> None:
    """Open an emergency card, or the next."""
    session.cards.emergency()


def following(session: Session) -> None:
    """Mark the next line of the card."""
    session.cards.move(1)


def previous(session: Session) -> None:
    """Mark the line before."""
    session.cards.move(-1)


def choose(session: Session) -> None:
    """Note the marked fact, or go where the marked answer leads."""
    session.cards.choose()


def back(session: Session) -> None:
    """Return to the step before."""
    session.cards.back()


def close(session: Session) -> None:
    """Close the card."""
    session.cards.close()


def find(session: Session) -> None:
    """Let one of all cards be chosen by its words."""
    wanted = [card for card, _ in session.cards.called_for()]
    cards = [*wanted, *(card for card in session.cards.shelf.cards if card not in wanted)]
    options = tuple((card.id, f"{card.title.en} · {card.title.es}") for card in cards)
    session.screen.put_question(Question(FIND, "SCRIPT", (Pick("which card", options),)))


def answered(session: Session, _found: Question, answers: tuple[str, ...]) -> None:
    """Open the card that was chosen."""
    card = session.cards.shelf.card(answers[0])
    if card is not None:
        session.cards.show(card)


ACTS: dict[str, Callable[[Session], None]] = {
    "script.show": toggle,
    "script.emergency": emergency,
    "script.next": following,
    "script.previous": previous,
    "script.choose": choose,
    "script.back": back,
    "script.close": close,
    FIND: find,
}
