"""Cuts what people say or type into words that can be compared, and keeps where they stood."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from console.library.spelling import MEANT, sound

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_WORD = 40
"""Characters of a word that are looked at."""
LONGEST_TEXT = 20_000
"""Characters of a text that are looked at; a message is at most 1,600, a caption a sentence."""

_WORD = re.compile(
    r"[^\W_]+(?:['’\u00b4`][^\W_]+)*"  # words, with apostrophes inside
    r"|[\U0001F300-\U0001FAFF☠⚰]"  # pictures that stand for a word
)
_NOTHING = frozenset(("", " "))
"""What mostly stands between words and means nothing."""
_PAUSES = frozenset(",¡¿:")
_ENDS = frozenset(".!?;\n…")
_DRAWN_OUT = re.compile(r"(.)\1{2,}")


class Word(NamedTuple):
    """One word of a text."""

    forms: tuple[str, ...]
    """The ways it may have been meant: see ``forms``."""
    start: int
    end: int
    sentence: int
    """Counts ends of sentences before it."""
    clause: int
    """Counts ends and pauses before it."""


_word = partial(tuple.__new__, Word)
"""Makes a word of its values in half the time, which counts where captions come all day."""


@lru_cache(maxsize=16_384)
def forms(word: str) -> tuple[str, ...]:
    """The ways a word may have been meant, the likeliest first.

    As it stands, without drawn-out letters, what it is short for, and each by its Spanish sound.
    """
    plain = fold(word[:LONGEST_WORD])
    stands: tuple[str, ...] = (plain,)
    if _DRAWN_OUT.search(plain) is not None:
        stands = (_DRAWN_OUT.sub(r"\1", plain), _DRAWN_OUT.sub(r"\1\1", plain))
    meant = tuple(fold(MEANT[form]) for form in stands if form in MEANT)
    return tuple(dict.fromkeys((*stands, *meant, *map(sound, (*stands, *meant)))))


def fold(word: str) -> str:
    """Small letters without accents and apostrophes."""
    small = word.casefold()
    if not small.isascii():
        small = unicodedata.normalize("NFKD", small)
    return "".join(char for char in small if char.isalnum() or char > "\u2600")


def spelled(text: str) -> list[str]:
    """The words of a text as they are spelled: those of ``words``, and quicker to have."""
    return _WORD.findall(text, 0, LONGEST_TEXT)


def words(text: str, known: Sequence[str] = ()) -> list[Word]:
    """The words of a text, in order; quicker when they are known as they are spelled."""
    found: list[Word] = []
    sentence = clause = end = 0
    for word in known or spelled(text):
        # Between two words stands nothing that could begin one, so the next find is the word.
        start = text.find(word, end)
        if (between := text[end:start]) not in _NOTHING:
            for sign in between:
                if sign in _ENDS:
                    sentence, clause = sentence + 1, clause + 1
                elif sign in _PAUSES:
                    clause += 1
        end = start + len(word)
        found.append(_word((forms(word), start, end, sentence, clause)))
    return found
