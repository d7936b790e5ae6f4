"""Long lines for an interpreter: short parts, the same in both languages, and nothing lost."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.library.card import Words
from console.library.shelf import load
from console.library.utterances import MOST_WORDS, utterances
from console.settings.scripts import OURS

if TYPE_CHECKING:
    from collections.abc import Iterator

CARDS = load(OURS)[0].cards


def every_line(part: object) -> Iterator[Words]:
    """Everything of a card that has words in both languages."""
    if isinstance(part, Words):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from every_line(one)
    elif is_dataclass(part):
        for field in fields(part):
            yield from every_line(getattr(part, field.name))


LINES = [(card.id, words) for card in CARDS for words in every_line(card)]


def joined(parts: tuple[Words, ...]) -> Words:
    """The parts, one after the other."""
    return Words(" ".join(one.en for one in parts), " ".join(one.es for one in parts))


def longest(words: Words) -> int:
    """Words of the longer language."""
    return max(len(words.en.split()), len(words.es.split()))


def test_no_part_of_any_line_of_any_card_is_too_long_for_an_interpreter() -> None:
    assert len(LINES) > 900
    too_long = [
        (card, part)
        for card, words in LINES
        for part in utterances(words)
        if longest(part) > MOST_WORDS
    ]
    assert too_long == []


def test_the_parts_of_every_line_are_the_line_in_both_languages() -> None:
    for card, words in LINES:
        parts = utterances(words)
        assert joined(parts) == words, card
        assert all(one.en and one.es for one in parts), card


def test_what_is_short_enough_is_not_cut() -> None:
    for _, words in LINES:
        if longest(words) <= MOST_WORDS:
            assert utterances(words) == (words,)


def test_no_part_is_a_crumb() -> None:
    for card, words in LINES:
        for part in utterances(words):
            assert min(len(part.en.split()), len(part.es.split())) >= 2 or part == words, card


def test_a_cut_falls_at_the_same_place_of_the_thought() -> None:
    line = Words(
        "I will ring you at {time}. If anything gets worse before that, go to the vet at once.",
        "Le llamo a las {time}. Si algo empeora antes, vaya enseguida al veterinario.",
    )
    assert utterances(line) == (
        Words("I will ring you at {time}.", "Le llamo a las {time}."),
        Words(
            "If anything gets worse before that, go to the vet at once.",
            "Si algo empeora antes, vaya enseguida al veterinario.",
        ),
    )


def test_one_clause_that_can_not_be_cut_stays_whole() -> None:
    line = Words(" ".join(["more"] * 40), "No. Sí. Tal vez.")
    assert utterances(line) == (line,)


@given(st.text(max_size=120), st.text(max_size=120), st.integers(1, 20))
def test_nothing_of_any_line_is_lost(english: str, spanish: str, most: int) -> None:
    line = Words(" ".join(english.split()), " ".join(spanish.split()))
    assert joined(utterances(line, most)) == line


@pytest.mark.parametrize("most", [5, 8, 30])
def test_another_limit_holds_too(most: int) -> None:
    for _, words in LINES[:200]:
        assert len(utterances(words, most)) <= max(1, longest(words) // 2)
        assert joined(utterances(words, most)) == words
