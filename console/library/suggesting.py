"""Finds the cards that somebody's words call for, and shows which words those were."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from console.library.folding import words
from console.library.phrases import SHORTEST_PREFIX, phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from console.library.card import Card
    from console.library.folding import Word
    from console.library.phrases import Phrase

NOT_NEAR = frozenset(
    (
        *("not", "isnt", "wasnt", "arent", "never", "without", "dont", "doesnt", "didnt", "hasnt"),
        *("havent", "aint", "stopped", "nobody", "nadie", "nunca", "jamas", "sin", "tampoco"),
        *("ningun", "ninguna"),
    )
)
"""Within this many words before a phrase they take it back."""
NEAR_WORDS = 3
NOT_NEXT = frozenset(("no",))
"""Right before a phrase, or one word before: "no bleeding", "no está sangrando"."""
NEXT_WORDS = 2
LAYERS = 4
"""Places of a phrase that are compared before its order is."""
MOST_KNOWN = 5_000
"""Words of callers whose bits are kept; a few hundred bytes each."""
STARTLED = frozenset(("oh", "ay", "god", "dios"))
""""Oh no, he is bleeding" takes nothing back."""


class Hit(NamedTuple):
    """Words that called for a card."""

    start: int
    end: int
    phrase: str
    """The rule of the card that they fit."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A card, and the words that brought it up: characters ``start:end`` of the text."""

    card: str
    is_crisis: bool
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class _Rule:
    place: int
    """Of its card among the cards."""
    phrase: Phrase
    is_crisis: bool
    is_harmless: bool = False


@dataclass(slots=True)
class Rules:
    """The phrases of all cards, ready to be compared with a text in one pass.

    Every word has a set of bits: one for each phrase of which it may fill the first place, then as
    many for the second, and so on. Joined over a text they say which phrases have all their words
    in it; only those are looked at in order.
    """

    cards: tuple[str, ...] = ()
    crises: frozenset[int] = frozenset()
    _rules: tuple[_Rule, ...] = ()
    _whole: dict[str, int] = field(default_factory=dict)
    _begins: dict[str, dict[str, int]] = field(default_factory=dict)
    _always: int = 0
    """Bits of places that a phrase has not, or that any word may fill."""
    _known: dict[tuple[str, ...], int] = field(default_factory=dict)

    @classmethod
    def of(cls, cards: Iterable[Card]) -> Rules:
        """The rules of cards; the phrases were checked when they were read."""
        every = tuple(cards)
        crises = frozenset(place for place, card in enumerate(every) if card.suggest.crisis)
        read = tuple(rule for place, card in enumerate(every) for rule in _read(place, card))
        rules = cls(tuple(card.id for card in every), crises, read)
        rules._index()
        return rules

    def _index(self) -> None:
        whole: dict[str, list[int]] = {}
        begins: dict[str, list[int]] = {}
        always: list[int] = []
        for number, rule in enumerate(self._rules):
            needed = rule.phrase.needed[:LAYERS]
            for layer, element in itertools.zip_longest(range(LAYERS), needed):
                bit = layer * len(self._rules) + number
                if element is None:
                    always.append(bit)
                    continue
                for word in element.whole:
                    whole.setdefault(word, []).append(bit)
                for begin in element.begins:
                    begins.setdefault(begin, []).append(bit)
        self._always = _joined(always)
        self._whole = {word: _joined(bits) for word, bits in whole.items()}
        for begin, bits in begins.items():
            self._begins.setdefault(begin[:SHORTEST_PREFIX], {})[begin] = _joined(bits)

    def suggest(self, text: str) -> list[Suggestion]:
        """The cards that a text calls for: crises first, then those with most words for them."""
        said = words(text)
        hits: dict[int, list[Hit]] = {}
        harmless: dict[int, list[tuple[int, int]]] = {}
        for rule, first, end in self._matches(said):
            span = (said[first].start, said[end - 1].end)
            if rule.is_harmless:
                harmless.setdefault(rule.place, []).append(span)
            elif rule.is_crisis or not _is_taken_back(said, first, end):
                hits.setdefault(rule.place, []).append(Hit(*span, rule.phrase.text))
        return self._ranked(hits, harmless)

    def _matches(self, said: Sequence[Word]) -> Iterator[tuple[_Rule, int, int]]:
        known = self._known
        every = []
        for word in said:
            bits = known.get(word.forms)
            every.append(self._bits(word.forms) if bits is None else bits)
        possible = self._possible(every)
        for first, bits in enumerate(every):
            starting = bits & possible
            while starting:
                lowest = starting & -starting
                starting ^= lowest
                rule = self._rules[lowest.bit_length() - 1]
                if end := rule.phrase.end(said, first):
                    yield rule, first, end

    def _possible(self, every: list[int]) -> int:
        joined = self._always
        for bits in every:
            joined |= bits
        size = len(self._rules)
        left = (1 << size) - 1
        for layer in range(LAYERS):
            left &= joined >> (layer * size)
        return left

    def _bits(self, forms: tuple[str, ...]) -> int:
        bits = 0
        for form in forms:
            bits |= self._whole.get(form, 0)
            for begin, more in self._begins.get(form[:SHORTEST_PREFIX], {}).items():
                if form.startswith(begin):
                    bits |= more
        if len(self._known) < MOST_KNOWN:
            self._known[forms] = bits
        return bits

    def _ranked(
        self, hits: dict[int, list[Hit]], harmless: dict[int, list[tuple[int, int]]]
    ) -> list[Suggestion]:
        found = []
        for place, every in hits.items():
            spared = harmless.get(place, ())
            left = [hit for hit in every if not _is_inside(hit, spared)]
            if left:
                unique = tuple(sorted(set(left)))
                found.append(Suggestion(self.cards[place], place in self.crises, unique))
        return sorted(found, key=lambda one: (not one.is_crisis, -_weight(one), one.card))


def _read(place: int, card: Card) -> Iterator[_Rule]:
    hints = card.suggest
    for text in hints.en:
        yield _Rule(place, phrase(text), hints.crisis)
    for text in hints.es:
        yield _Rule(place, phrase(text, by_sound=True), hints.crisis)
    for text in hints.unless:
        for by_sound in (False, True):
            harmless = phrase(text, by_sound=by_sound)
            yield _Rule(place, harmless, hints.crisis, is_harmless=True)


def _joined(bits: list[int]) -> int:
    held = bytearray(max(bits, default=0) // 8 + 1)
    for bit in bits:
        held[bit // 8] |= 1 << bit % 8
    return int.from_bytes(held, "little")


def _weight(suggestion: Suggestion) -> int:
    """Characters of the text that speak for a card, each counted once."""
    covered: set[int] = set()
    for hit in suggestion.hits:
        covered.update(range(hit.start, hit.end))
    return len(covered)


def _is_inside(hit: Hit, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= hit.start and hit.end <= end for start, end in spans)


def _is_taken_back(said: Sequence[Word], first: int, end: int) -> bool:
    if any(word.forms[0] in NOT_NEAR for word in said[first + 1 : end - 1]):
        return True
    clause = said[first].clause
    for distance in range(1, NEAR_WORDS + 1):
        place = first - distance
        if place < 0 or said[place].clause != clause:
            return False
        form = said[place].forms[0]
        if form in NOT_NEAR:
            return True
        if form in NOT_NEXT and distance <= NEXT_WORDS:
            return place == 0 or said[place - 1].forms[0] not in STARTLED
    return False
