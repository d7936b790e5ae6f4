"""Phrases that managers write into cards: plain words with a few signs, matched in linear time.

========  ==========================================================
sign      means
========  ==========================================================
``a|b``   either word
``ate*``  every word that begins so
``my?``   the word may be missing
``..``    up to six other words of the same sentence
``#``     any number
``@kid``  every word of a list: the card's own, or one that all cards share
``(…)``   one of several wordings, ``(a b|c)``; with ``?`` behind it may be missing
========  ==========================================================

Capitals, accents and apostrophes make no difference. Nothing in a phrase can make the comparison
with a stranger's text long: it has at most twelve words, two gaps and 64 wordings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from console.library.folding import fold
from console.library.spelling import sound, sounds_begun
from console.library.wordings import WordingsWrong, wordings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from console.library.folding import Word

LIST_NAME = re.compile(r"[^\W\d_](?:-?[^\W\d_]){0,23}")
GAP = ".."
GAP_WORDS = 6
MOST_WORDS = 12
MOST_GAPS = 2
SHORTEST_PREFIX = 3
NO_LISTS: Mapping[str, str] = MappingProxyType({})


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

    def fits(self, forms: tuple[str, ...]) -> bool:
        """Whether a word of these forms may stand in this place."""
        if not self.whole.isdisjoint(forms):
            return True
        if begins := self.begins:
            for form in forms:
                if form.startswith(begins):
                    return True
        return self.is_number and forms[0].isdecimal()


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is looked for, place by place; the first place is a word that must be there."""

    text: str
    elements: tuple[Element, ...]

    def end(self, words: Sequence[Word], start: int) -> int:
        """Where a match that begins at a word, which fits, ends (exclusive); 0 without any."""
        if len(self.elements) == 1:
            return start + 1
        return _end(self.elements, 1, words, start + 1)


def phrases(
    text: str, *, by_sound: bool = False, lists: Mapping[str, str] = NO_LISTS
) -> tuple[Phrase, ...]:
    """Read a phrase, one for each wording; Spanish is compared by sound. Raises PhraseWrong.

    ``lists`` are those that it may name: words between spaces, none of them another list.
    """
    try:
        every = wordings(text)
    except WordingsWrong as error:
        raise PhraseWrong(str(error)) from error
    return tuple(_one(text, wording, by_sound=by_sound, lists=lists) for wording in every)


def phrase(text: str, *, by_sound: bool = False, lists: Mapping[str, str] = NO_LISTS) -> Phrase:
    """Read a phrase that has one wording. Raises PhraseWrong."""
    return _one(text, text, by_sound=by_sound, lists=lists)


def checked_lists(own: Mapping[str, str], shared: Mapping[str, str] = NO_LISTS) -> dict[str, str]:
    """The shared lists and a card's own, which may name those above them. Raises PhraseWrong."""
    lists = dict(shared)
    for name, listed in own.items():
        if not LIST_NAME.fullmatch(name):
            raise PhraseWrong(f"has {name!r}; a list is named with letters and hyphens")
        if name in shared:
            raise PhraseWrong(f"has {name!r}, which is a list that all cards share")
        choices = [choice for part in listed.split() for choice in _choices(part, lists)]
        for choice in choices:
            _plain(choice, choice)
        lists[name] = " ".join(choices)
    return lists


def _one(text: str, wording: str, *, by_sound: bool, lists: Mapping[str, str]) -> Phrase:
    elements = tuple(_element(part, by_sound=by_sound, lists=lists) for part in wording.split())
    if not elements:
        raise PhraseWrong("has no words")
    if len(elements) > MOST_WORDS:
        raise PhraseWrong(f"has {len(elements)} words; {MOST_WORDS} are allowed")
    if sum(element.is_gap for element in elements) > MOST_GAPS:
        raise PhraseWrong(f"has more than {MOST_GAPS} gaps")
    if any(one.is_gap or one.is_optional or one.is_number for one in (elements[0], elements[-1])):
        raise PhraseWrong("must begin and end with a word that has to be there")
    return Phrase(text, elements)


def _element(part: str, *, by_sound: bool, lists: Mapping[str, str]) -> Element:
    if part == GAP:
        return Element(frozenset(), is_gap=True)
    if part == "#":
        return Element(frozenset(), is_number=True)
    whole, begins = set(), []
    for choice in _choices(part.removesuffix("?"), lists):
        plain = _plain(choice, part)
        if choice.endswith("*"):
            begins += sounds_begun(plain) if by_sound else [plain]
        else:
            whole.add(sound(plain) if by_sound else plain)
    return Element(frozenset(whole), tuple(begins), part.endswith("?"))


def _plain(choice: str, part: str) -> str:
    plain = fold(choice.removesuffix("*"))
    if not plain or "*" in choice[:-1]:
        raise PhraseWrong(f"has {part!r}, which is no word")
    if choice.endswith("*") and len(plain) < SHORTEST_PREFIX:
        raise PhraseWrong(f"has {part!r}: {SHORTEST_PREFIX} letters at least before a star")
    return plain


def _choices(part: str, lists: Mapping[str, str]) -> Iterator[str]:
    for choice in part.split("|"):
        if not choice.startswith("@"):
            yield choice
        elif choice[1:] in lists:
            yield from lists[choice[1:]].split()
        else:
            known = ", ".join(f"@{name}" for name in lists)
            raise PhraseWrong(f"has {choice!r}, which is no list of words; there are {known}")


def _end(elements: tuple[Element, ...], at: int, words: Sequence[Word], place: int) -> int:
    size = len(words)
    for following in range(at, len(elements)):
        element = elements[following]
        if element.is_gap:
            return _after_gap(elements, following + 1, words, place)
        is_there = place < size and element.fits(words[place].forms)
        if not element.is_optional:
            if not is_there:
                return 0
            place += 1
        elif is_there and (end := _end(elements, following + 1, words, place + 1)):
            return end
    return place


def _after_gap(elements: tuple[Element, ...], at: int, words: Sequence[Word], place: int) -> int:
    last = words[place - 1].sentence
    following = elements[at]
    is_certain = not (following.is_optional or following.is_gap)
    for skipped in range(place, min(place + GAP_WORDS + 1, len(words))):
        forms, _, _, sentence, _ = words[skipped]
        if sentence != last:
            return 0
        if is_certain and not following.fits(forms):
            continue
        if end := _end(elements, at, words, skipped):
            return end
    return 0
