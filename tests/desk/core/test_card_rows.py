"""A card beside the note: what matters first is in sight, and all of it can be brought there."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from console.desk.cards.place import Place
from console.desk.cards.rows import Row, head_of, rows_of, window
from console.library.shelf import load
from console.settings.scripts import OURS

SHELF = load(OURS)[0]
ROOM = {"80x24": (33, 20), "120x36": (43, 33)}
"""Cells and rows beside the note on screens of these sizes."""


def shown(place: Place, size: str, *, is_spanish: bool = False) -> list[str]:
    """What of a card is in sight."""
    width, height = ROOM[size]
    head = head_of(place, width, spanish_first=is_spanish)
    written = rows_of(place, frozenset(), width, spanish_first=is_spanish)
    kept = window(written, height - len(head))
    return [_text(row) for row in (*head, *kept)]


def _text(row: Row) -> str:
    return "".join(part for part, _ in row).strip("▸ ")


@pytest.mark.parametrize("is_spanish", [False, True])
@pytest.mark.parametrize("name", ["suicide", "emergency-facts"])
def test_what_to_ask_to_say_and_never_to_do_is_in_sight_at_once(
    name: str, is_spanish: bool
) -> None:
    card = SHELF.card(name)
    assert card is not None
    place = Place(card, said="words of theirs")
    seen = shown(place, "120x36", is_spanish=is_spanish)
    whole = " ".join(seen)
    assert seen.index("GET NOW") < seen.index("NOW") < seen.index("NEVER")
    assert sum(row.startswith("[ ]") for row in seen) == len(card.opening_facts)
    language = "es" if is_spanish else "en"
    first = card.steps[0]
    for line in (*first.say, first.do, *card.stop_rules):
        assert line.of(language) in whole, line


@pytest.mark.parametrize("size", ROOM)
@pytest.mark.parametrize("is_spanish", [False, True])
def test_every_row_of_every_card_can_be_brought_into_sight(size: str, is_spanish: bool) -> None:
    for card in SHELF.cards:
        for step in card.steps:
            place = Place(card, step=step)
            every = rows_of(place, frozenset(), ROOM[size][0], spanish_first=is_spanish).rows
            seen = set(shown(place, size, is_spanish=is_spanish))
            for _ in range(len(place.items) + len(place.sections)):
                place.move(1)
                seen |= set(shown(place, size, is_spanish=is_spanish))
            assert max(sum(cell_len(part) for part, _ in row) for row in every) <= ROOM[size][0]
            assert all(cell_len(row) <= ROOM[size][0] for row in seen)
            hidden = {_text(row) for row in every} - seen
            assert {one for one in hidden if not one.startswith("[ ]")} == set(), card.id


def test_below_the_last_way_the_mark_goes_from_section_to_section_and_back() -> None:
    card = SHELF.card("suicide")
    assert card is not None
    place = Place(card)
    place.mark_ways()
    way = place.choice
    place.move(2)
    assert place.choice is not None
    for title in place.sections:
        place.move(1)
        written = rows_of(place, frozenset(), 43)
        assert _text(written.rows[written.marked]) == title
        assert place.choice is None
    place.move(1)
    place.move(-len(place.sections) - 2)
    assert place.choice == way


def test_a_step_that_is_left_leaves_the_sections_too() -> None:
    card = SHELF.card("suicide")
    assert card is not None
    place = Place(card)
    place.move(99)
    assert place.below == len(place.sections)
    place.mark_ways()
    assert place.below == 0
