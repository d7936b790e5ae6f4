"""Phrases that managers write into cards: plain words with a few signs, matched in linear time.

========  ==========================================================
sign      means
========  ==========================================================
``a|b``   either word
``ate*``  every word that begins so
``my?``   the word may be missing
``..``    up to six other words of the same sentence
``#``     any number
``@kid``  every word of a list (``wordlists.py``)
========  ==========================================================

Capitals, accents and apostrophes make no difference. Nothing in a phrase can make the comparison
with a stranger's text long: it has at most twelve words and two gaps.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from console.library.folding import fold
from console.library.spelling import sound
from console.library.wordlists import LISTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from console.library.folding import Word

GAP = ".."
GAP_WORDS = 6
MOST_WORDS = 12
MOST_GAPS = 2
SHORTEST_PREFIX = 3


class PhraseWrong(ValueError):
    """A phrase can't be used; the text goes on after the phrase."""


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a phrase."""

    whole: frozenset[str]
    begins: tuple[str, ...] = ()
    is_optional: bool = False
    is_gap: bool = False
    is_number: bool = False

    def fits(self, word: Word) -> bool:
        """Whether a word may stand in this place."""
        for form in word.forms:
            if form in self.whole or (self.begins and form.startswith(self.begins)):
                return True
        return self.is_number and word.forms[0].isdecimal()


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is looked for, place by place; the first place is a word that must be there."""

    text: str
    elements: tuple[Element, ...]

    @property
    def needed(self) -> tuple[Element, ...]:
        """The places that a certain word must fill."""
        every = self.elements
        return tuple(e for e in every if not (e.is_gap or e.is_optional or e.is_number))

    def end(self, words: Sequence[Word], start: int) -> int:
        """Where a match that begins at a word, which fits, ends (exclusive); 0 without any."""
        return _end(self.elements, 1, words, start + 1)


@lru_cache(maxsize=16_384)
def phrase(text: str, *, by_sound: bool = False) -> Phrase:
    """Read a phrase; Spanish ones are compared by sound. Raises PhraseWrong."""
    elements = tuple(_element(part, by_sound=by_sound) for part in text.split())
    if not elements:
        raise PhraseWrong("has no words")
    if len(elements) > MOST_WORDS:
        raise PhraseWrong(f"has {len(elements)} words; {MOST_WORDS} are allowed")
    if sum(element.is_gap for element in elements) > MOST_GAPS:
        raise PhraseWrong(f"has more than {MOST_GAPS} gaps")
    if any(one.is_gap or one.is_optional or one.is_number for one in (elements[0], elements[-1])):
        raise PhraseWrong("must begin and end with a word that has to be there")
    return Phrase(text, elements)


def _element(part: str, *, by_sound: bool) -> Element:
    if part == GAP:
        return Element(frozenset(), is_gap=True)
    if part == "#":
        return Element(frozenset(), is_number=True)
    is_optional = part.endswith("?")
    whole, begins = set(), []
    for choice in _choices(part.removesuffix("?")):
        plain = fold(choice.removesuffix("*"))
        if not plain or plain.count("*"):
            raise PhraseWrong(f"has {part!r}, which is no word")
        written = sound(plain) if by_sound else plain
        if not choice.endswith("*"):
            whole.add(written)
        elif len(plain) < SHORTEST_PREFIX:
            raise PhraseWrong(f"has {part!r}: {SHORTEST_PREFIX} letters at least before a star")
        else:
            begins.append(written)
    return Element(frozenset(whole), tuple(begins), is_optional)


def _choices(part: str) -> Iterator[str]:
    for choice in part.split("|"):
        if not choice.startswith("@"):
            yield choice
        elif choice[1:] in LISTS:
            yield from LISTS[choice[1:]].split()
        else:
            known = ", ".join(f"@{name}" for name in LISTS)
            raise PhraseWrong(f"has {choice!r}, which is no list of words; there are {known}")


def _end(elements: tuple[Element, ...], at: int, words: Sequence[Word], place: int) -> int:
    while at < len(elements):
        element = elements[at]
        if element.is_gap:
            return _after_gap(elements, at + 1, words, place)
        if element.is_optional:
            taken = place < len(words) and element.fits(words[place])
            if taken and (end := _end(elements, at + 1, words, place + 1)):
                return end
        elif place < len(words) and element.fits(words[place]):
            place += 1
        else:
            return 0
        at += 1
    return place


def _after_gap(elements: tuple[Element, ...], at: int, words: Sequence[Word], place: int) -> int:
    last = words[place - 1].sentence
    for skipped in range(place, min(place + GAP_WORDS + 1, len(words))):
        if words[skipped].sentence != last:
            return 0
        if end := _end(elements, at, words, skipped):
            return end
    return 0
