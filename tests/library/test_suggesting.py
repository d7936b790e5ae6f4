"""The rules that bring cards up: what must be found, what must be left alone, and at what price."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.library.card import Hints
from console.library.folding import LONGEST_TEXT, spelled, words
from console.library.index import Index
from console.library.phrases import PhraseWrong, checked_lists, phrase, phrases
from console.library.shelf import load
from console.library.suggesting import Rules
from console.library.wordings import wordings
from console.settings.scripts import OURS
from tests.phrase_set import missed, read, score

if TYPE_CHECKING:
    from console.library.card import Card

SHELF = load(OURS)[0]
LISTS = SHELF.lists.words
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
    card = SHELF.card("pet-poison")
    assert card is not None
    assert hit.phrase in card.suggest.en


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
        ("(go on", "has a bracket without its other half"),
        ("(go on|) home", "in which a wording is empty"),
        ("(a b|c d) (a b|c d) (a b|c d) (a b|c d) (a b|c d) (a b|c d) (a b|c d)", "64 wordings"),
        ("(dog ..|the cat) ran ..", "must begin and end with a word"),
    ],
)
def test_a_phrase_that_cannot_be_used_says_why(text: str, complaint: str) -> None:
    with pytest.raises(PhraseWrong, match=r".") as found:
        phrases(text, lists=LISTS)
    assert complaint in str(found.value)


@pytest.mark.parametrize(
    ("text", "every"),
    [
        ("dog ran", ["dog ran"]),
        ("(want|going) to (kill|hurt) @self", ["want|going to kill|hurt @self"]),
        ("(cant|dont know how to) go on", ["cant go on", "dont know how to go on"]),
        ("((dont|not) want to|hate to) live", ["dont|not want to live", "hate to live"]),
        ("end (it all|my (own)? life)", ["end it all", "end my own? life"]),
        ("gone (for good)? now", ["gone for good now", "gone now"]),
    ],
)
def test_brackets_hold_several_wordings(text: str, every: list[str]) -> None:
    assert sorted(" ".join(one.split()) for one in wordings(text)) == sorted(every)


def test_every_wording_is_found_and_shows_the_phrase_as_it_was_written() -> None:
    rule = "(cant|dont know how to) go on without my? @pet"
    rules = Rules([_card(Hints(crisis=True, en=(rule,)))], LISTS)
    for said in ("I can't go on without kitty", "i dont know how to go on without my dog"):
        assert [hit.phrase for one in rules.suggest(said) for hit in one.hits] == [rule]
    assert rules.suggest("I know how to go on without my dog") == []


def test_a_card_has_lists_of_its_own_that_may_name_others() -> None:
    lists = {"beast": "@pet dragon*", "gone": "gone missing"}
    hints = Hints(en=("@beast .. @gone",), unless=("@beast .. @gone fishing",), lists=lists)
    rules = Rules([_card(hints)], LISTS)
    assert rules.suggest("our dragons are missing")
    assert rules.suggest("the kitten is gone")
    assert not rules.suggest("the kitten is gone fishing")


@pytest.mark.parametrize(
    ("lists", "complaint"),
    [
        ({"pet": "dragon"}, "'pet', which is a list that all cards share"),
        ({"a b": "dragon"}, "'a b'; a list is named with letters and hyphens"),
        ({"beast": "do*"}, "3 letters at least before a star"),
        ({"beast": "@monster", "monster": "dragon"}, "'@monster', which is no list of words"),
    ],
)
def test_a_list_that_cannot_be_used_says_why(lists: dict[str, str], complaint: str) -> None:
    with pytest.raises(PhraseWrong, match=r".") as found:
        checked_lists(lists, LISTS)
    assert complaint in str(found.value)


@pytest.mark.parametrize(
    ("begins", "said"),
    [
        ("balac*", "balacera"),
        ("noc*", "noche"),
        ("marqu*", "marque"),
        ("pag*", "pague"),
        ("pagu*", "pague"),
        ("exig*", "exige"),
        ("cabal*", "caballo"),
        ("emplal*", "emplalar"),
    ],
)
def test_a_word_cut_short_is_found_however_it_goes_on(begins: str, said: str) -> None:
    (rule,) = phrases(begins, by_sound=True)
    assert rule.elements[0].fits(words(said)[0].forms)


@pytest.mark.parametrize("name", SETS)
def test_the_index_passes_over_no_phrase_that_fits(name: str) -> None:
    card = SHELF.card("suicide")
    assert card is not None
    lists = checked_lists(card.suggest.lists, LISTS)
    every = [one for text in card.suggest.en for one in phrases(text, lists=lists)]
    index = Index(every)
    for said in read(name):
        cut = words(said.text)
        fitting = {
            (number, place)
            for number, rule in enumerate(every)
            for place, word in enumerate(cut)
            if rule.elements[0].fits(word.forms) and rule.end(cut, place)
        }
        assert fitting <= set(index.possible(spelled(said.text)))


def _card(hints: Hints) -> Card:
    card = SHELF.card("lost-pet")
    assert card is not None
    return replace(card, suggest=hints)


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
    rule = phrase("@pet .. missing", lists=LISTS)
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
