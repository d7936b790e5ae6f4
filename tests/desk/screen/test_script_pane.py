"""A card that opens is painted with its words at once, and wrapped anew with the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App

from console.desk.cards.place import Place
from console.desk.widgets.script_pane import ScriptPane
from console.library.shelf import load
from console.settings.scripts import OURS

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content

SHELF = load(OURS)[0]


class Watched(ScriptPane):
    """Remembers what it painted, in its order."""

    def __init__(self) -> None:
        super().__init__()
        self.painted: list[str] = []

    def render(self) -> Content:
        """Give what is painted."""
        content = super().render()
        self.painted.append(content.plain)
        return content


class Desk(App[None]):
    """A pane and nothing else."""

    pane = Watched()

    def compose(self) -> ComposeResult:
        """One pane."""
        self.pane = Watched()
        yield self.pane

    def open(self, card: str) -> None:
        """Open a card as the desk does: its words are given before it has a place."""
        found = SHELF.card(card)
        assert found is not None
        self.pane.show_card(Place(found), frozenset(), spanish_first=False, values={})
        self.pane.display = True


async def test_the_first_frame_of_a_card_has_its_words() -> None:
    async with Desk().run_test(size=(60, 24)) as pilot:
        app = pilot.app
        assert isinstance(app, Desk)
        assert app.pane.painted == []
        app.open("suicide")
        await pilot.pause()
        assert "suicide v1 · step 1" in app.pane.painted[0]


async def test_another_card_and_another_width_are_painted_anew() -> None:
    async with Desk().run_test(size=(60, 24)) as pilot:
        app = pilot.app
        assert isinstance(app, Desk)
        app.open("suicide")
        await pilot.pause()
        app.open("gas-leak")
        await pilot.pause()
        assert "gas-leak v1 · step 1" in app.pane.painted[-1]
        await pilot.resize_terminal(30, 12)
        await pilot.pause()
        narrow = app.pane.painted[-1].splitlines()
        assert "gas-leak v1" in "\n".join(narrow)
        assert max(map(len, narrow)) <= 28
        assert len(narrow) <= 12
        await pilot.resize_terminal(60, 24)
        await pilot.pause()
        assert max(map(len, app.pane.painted[-1].splitlines())) > 28
