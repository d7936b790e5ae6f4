"""Notes: their marks, what is masked in them, and who may rewrite what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.base import Rejected
from console.domain.note import (
    AddNote,
    DeleteNote,
    EditNote,
    Note,
    NoteAdded,
    NoteDeleted,
    NoteEdited,
    decide_add,
    decide_delete,
    decide_edit,
    evolve_note,
    has_luhn,
    mark_of,
    mask_cards,
    noted,
)
from console.domain.noted_facts import NotedFact


def note(text: str = "dog is safe", edits: int = 0) -> Note:
    return Note(id="n1", incident=7, text=text, edits=edits, author="agent:1")


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ('"he is gone" she said', "quote"),
        ("!bite on left hand", "risk"),
        (">we call back at six", "promise"),
        ("?which vet", "ask"),
        ("walked the dog", ""),
        ("", ""),
        (" !not first", ""),
    ],
)
def test_the_first_character_says_what_a_line_is(line: str, mark: str) -> None:
    assert mark_of(line) == mark


def test_a_noted_line_keeps_its_mark_and_its_place_on_the_call_clock() -> None:
    command = AddNote(incident=7, text="!bleeding", call="CA1", offset=134)
    assert decide_add(command, "n1") == [
        NoteAdded(
            id="n1",
            text="!bleeding",
            mark="risk",
            call="CA1",
            offset=134,
            facts=(NotedFact(what="risk", value="bleeding"),),
        )
    ]


def test_a_card_number_is_hidden_before_facts_are_read() -> None:
    (added,) = decide_add(AddNote(incident=7, text="@payer Jo 4111111111111111"), "n1")
    assert isinstance(added, NoteAdded)
    assert added.facts == (NotedFact(what="who", name="payer", value="Jo [card …1111]"),)


def test_a_rewritten_note_has_the_facts_of_its_new_words() -> None:
    (edited,) = decide_edit(note(), EditNote(id="n1", text="@vet Banfield", edits=0))
    facts = noted({"n1": (NotedFact(what="who", name="vet", value="Banfeld"),)}, edited)
    assert facts == {"n1": (NotedFact(what="who", name="vet", value="Banfield"),)}
    assert noted(facts, NoteDeleted(id="n1", reason="wrong incident")) == {}


@pytest.mark.parametrize("text", [" ", "\n\t ", "\u2003"])
def test_a_blank_line_is_not_noted(text: str) -> None:
    with pytest.raises(Rejected):
        decide_add(AddNote(incident=7, text=text), "n1")
    with pytest.raises(Rejected):
        decide_edit(note(), EditNote(id="n1", text=text, edits=0))


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("card 4111 1111 1111 1111 ok", "card [card …1111] ok"),
        ("4111-1111-1111-1111", "[card …1111]"),
        ("4111111111111111", "[card …1111]"),
        ("4111 1111 1111 1111 12/26 123", "[card …1111] 12/26 123"),
        ("on 12 4111111111111111", "on 12 [card …1111]"),
        ("378282246310005 and 5500005555555559", "[card …0005] and [card …5559]"),
        ("4111111111111111 5500005555555559", "[card …1111] [card …5559]"),
    ],
)
def test_a_card_number_is_masked_with_what_stands_around_it(said: str, kept: str) -> None:
    assert mask_cards(said) == kept


@pytest.mark.parametrize(
    "text",
    [
        "4111 1111 1111 1112",
        "call +4111111111111111 back",
        "1234567890123456789012345",
        "0000 0000 0000 0000",
        "booking 7992739871300000",
        "2026-11-21 14 30 00",
        "(415) 555-0101 or 415 555 0102",
        "short",
    ],
)
def test_other_digits_are_left_alone(text: str) -> None:
    assert mask_cards(text) == text


def test_a_number_that_only_looks_like_a_card_is_masked_too() -> None:
    assert mask_cards("order 4000000000000002") == "order [card …0002]"


@given(st.text(max_size=200))
def test_masking_never_fails_and_leaves_nothing_more_to_mask(text: str) -> None:
    once = mask_cards(text)
    assert mask_cards(once) == once


@given(st.integers(0, 10**15 - 1), st.sampled_from(["", " ", "-"]))
def test_every_card_number_is_masked_however_it_is_grouped(rest: int, gap: str) -> None:
    body = f"4{rest:015d}"[:15]
    check = next(str(d) for d in range(10) if has_luhn(body + str(d)))
    digits = body + check
    shown = gap.join(digits[i : i + 4] for i in range(0, 16, 4))
    assert mask_cards(f"pay {shown}.") == f"pay [card …{digits[-4:]}]."


def test_a_long_text_of_digits_is_masked_without_end() -> None:
    assert mask_cards("4111111111111111 " * 2000) == "[card …1111] " * 2000


def test_an_edit_counts_and_an_older_version_is_refused() -> None:
    (event,) = decide_edit(note(), EditNote(id="n1", text="?which vet", edits=0))
    assert event == NoteEdited(id="n1", text="?which vet", mark="ask")
    after = evolve_note(note(), event)
    assert (after.text, after.mark, after.edits) == ("?which vet", "ask", 1)
    with pytest.raises(Rejected, match=r"Somebody rewrote this note meanwhile. Now: \?which vet"):
        decide_edit(after, EditNote(id="n1", text="mine", edits=0))


def test_a_deleted_note_leaves_a_tombstone_and_stays_deleted() -> None:
    (event,) = decide_delete(note(), DeleteNote(id="n1", reason="wrong incident"))
    assert event == NoteDeleted(id="n1", reason="wrong incident")
    gone = evolve_note(note(), event)
    assert (gone.text, gone.deleted) == ("", True)
    assert decide_delete(gone, DeleteNote(id="n1", reason="again")) == []
    with pytest.raises(Rejected):
        decide_edit(gone, EditNote(id="n1", text="back", edits=0))
