"""What is searched on the desk itself is looked for as it is written, whatever it is (D2)."""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING

import pytest
from textual.app import App

from console.desk.keys import remap
from console.desk.palette import Actions
from console.domain.resources import Resource, find
from console.library.folding import words
from console.library.shelf import load
from console.settings.scripts import OURS
from tests.hub.http.test_hostile_search import PATTERNS, STATEMENTS, SYNTAX

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.keys import Key

TODAY = date(2026, 3, 1)
MEGABYTE = ("a" * 1_000_000, "vet " * 250_000, "(" * 1_000_000, "%_" * 500_000, "é\u0301" * 400_000)
SECONDS = 1.0
HOSTILE = (*STATEMENTS, *SYNTAX, *(one for one in PATTERNS if one.strip()), "\udcff")
BOOK = [
    Resource(
        kind="vet", name=f"Bayview Vet {number} 100%_O'Neil", country="US", region="travis",
        phone="+14155550142",
    )
    for number in range(5_000)
]  # fmt: skip
SHELF, _ = load(OURS)


def seconds(work: Callable[[], object]) -> float:
    """How long something takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


@pytest.mark.parametrize("wanted", HOSTILE)
def test_signs_and_statements_find_what_holds_them_and_nothing_else(wanted: str) -> None:
    every = [one for one in wanted.casefold().split() if one]
    fits = [o for o in BOOK if all(w in f"{o.kind} {o.name} US travis".casefold() for w in every)]
    assert find(BOOK, wanted, TODAY) == fits
    plain = " ".join(word.forms[0] for word in words(wanted))
    assert SHELF.search(wanted) == (SHELF.search(plain) if plain else ())


def test_without_a_word_a_book_is_shown_whole() -> None:
    assert len(find(BOOK, " ", TODAY)) == len(BOOK)
    assert len(SHELF.search(" ")) == len(SHELF.cards)
    assert len(find(BOOK, "100%_o'neil 4999", TODAY)) == 1


@pytest.mark.parametrize("wanted", MEGABYTE, ids=lambda text: repr(text[:4]))
def test_a_megabyte_of_words_holds_nobody_up(wanted: str) -> None:
    assert seconds(lambda: find(BOOK, wanted, TODAY)) < SECONDS
    assert seconds(lambda: SHELF.search(wanted)) < SECONDS


class Palette(App[None]):
    """As much of a desk as the palette needs."""

    def live_keys(self) -> list[Key]:
        """Every action."""
        return list(remap({}))

    def act(self, name: str) -> None:
        """Do nothing."""


@pytest.mark.parametrize("wanted", [*HOSTILE, *MEGABYTE], ids=lambda text: repr(text[:8]))
async def test_the_palette_takes_whatever_is_typed(wanted: str) -> None:
    app = Palette()
    async with app.run_test():
        began = time.process_time()
        found = [hit async for hit in Actions(app.screen).search(wanted)]
        assert time.process_time() - began < SECONDS
        assert len(found) < len(remap({}))
