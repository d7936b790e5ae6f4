"""The cards that come with the console: whole, in both languages, and within the boundaries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from console.domain.incident_events import CATEGORIES
from console.library.card import Words
from console.library.checks import overdue, problems, shelf_problems, spoken
from console.library.placeholders import NAMES, STAND_INS, filled, readable, unfilled, unknown
from console.library.reading import CardWrong, read
from console.library.shelf import Shelf, load
from console.settings.scripts import OURS

if TYPE_CHECKING:
    from pathlib import Path

    from console.library.card import Card

SHELF, WRONG = load(OURS)
EMERGENCY = ("emergency-facts", "suicide", "pet-poison", "gas-leak", "bomb-threat")
COMPLETE = (*EMERGENCY, "carbon-monoxide", "sexual-assault", "partner-violence", "pet-death")


def test_every_card_can_be_used() -> None:
    assert WRONG == []
    assert list(shelf_problems(SHELF, CATEGORIES)) == []
    assert len(SHELF.cards) >= 35


def test_the_emergency_key_has_the_cards_for_danger_to_life() -> None:
    ids = [card.id for card in SHELF.emergency]
    assert set(EMERGENCY) <= set(ids)
    assert [card.emergency for card in SHELF.emergency] == list(range(1, len(ids) + 1))


@pytest.mark.parametrize("wanted", COMPLETE)
def test_cards_for_the_worst_minutes_are_complete_in_both_languages(wanted: str) -> None:
    card = SHELF.card(wanted)
    assert card is not None
    for line in spoken(card):
        assert line.en
        assert line.es
        assert line.en != line.es
    assert card.opening_facts
    assert card.avoid
    assert card.stop_rules
    assert card.suggest.en
    assert card.suggest.es


def test_poison_asks_the_seven_facts_of_the_poison_line() -> None:
    card = SHELF.card("pet-poison")
    assert card is not None
    asked = {fact.id for fact in card.opening_facts}
    assert asked == {"signs", "animal", "weight", "substance", "amount", "when", "place"}


def test_no_spanish_line_is_on_first_name_terms() -> None:
    familiar = {"tú", "tu", "tus", "contigo", "quieres", "puedes", "tienes", "necesitas", "dime"}
    for card in SHELF.cards:
        for line in spoken(card):
            used = set(line.es.casefold().replace("¿", " ").replace(",", " ").split())
            assert not used & familiar, f"{card.id}: {line.es}"


def test_every_number_says_where_and_when_it_was_looked_up() -> None:
    lines = [line for card in SHELF.cards for line in card.lines]
    assert {"911", "988", "888-426-4435", "855-764-7661"} <= {line.number for line in lines}
    assert all(line.where and line.source and line.verified.year >= 2026 for line in lines)


def test_what_nobody_has_read_yet_or_not_lately_is_named() -> None:
    card = SHELF.cards[0]
    assert "nobody has reviewed it yet" in overdue(card, date(2026, 11, 21))
    reviewed = _changed(card, reviewed_by=card.owner, review_by=date(2027, 5, 1))
    assert overdue(reviewed, date(2027, 5, 1)) == ""
    assert "was due on 2027-05-01" in overdue(reviewed, date(2027, 5, 2))


def test_a_branch_leads_on_and_back_ends_come_to_an_end() -> None:
    card = SHELF.card("pet-first-aid")
    assert card is not None
    sort = card.steps[0]
    bleeding = card.after(sort, sort.answers[0])
    assert bleeding is not None
    assert bleeding.id == "bleeding"
    vet = card.after(bleeding)
    assert vet is not None
    assert vet.id == "vet"
    promise = card.after(vet)
    assert promise is not None
    assert card.after(promise) is None


def test_cards_of_a_category_begin_with_the_one_made_for_it() -> None:
    assert SHELF.of_category("pet-poison")[0].id == "pet-poison"
    assert SHELF.of_category("bite")[0].id == "bite"


def test_a_card_is_found_by_words_in_either_language() -> None:
    assert [card.id for card in SHELF.search("olor gas")] == ["gas-leak"]
    assert "gas-leak" in [card.id for card in SHELF.search("smell of GAS")]
    assert SHELF.search("zxqv") == ()


WHOLE = """
id = "a-card"
title = { en = "A card", es = "Una tarjeta" }
categories = ["bite"]
audience = "caller"
owner = "Somebody"
reviewed_by = ""
review_by = 2027-05-01
version = 1
sources = ["a source"]
avoid = []
stop_rules = []
escalate_when = []
opening_facts = []

[[steps]]
id = "first"
do = { en = "Do it.", es = "Hágalo." }
"""


def test_a_card_with_the_least_it_needs_can_be_read(tmp_path: Path) -> None:
    assert _read(tmp_path, WHOLE).title == Words("A card", "Una tarjeta")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('id = "a-card"', 'id = "other"', "a-card.toml: id must be a-card"),
        ("version = 1", "version = 0", "a-card.toml: version must be a whole number from 1."),
        ("version = 1", "version = true", "version must be a whole number from 1."),
        ("2027-05-01", '"2027-05-01"', "review_by must be a day like 2027-05-01"),
        ('audience = "caller"', 'audience = "dog"', "audience must be one of"),
        (', es = "Una tarjeta"', "", "title must be { en = …, es = … }"),
        ('es = "Hágalo."', 'es = " "', "steps 1: do es must not be empty."),
        ('owner = "Somebody"', "", "a-card.toml: owner is missing."),
        ("avoid = []", "avoids = []", "avoids is no key of a card"),
        ('"Do it."', '"Do\\u001b it."', "must be one line without control characters"),
        ('"Do it."', f'"{"x" * 401}"', "has 401 characters; 400 are allowed"),
        ('id = "first"', "id = [", "is not TOML"),
        ("stop_rules = []", 'stop_rules = "no"', "stop_rules must be a list in [brackets]."),
    ],
)
def test_what_is_wrong_with_a_card_is_said_with_its_place(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    with pytest.raises(CardWrong, match=r".") as found:
        _read(tmp_path, WHOLE.replace(old, new, 1))
    assert sentence in str(found.value)


CALM = 'es = "Hágalo." }\nsay = [{ en = "Calm down!", es = "x" }]'


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('id = "first"', 'id = "first"\nnext = "nowhere"', "leads to nowhere"),
        ('["bite"]', '["bites"]', "bites is no category"),
        ('["a source"]', "[]", "needs at least one source"),
        ('es = "Hágalo." }', CALM, "nobody says 'calm down'"),
        ("avoid = []", 'avoid = []\nsay = [{ en = "A {b}", es = "B" }]', "{b} is no variable"),
        ("avoid = []", 'avoid = []\nsay = [{ en = "A", es = "A" }]', "the Spanish is the English"),
        ("avoid = []", 'avoid = []\nsay = [{ en = "We\'ll pay", es = "A" }]', "is a promise"),
    ],
)
def test_what_does_not_hold_together_is_said(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    assert list(problems(_read(tmp_path, WHOLE), CATEGORIES)) == []
    found = list(problems(_read(tmp_path, WHOLE.replace(old, new, 1)), CATEGORIES))
    assert any(sentence in problem for problem in found)


@pytest.mark.parametrize(
    ("hints", "sentence"),
    [
        ('en = ["@beast"]', "suggest: en: '@beast' has '@beast', which is no list of words"),
        ('unless = ["(go on"]', "suggest: unless: '(go on' has a bracket without its other half."),
        ("lists = 1", 'suggest: lists must be a table of words, like pet = "dog cat".'),
        ("lists.beast = 1", "suggest: lists beast must be text in quotes."),
        ('lists.beast = " "', "suggest: lists beast must not be empty."),
        ('lists.pet = "dragon"', "suggest: lists has 'pet', which is a list that all cards share."),
        ('lists.beast = "a\\u0007b"', "must be one line without control characters."),
    ],
)
def test_what_is_wrong_with_words_that_suggest_a_card_is_said(
    tmp_path: Path, hints: str, sentence: str
) -> None:
    with pytest.raises(CardWrong, match=r"a-card\.toml") as found:
        _read(tmp_path, f"{WHOLE}\n[suggest]\n{hints}\n")
    assert sentence in str(found.value)


def test_a_list_of_words_may_be_written_on_several_lines(tmp_path: Path) -> None:
    lists = '[suggest.lists]\nbeast = """\ndragon*\nunicorn"""\n[suggest]\nen = ["@beast"]\n'
    assert _read(tmp_path, f"{WHOLE}\n{lists}").suggest.lists == {"beast": "dragon* unicorn"}


def test_a_list_that_no_phrase_names_is_said(tmp_path: Path) -> None:
    hints = """[suggest]
lists.beast = "dragon*"
lists.big = "@beast whale"
lists.lost = "gone"
en = ["(my|the) (@big)? ran"]
"""
    assert list(problems(_read(tmp_path, f"{WHOLE}\n{hints}"), CATEGORIES)) == [
        "a-card: no phrase names the list lost."
    ]


def test_the_example_in_the_reference_finds_what_it_says(tmp_path: Path) -> None:
    page = (OURS.parent / "docs" / "reference" / "scripts.md").read_text("utf-8")
    example = page.split("```toml\n")[1].split("```")[0]
    rules = Shelf.of([_read(tmp_path, f"{WHOLE}\n{example}")], SHELF.lists).rules
    assert rules.suggest("the puppy got hold of some raisins") == []
    assert rules.suggest("our puppy swallowed two raisins")
    assert rules.suggest("our puppy got hold of my ibuprofen")
    assert rules.suggest("the dog licked the chocolate lab") == []


def test_a_step_that_nothing_leads_to_is_named(tmp_path: Path) -> None:
    text = WHOLE + 'next = "end"\n\n[[steps]]\nid = "lost"\ndo = { en = "a", es = "b" }\n'
    assert list(problems(_read(tmp_path, text), CATEGORIES)) == [
        "a-card: step lost is never reached."
    ]


def test_two_cards_on_one_emergency_place_are_named(tmp_path: Path) -> None:
    one = _changed(_read(tmp_path, WHOLE), emergency=1)
    two = _changed(one, id="b-card")
    found = list(shelf_problems(Shelf.of((one, two)), ("bite",)))
    assert found == ["2 cards have the emergency place 1."]


def test_only_listed_variables_are_filled_in_and_nothing_is_evaluated() -> None:
    line = "Habla {agent}, para {caller}. {caller.__class__} {0} %s $(id)"
    assert list(unknown(line)) == ["caller.__class__", "0"]
    said = filled(line, {"agent": "Ana", "caller": "{agent}"})
    assert said == "Habla Ana, para (agent). {caller.__class__} {0} %s $(id)"


def test_what_nobody_knows_is_read_as_a_stand_in_of_its_language() -> None:
    line = "{pet} at {time}, {caller.__class__}"
    assert readable(line, {"time": "18:00"}, "en") == "[pet] at 18:00, {caller.__class__}"
    assert readable(line, {}, "es") == "[mascota] at [hora], {caller.__class__}"
    assert set(STAND_INS) == set(NAMES)


def test_what_is_not_filled_in_is_named() -> None:
    assert unfilled(filled("{pet} at {time}", {"pet": "Luna"})) == ("time",)


def _read(folder: Path, text: str) -> Card:
    path = folder / "a-card.toml"
    path.write_text(text, "utf-8")
    return read(path, SHELF.lists.words)


def _changed(card: Card, **values: object) -> Card:
    return replace(card, **values)  # type: ignore[arg-type]
