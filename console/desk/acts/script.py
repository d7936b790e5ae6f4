"""What the keys of scripts do; the cursor stays where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.acts import aloud
from console.desk.widgets.ask_panel import Pick, Question
from console.library.placeholders import filled, readable

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.cards.place import Place
    from console.desk.session import Session
    from console.library.card import Words

FIND = "script.find"
ANSWERS = frozenset({FIND})


def toggle(session: Session) -> None:
    """Open the card that is called for, the next one, or none."""
    session.cards.toggle()


def emergency(session: Session) -> None:
    """Open an emergency card, or the next."""
    session.cards.emergency()


def following(session: Session) -> None:
    """Mark the next line of the card, or read it out."""
    if not aloud.moved(session, 1):
        session.cards.move(1)


def previous(session: Session) -> None:
    """Mark the line before, or read it out again."""
    if not aloud.moved(session, -1):
        session.cards.move(-1)


def choose(session: Session) -> None:
    """Note the marked fact, or go where the marked answer leads."""
    if not aloud.chosen(session):
        session.cards.choose()


def back(session: Session) -> None:
    """Return to the step before."""
    if not aloud.returned(session):
        session.cards.back()


def close(session: Session) -> None:
    """Close the card."""
    session.cards.close()


def reply(session: Session) -> None:
    """Put the card's line into the reply, in the language of whom it reaches; it sends nothing.

    Pressed again, the next line takes its place; while one is read out, it is that one.
    """
    place, box, read = session.cards.place, session.screen.reply, session.cards.aloud
    line = place.next_line() if place is not None else None
    line = read.line.words if read is not None else line
    if place is None or line is None:
        session.screen.say("Open a card with lines to say first.", "quiet")
    elif box.receiver is None:
        session.screen.say("Nobody of this incident can be written to yet.", "warn")
    else:
        _put(session, place, line)


def _put(session: Session, place: Place, line: Words) -> None:
    page, values = session.screen.reply.page, session.abbreviations.values()
    language = session.abbreviations.language
    words = filled(line.of(language), values)
    written, before = page.text, place.put[1] if place.put is not None else ""
    kept = written[: -len(before)] if before and written.endswith(before) else written
    gap = "" if not kept or kept[-1].isspace() else " "
    session.screen.focus_box("reply")
    page.put_at_end(gap + words, len(kept))
    place.put = line, words
    if language.startswith("es"):
        # Whoever does not read it must know what they are about to send.
        session.screen.say(f"In English: {readable(line.en, values, 'en')}", "quiet")


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
    "script.reply": reply,
    FIND: find,
} | aloud.ACTS
