"""All cards of a folder: found by id, by category, on the emergency key, or by words."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from console.library.folding import words
from console.library.reading import CardWrong, lists_of, read
from console.library.suggesting import Rules
from console.library.wordlists import FILE, WordLists

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from console.library.card import Card

LONGEST = 200
"""Characters of what is searched for; more say nothing about which card is meant."""


@dataclass(frozen=True)
class Shelf:
    """Cards in the order of their ids."""

    cards: tuple[Card, ...]
    lists: WordLists = field(default_factory=WordLists)
    """The lists of words that their phrases may name."""

    @classmethod
    def of(cls, cards: Iterable[Card], lists: WordLists | None = None) -> Shelf:
        """A shelf of cards, and the lists they were read with."""
        return cls(tuple(sorted(cards, key=lambda card: card.id)), lists or WordLists())

    @cached_property
    def rules(self) -> Rules:
        """What brings the cards up."""
        return Rules(self.cards, self.lists.words)

    @cached_property
    def emergency(self) -> tuple[Card, ...]:
        """The cards of the emergency key, in their order."""
        chosen = [card for card in self.cards if card.emergency]
        return tuple(sorted(chosen, key=lambda card: (card.emergency, card.id)))

    def card(self, wanted: str) -> Card | None:
        """The card of an id."""
        return next((card for card in self.cards if card.id == wanted), None)

    def of_category(self, category: str) -> tuple[Card, ...]:
        """The cards of a category: for callers, of its name, and that name it earliest, first."""
        fitting = [card for card in self.cards if category in card.categories]
        return tuple(sorted(fitting, key=lambda card: _nearness(card, category)))

    def search(self, text: str) -> tuple[Card, ...]:
        """The cards that hold every word of a text; those with it in the title first.

        For an empty text all of them. Of a long text only the beginning is looked for.
        """
        wanted = dict.fromkeys(word.forms[0] for word in words(text[:LONGEST]))
        if not wanted and text.strip():
            return ()  # signs alone are in no card
        found = []
        for card in self.cards:
            title = _written(f"{card.title.en} {card.title.es} {card.id}")
            if all(word in title for word in wanted):
                found.append((0, card.id, card))
            elif all(word in _everything(card) for word in wanted):
                found.append((1, card.id, card))
        return tuple(card for _, _, card in sorted(found, key=lambda one: one[:2]))


def _nearness(card: Card, category: str) -> tuple[bool, bool, int, str]:
    is_for_others = card.audience != "caller"
    return is_for_others, card.id != category, card.categories.index(category), card.id


def _written(text: str) -> str:
    return " ".join(word.forms[0] for word in words(text))


def _everything(card: Card) -> str:
    lines = [*card.say, *(fact.ask for fact in card.opening_facts)]
    for step in card.steps:
        lines += [step.do, *step.say]
    return _written(" ".join(f"{line.en} {line.es}" for line in lines))


_KNOWN: dict[tuple[object, ...], Shelf] = {}
"""The folder as it was, to its cards: to read them and make their rules ready takes a moment."""


def _state(folder: Path) -> tuple[object, ...]:
    paths = [*sorted(folder.glob("*.toml")), folder / FILE]
    files = [(path.name, path.stat()) for path in paths if path.is_file()]
    return str(folder), *((name, seen.st_mtime_ns, seen.st_size) for name, seen in files)


def known(folder: Path) -> Shelf | None:
    """The cards of a folder that was read before and has not changed since."""
    return _KNOWN.get(_state(folder))


def keep(folder: Path, shelf: Shelf) -> None:
    """Remember the cards of a folder; those of another are forgotten."""
    _KNOWN.clear()
    _KNOWN[_state(folder)] = shelf


def load(folder: Path) -> tuple[Shelf, list[CardWrong]]:
    """The cards of a folder that can be used, and what is wrong with the others."""
    cards: list[Card] = []
    lists, wrong = lists_of(folder)
    for path in sorted(folder.glob("*.toml")):
        try:
            cards.append(read(path, lists.words))
        except CardWrong as error:
            wrong.append(error)
    return Shelf.of(cards, lists), wrong
