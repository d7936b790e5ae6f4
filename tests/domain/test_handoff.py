"""The handoff card: short, made of the notes, every risk on it, no number of a card or paper."""

from __future__ import annotations

import time

import pytest

from console.domain.handoff import MOST_LINES, Known, card_of, mask_numbers, version_of
from console.domain.incident import Incident
from console.domain.note import Note, mark_of
from console.domain.noted_facts import facts_in
from console.domain.person import Contact

DANA = "tel:+14155550142"
INCIDENT = Incident(number=1, handles=(DANA,), category="threat", severity="high")


def known(*texts: str, asked: str = "call the vet back") -> Known:
    notes = [
        Note(id=f"n{at}", incident=1, text=text, mark=mark_of(text))
        for at, text in enumerate(texts)
    ]
    dana = Contact(handle=DANA, name="Dana Reyes")
    return Known(INCIDENT, notes, (dana,), asked=asked, caller=DANA)


def words(card: tuple[tuple[str, str], ...], about: str) -> list[str]:
    return [text for label, text in card if label == about]


def test_a_card_says_who_where_risk_done_promised_and_asked() -> None:
    card = card_of(
        known(
            "where: kennel behind 12 Alder Street",
            "! the sitter has a key to her flat",
            "> Sam calls her back before six",
            "? who else has the photos",
            '"I am afraid to go home"',
            "changed the listing to private",
        )
    )
    assert words(card, "who") == ["Dana Reyes +1…42"]
    assert words(card, "where") == ["kennel behind 12 Alder Street"]
    assert words(card, "kind") == ["threat · high"]
    assert words(card, "risk") == ["the sitter has a key to her flat"]
    assert words(card, "promised") == ["Sam calls her back before six"]
    assert words(card, "unknown") == ["who else has the photos"]
    assert "changed the listing to private" in words(card, "done")
    assert words(card, "asked") == ["call the vet back"]


@pytest.mark.parametrize("count", [0, 1, 4, 5, 40])
def test_every_risk_is_on_a_card_of_at_most_twelve_lines(count: int) -> None:
    risks = [f"! danger number {at}. " + "x" * 200 for at in range(count)]
    card = card_of(known(*risks, *(f"did thing {at}" for at in range(30)), '"help"', "> soon"))
    assert len(card) <= MOST_LINES
    told = " · ".join(words(card, "risk"))
    assert all(f"danger number {at}. " + "x" * 200 in told for at in range(count))


def test_a_risk_in_the_middle_of_a_note_is_on_the_card() -> None:
    card = card_of(known("rang the sitter\n! she has a key\n> Sam rings again"))
    assert words(card, "risk") == ["she has a key"]
    assert words(card, "promised") == ["Sam rings again"]


def marked(*texts: str) -> Known:
    facts = {f"n{at}": facts_in(text) for at, text in enumerate(texts)}
    notes = known(*texts).notes
    return Known(INCIDENT.model_copy(update={"facts": facts}), notes)


def test_what_was_marked_inside_notes_is_on_the_card() -> None:
    card = card_of(marked("@vet Banfield has #meds insulin 20 units", "#refund $240 agreed"))
    assert words(card, "facts") == ["vet: Banfield has · meds: insulin 20 units · refund: $240.00"]


def test_a_risk_inside_a_line_is_told_with_the_risks_and_no_risk_twice() -> None:
    card = card_of(marked("the dog has !allergy to penicillin", "!Place: 12 Alder Court", "!bite"))
    assert words(card, "risk") == ["Place: 12 Alder Court", "bite", "allergy to penicillin"]


def test_a_card_of_many_risks_facts_and_words_keeps_to_its_lines() -> None:
    lines = [f"!danger {at}" for at in range(6)] + [f"did {at}" for at in range(9)]
    card = card_of(marked(*lines, '"help me"', "#meds insulin"))
    assert len(card) <= MOST_LINES
    assert words(card, "said") == ['help me"']


def test_what_was_done_last_is_on_the_card() -> None:
    card = card_of(known(*(f"did thing {at}" for at in range(30))))
    assert words(card, "done")[-1] == "did thing 29"


def test_a_deleted_note_is_not_on_the_card() -> None:
    gone = Note(id="n1", incident=1, text="! the neighbour", mark="risk", deleted=True)
    assert words(card_of(Known(INCIDENT, [gone])), "risk") == ["none noted"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("card 4111 1111 1111 1111 ok", "card [card …1111] ok"),
        ("passport P123456789", "passport [number …89]"),
        ("social 123-45-6789", "social [number …89]"),
        ("since 2026-03-01 10:15", "since 2026-03-01 10:15"),
        ("room 1204, order 12345", "room 1204, order 12345"),
    ],
)
def test_numbers_of_cards_and_papers_are_hidden(text: str, shown: str) -> None:
    assert mask_numbers(text) == shown
    assert shown in str(card_of(known(text, asked=text)))


def test_hostile_notes_stay_one_line_each() -> None:
    card = card_of(known("! a\x1b[31m\nred\u202e flag"))
    assert all("\n" not in text and "\x1b" not in text for _, text in card)


def test_other_words_are_another_version() -> None:
    first, second = card_of(known("! one")), card_of(known("! two"))
    assert version_of(first) == version_of(card_of(known("! one")))
    assert version_of(first) != version_of(second)


def test_a_card_of_many_notes_is_there_within_a_tenth_of_a_second() -> None:
    many = known(*(f"! {at} " + "word 12 " * 20 for at in range(300)))
    began = time.process_time()
    card_of(many)
    assert time.process_time() - began < 0.1
