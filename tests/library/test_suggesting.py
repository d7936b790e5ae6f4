"""The rules that bring cards up: what must be found, what must be left alone, and at what price."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.library.folding import LONGEST_TEXT, words
from console.library.phrases import PhraseWrong, phrase
from console.library.shelf import load
from console.settings.scripts import OURS
from tests.phrase_set import missed, read, score

SHELF = load(OURS)[0]
RULES = SHELF.rules
CRISES = frozenset(card.id for card in SHELF.cards if card.suggest.crisis)
EVERY = frozenset(card.id for card in SHELF.cards)
LEAST_PRECISION = {"phrases.txt": 0.85, "phrases-unseen.txt": 0.85, "phrases-unseen-2.txt": 0.75}
"""The last is of words that the needless rules were not mended with."""
SETS = ("phrases.txt", "phrases-unseen.txt", "phrases-unseen-2.txt")


@pytest.mark.parametrize("name", SETS)
def test_no_words_of_a_crisis_are_missed(name: str) -> None:
    assert missed(RULES, read(name), CRISES) == []


@pytest.mark.parametrize("name", SETS)
def test_every_label_names_a_card(name: str) -> None:
    for said in read(name):
        assert said.must | said.may <= EVERY, said.text


@pytest.mark.parametrize("name", SETS)
def test_most_of_what_comes_up_was_wanted(name: str) -> None:
    found = score(RULES, read(name), EVERY)
    assert found.recall is not None
    assert found.precision is not None
    assert found.recall >= 0.9
    assert found.precision >= LEAST_PRECISION[name]


def test_the_words_that_matched_are_shown_where_they_stand() -> None:
    text = "Please — he ATE   the chocolate!"
    suggestion = RULES.suggest(text)[0]
    hit = suggestion.hits[0]
    assert suggestion.card == "pet-poison"
    assert text[hit.start : hit.end] == "ATE   the chocolate"
    assert "chocolate" in hit.phrase


def test_a_crisis_comes_first_and_says_so() -> None:
    found = RULES.suggest("I want my money back or I'll kill myself, the pipe burst")
    assert found[0].card == "suicide"
    assert found[0].is_crisis
    assert {"suicide", "water-damage", "service-failure"} <= {one.card for one in found}


@pytest.mark.parametrize(
    "text",
    [
        "he is not bleeding",
        "no bleeding, thank you",
        "no está sangrando",
        "she never ate chocolate",
    ],
)
def test_a_not_takes_an_ordinary_hint_back(text: str) -> None:
    assert RULES.suggest(text) == []


@pytest.mark.parametrize(
    "text",
    ["oh no he's bleeding", "no, he is bleeding!", "I'm not sure. The dog is bleeding"],
)
def test_a_not_of_something_else_takes_nothing_back(text: str) -> None:
    assert "pet-first-aid" in {one.card for one in RULES.suggest(text)}


def test_a_not_never_takes_a_crisis_back() -> None:
    assert RULES.suggest("I'm not going to kill myself")[0].card == "suicide"


@pytest.mark.parametrize(
    "text",
    ["SUICIDIO", "suïcidal thoughts", "i want to DIEEEEE", "quiero morír", "don’t want to live"],
)
def test_capitals_accents_and_drawn_out_letters_make_no_difference(text: str) -> None:
    assert "suicide" in {one.card for one in RULES.suggest(text)}


def test_a_gap_ends_with_its_sentence() -> None:
    assert RULES.suggest("He ate. Chocolate is in the cupboard") == []


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "has no words"),
        (".. dog", "must begin and end with a word"),
        ("dog ..", "must begin and end with a word"),
        ("my? dog", "must begin and end with a word"),
        ("a .. b .. c .. d", "has more than 2 gaps"),
        ("a b c d e f g h i j k l m", "has 13 words; 12 are allowed"),
        ("do*", "3 letters at least before a star"),
        ("dog|!", "which is no word"),
        ("my @dragon", "which is no list of words"),
    ],
)
def test_a_phrase_that_cannot_be_used_says_why(text: str, complaint: str) -> None:
    with pytest.raises(PhraseWrong, match=r".") as found:
        phrase(text)
    assert complaint in str(found.value)


def test_a_number_fits_any_number() -> None:
    said = words("I am 12 years old")
    assert phrase("am # years").end(said, 1) == 4
    assert phrase("am # years").end(words("I am so years"), 1) == 0


@pytest.mark.parametrize(
    "text", ["kiero morirme", "ya no qiero bibir", "q me kiero morir", "i wanna kil myslef"]
)
def test_words_are_found_as_they_are_spelled_in_a_hurry(text: str) -> None:
    assert "suicide" in {one.card for one in RULES.suggest(text)}


def test_spanish_spelled_by_sound_does_not_bring_up_english_words() -> None:
    assert phrase("hang himself").end(words("ang himself"), 0)
    assert words("ang")[0].forms[-1] == words("hang")[0].forms[-1]
    assert "suicide" not in {one.card for one in RULES.suggest("ang himself")}


def test_a_list_stands_for_each_of_its_words() -> None:
    rule = phrase("@pet .. missing")
    assert rule.end(words("the kitten is missing"), 1) == 4
    assert {"dog", "kitten"} <= rule.elements[0].whole


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    for suggestion in RULES.suggest(text):
        for hit in suggestion.hits:
            assert 0 <= hit.start < hit.end <= len(text)


def test_a_text_of_any_length_is_read_up_to_a_limit() -> None:
    text = "ate " * 100_000 + "chocolate"
    assert words(text)[-1].end <= LONGEST_TEXT
    assert RULES.suggest(text) == []
