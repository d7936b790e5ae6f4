"""What most tests of the screen begin with."""

from __future__ import annotations

import pytest

from console.library.shelf import Shelf, keep, load
from console.own_folders import OUR_CARDS
from tests.desk.screen.paper_hub import PaperHub


@pytest.fixture
def hub() -> PaperHub:
    """One incident with a text in it, of a caller we don't know."""
    hub = PaperHub()
    hub.opened()
    hub.texted("My dog ate half a bar of dark chocolate")
    return hub


@pytest.fixture(scope="session")
def cards() -> Shelf:
    """All cards as they come with the console."""
    found, wrong = load(OUR_CARDS)
    assert wrong == []
    _ = found.rules  # Built when it is asked for first.
    return found


@pytest.fixture(autouse=True)
def _cards_are_known(cards: Shelf) -> None:
    """Reading them takes a desk half of what such a test takes; some of them do that on purpose."""
    keep(OUR_CARDS, cards)
