"""Tells which phrases of thousands may be in a text, before any of them is compared.

Every word has a set of bits: one for each phrase of which it may fill the first place, then as
many for the second, and so on. Joined over a text they say which phrases have all their words in
it; only those are looked at in order. The joining runs over the words of a text without a loop of
ours, which is why it is quicker than to keep count of the order, too.
"""

from __future__ import annotations

from functools import reduce
from itertools import zip_longest
from operator import or_
from typing import TYPE_CHECKING

from console.library.folding import forms
from console.library.phrases import SHORTEST_PREFIX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.library.phrases import Element, Phrase

LAYERS = 4
"""Places of a phrase that are looked at here; few phrases have more that must be filled."""
MOST_KNOWN = 5_000
"""Words of callers whose bits are kept; at most a kilobyte and a half each."""


class Index:
    """The words of phrases, as bits; a phrase is called by its place in the sequence."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self._size = len(phrases)
        always: list[int] = []
        fits = _Known()
        for number, phrase in enumerate(phrases):
            for layer, element in zip_longest(range(LAYERS), _needed(phrase)):
                bit = layer * self._size + number
                if element is None:
                    always.append(bit)
                else:
                    fits.note(element, bit)
        self._fits = fits.ready()
        self._always = _joined(always)
        """Places that a phrase has not."""
        self._last = (1 << self._size) - 1
        self._shifts = [self._size * layer for layer in range(1, LAYERS)]
        self._begins = _Known()
        for number, phrase in enumerate(phrases):
            self._begins.note(phrase.elements[0], number)
        self._begins.ready()

    def possible(self, spelled: Sequence[str]) -> list[tuple[int, int]]:
        """Phrases that may be in a text: the number of each and the word that it may begin at."""
        joined = reduce(or_, map(self._fits.__getitem__, spelled), self._always)
        complete = joined & self._last
        for shift in self._shifts:
            complete &= joined >> shift
        found: list[tuple[int, int]] = []
        if complete:
            for place, begins in enumerate(map(self._begins.__getitem__, spelled)):
                left = begins & complete
                while left:
                    lowest = left & -left
                    left ^= lowest
                    found.append((lowest.bit_length() - 1, place))
        return found


class _Known(dict[str, int]):
    """The bits of every word that a caller has used, found when it is used first."""

    def __init__(self) -> None:
        super().__init__()
        self._noted: dict[str, list[int]] = {}
        """By choice, with a star after the beginning of words."""
        self._whole: dict[str, int] = {}
        self._starting: dict[str, dict[str, int]] = {}

    def note(self, element: Element, bit: int) -> None:
        """Take in what an element looks for."""
        for word in element.whole:
            self._noted.setdefault(word, []).append(bit)
        for begin in element.begins:
            self._noted.setdefault(f"{begin}*", []).append(bit)

    def ready(self) -> _Known:
        """Itself, once everything has been noted."""
        for choice, bits in self._noted.items():
            if choice.endswith("*"):
                near = self._starting.setdefault(choice[:SHORTEST_PREFIX], {})
                near[choice.removesuffix("*")] = _joined(bits)
            else:
                self._whole[choice] = _joined(bits)
        self._noted.clear()
        return self

    def __missing__(self, word: str) -> int:
        bits = 0
        for form in forms(word):
            bits |= self._whole.get(form, 0)
            for begin, more in self._starting.get(form[:SHORTEST_PREFIX], {}).items():
                if form.startswith(begin):
                    bits |= more
        if len(self) < MOST_KNOWN:
            self[word] = bits
        return bits


def _needed(phrase: Phrase) -> list[Element]:
    """The places that a certain word must fill, those with the fewest choices, in any order."""
    needed = [e for e in phrase.elements if not (e.is_gap or e.is_optional or e.is_number)]
    return sorted(needed, key=lambda element: len(element.whole))[:LAYERS]


def _joined(bits: list[int]) -> int:
    held = bytearray(max(bits, default=0) // 8 + 1)
    for bit in bits:
        held[bit // 8] |= 1 << bit % 8
    return int.from_bytes(held, "little")
