"""The open card beside the note; it never takes the cursor, and no key of it needs one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.cards.rows import head_of, rows_of, window
from console.desk.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.desk.cards.place import Place
    from console.desk.widgets.words import Parts


class ScriptPane(Words):
    """A reading of one place in one card."""

    DEFAULT_CSS = """
    ScriptPane { height: 1fr; padding: 0 1; display: none; }
    """

    def __init__(self) -> None:
        super().__init__([("", "text")])
        self._shown: tuple[Place, frozenset[str], bool, Mapping[str, str]] | None = None

    def show_card(
        self,
        place: Place,
        ticked: frozenset[str],
        *,
        spanish_first: bool,
        values: Mapping[str, str],
    ) -> None:
        """Show where somebody is in a card, the marked row always in sight.

        ``values`` are what is known of the variables in its lines.
        """
        self._shown = place, ticked, spanish_first, values
        self._paint()

    def on_resize(self) -> None:
        """Wrap anew."""
        self._paint()

    def _paint(self) -> None:
        if self._shown is None or not self.size.width:
            return
        place, ticked, spanish_first, values = self._shown
        width, height = self.size
        head = head_of(place, width, spanish_first=spanish_first)
        rows, marked = rows_of(place, ticked, width, spanish_first=spanish_first, values=values)
        parts: Parts = []
        for row in [*head, *window(rows, marked, max(1, height - len(head)))]:
            parts += [*row, ("\n", "text")]
        self.show(parts)
