"""Finds the cards that somebody's words call for, and shows which words those were."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.library.folding import spelled, words
from console.library.index import Index
from console.library.phrases import NO_LISTS, checked_lists, phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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
STARTLED = frozenset(("oh", "ay", "god", "dios"))
""""Oh no, he is bleeding" takes nothing back."""


class Hit(NamedTuple):
    """Words that called for a card."""

    start: int
    end: int
    phrase: str
    """The rule of the card that they fit."""


class Suggestion(NamedTuple):
    """A card, and the words that brought it up: characters ``start:end`` of the text."""

    card: str
    is_crisis: bool
    hits: tuple[Hit, ...]


class _Rule(NamedTuple):
    place: int
    """Of its card among the cards."""
    phrase: Phrase
    is_crisis: bool
    is_harmless: bool = False
    has_not: bool = False
    """Whether a word that takes others back is one of its own: "dog is not breathing"."""


class Rules:
    """The phrases of all cards, ready to be compared with a text in one pass."""

    def __init__(self, cards: Iterable[Card] = (), lists: Mapping[str, str] = NO_LISTS) -> None:
        self._cards = tuple(cards)
        """Their phrases were checked when they were read, with the same shared lists."""
        every = enumerate(self._cards)
        self._rules = [rule for place, card in every for rule in _read(place, card, lists)]
        self._index = Index([rule.phrase for rule in self._rules])

    def suggest(self, text: str) -> list[Suggestion]:
        """The cards that a text calls for: crises first, then those with most words for them."""
        alike = spelled(text)
        possible = self._index.possible(alike)
        if not possible:
            # Most texts fit no rule, and to cut them into words is the dearest thing here.
            return []
        said = words(text, alike)
        hits: dict[int, set[Hit]] = {}
        harmless = []
        for number, first in possible:
            rule = self._rules[number]
            if rule.is_harmless:
                harmless.append((rule, first))
            elif (end := rule.phrase.end(said, first)) and (
                rule.is_crisis
                or not _is_taken_back(said, first, first + 1 if rule.has_not else end)
            ):
                hit = Hit(said[first].start, said[end - 1].end, rule.phrase.text)
                hits.setdefault(rule.place, set()).add(hit)
        for rule, first in harmless:
            if rule.place in hits and (end := rule.phrase.end(said, first)):
                _spare(hits, rule.place, said[first].start, said[end - 1].end)
        return self._ranked(hits)

    def _ranked(self, hits: dict[int, set[Hit]]) -> list[Suggestion]:
        found = []
        for place, every in hits.items():
            card = self._cards[place]
            ordered = tuple(sorted(every)) if len(every) > 1 else tuple(every)
            found.append(Suggestion(card.id, card.suggest.crisis, ordered))
        if len(found) > 1:
            found.sort(key=_rank)
        return found


def _read(place: int, card: Card, shared: Mapping[str, str]) -> Iterator[_Rule]:
    hints = card.suggest
    lists = checked_lists(hints.lists, shared)
    for texts, by_sound, is_harmless in (
        (hints.en, False, False),
        (hints.es, True, False),
        # Of either language: what is spelled alike sounds alike.
        (hints.unless, True, True),
    ):
        for text in texts:
            for phrase in phrases(text, by_sound=by_sound, lists=lists):
                has_not = any(one.fits((word,)) for one in phrase.elements[1:] for word in NOT_NEAR)
                yield _Rule(place, phrase, hints.crisis, is_harmless, has_not)


def _spare(hits: dict[int, set[Hit]], place: int, start: int, end: int) -> None:
    """Take back the hits of a card that lie within harmless words."""
    left = {hit for hit in hits[place] if not (start <= hit.start and hit.end <= end)}
    if left:
        hits[place] = left
    else:
        del hits[place]


def _rank(suggestion: Suggestion) -> tuple[bool, int, str]:
    """Crises first, then by the characters that speak for a card, each counted once."""
    covered = end = 0
    for hit in suggestion.hits:
        if hit.end > end:
            covered += hit.end - (hit.start if hit.start > end else end)
            end = hit.end
    return not suggestion.is_crisis, -covered, suggestion.card


def _is_taken_back(said: Sequence[Word], first: int, end: int) -> bool:
    for word in said[first + 1 : end - 1]:
        if word.forms[0] in NOT_NEAR:
            return True
    clause = said[first].clause
    for place in range(first - 1, max(first - NEAR_WORDS, 0) - 1, -1):
        word = said[place]
        if word.clause != clause:
            return False
        form = word.forms[0]
        if form in NOT_NEAR:
            return True
        if form in NOT_NEXT and first - place <= NEXT_WORDS:
            return place == 0 or said[place - 1].forms[0] not in STARTLED
    return False
