"""Cuts a long line of a card into parts that an interpreter can keep, alike in both languages.

What is cut is only ever shown: the card keeps its line whole. Ends of sentences are the best
places, then pauses, then words that begin another clause. A cut falls into both languages at
once, where the same share of the sentence has been said, so that the parts stay pairs.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from console.library.card import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_WORDS = 15
"""Words of one part, in either language: as much as is said again without a note."""
SENTENCE, PAUSE, CLAUSE = range(3)
"""What a place to cut is, the best first."""
_ENDS = re.compile(r"[.!?…][\"'”’»)\]]*$")
_PAUSES = re.compile(r"[,;:—–][\"'”’»)\]]*$")
_BEGINS = frozenset(
    (
        *("and", "or", "but", "so", "because", "if", "when", "while", "until", "before", "after"),
        *("that", "which", "who", "where", "what", "how", "whether", "then", "than", "unless"),
        *("with", "without", "for", "by", "about", "from", "into", "at", "on", "in", "to"),
        *("y", "e", "o", "u", "pero", "sino", "ni", "así", "porque", "si", "cuando", "mientras"),
        *("hasta", "antes", "después", "que", "quien", "donde", "dónde", "cómo", "qué", "luego"),
        *("con", "sin", "para", "por", "sobre", "desde", "aunque", "salvo", "de", "en", "a"),
    )
)
"""Words with which something new may begin."""
_SHORT = 3
"""Words; a part with fewer is a crumb."""


class _Place(NamedTuple):
    """Somewhere a line may be cut: before the word of that number."""

    word: int
    kind: int


class _Cost(NamedTuple):
    """What speaks against a way to cut, the worst first."""

    too_long: int
    """Words beyond the limit."""
    parts: int
    uneven: float

    def plus(self, other: _Cost) -> _Cost:
        """Both together."""
        return _Cost(
            self.too_long + other.too_long,
            self.parts + other.parts,
            self.uneven + other.uneven,
        )


@lru_cache(maxsize=2_048)
def utterances(words: Words, most: int = MOST_WORDS) -> tuple[Words, ...]:
    """The parts of a line, in order; joined by spaces they are the line again.

    None has more than ``most`` words in either language where there is a place to cut.
    """
    english, spanish = words.en.split(), words.es.split()
    is_short = len(english) <= most and len(spanish) <= most
    if is_short or not english or not spanish:
        return (words,)
    cuts = _best(english, spanish, most)
    return tuple(
        Words(" ".join(english[e0:e1]), " ".join(spanish[s0:s1]))
        for (e0, s0), (e1, s1) in pairwise(cuts)
    )


def _best(english: list[str], spanish: list[str], most: int) -> list[tuple[int, int]]:
    """The cheapest way: the words, in both languages, that the parts begin with, then the ends."""
    whole = len(english), len(spanish)
    ways: dict[tuple[int, int], tuple[_Cost, list[tuple[int, int]]]] = {
        (0, 0): (_Cost(0, 0, 0.0), [(0, 0)])
    }
    for e1, e_kind in (*_places(english), _Place(whole[0], SENTENCE)):
        for s1, s_kind in (*_places(spanish), _Place(whole[1], SENTENCE)):
            if (e1 == whole[0]) != (s1 == whole[1]):
                continue
            here = _uneven(e1 / whole[0], s1 / whole[1], e_kind, s_kind)
            found = [
                (cost.plus(_part(e1 - e0, s1 - s0, most, here)), [*way, (e1, s1)])
                for (e0, s0), (cost, way) in ways.items()
                if e0 < e1 and s0 < s1
            ]
            if found:
                ways[e1, s1] = min(found, key=lambda one: one[0])
    return ways[whole][1]


def _part(english: int, spanish: int, most: int, uneven: float) -> _Cost:
    beyond = max(0, english - most) + max(0, spanish - most)
    crumbs = (english < _SHORT) + (spanish < _SHORT)
    return _Cost(beyond, 1, uneven + crumbs)


def _uneven(english: float, spanish: float, e_kind: int, s_kind: int) -> float:
    """How badly a pair of cuts fits: unlike in kind, weak, or not the same share of the line."""
    return abs(english - spanish) * 4 + 2 * (e_kind != s_kind) + (e_kind + s_kind) / 2


def _places(line: list[str]) -> Iterator[_Place]:
    for at, (before, word) in enumerate(pairwise(line), 1):
        if _ENDS.search(before):
            yield _Place(at, SENTENCE)
        elif _PAUSES.search(before):
            yield _Place(at, PAUSE)
        elif word.casefold() in _BEGINS:
            yield _Place(at, CLAUSE)
