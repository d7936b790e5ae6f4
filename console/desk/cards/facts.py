"""Facts of the first minute in the note: how a tick begins a line, and which facts are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.library.card import Card, Fact


def beginning(fact: Fact, language: str = "en") -> str:
    """How a tick begins the note line: ``!Place: ``."""
    return f"{fact.mark}{fact.note.of(language)}: "


def ticked(card: Card, notes: Iterable[str]) -> frozenset[str]:
    """The facts of a card that stand in the notes, whoever wrote them and in either language."""
    lines = [line for note in notes for line in note.splitlines()]
    found = set()
    for fact in card.opening_facts:
        begins = tuple(beginning(fact, language) for language in ("en", "es"))
        if any(line.startswith(begins) and _has_more(line) for line in lines):
            found.add(fact.id)
    return frozenset(found)


def _has_more(line: str) -> bool:
    """Whether anything follows the colon: a question alone is no fact yet."""
    return bool(line.partition(":")[2].strip())
