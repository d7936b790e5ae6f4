"""The open card beside the note; it never takes the cursor, and no key of it needs one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Size

from console.desk.cards.aloud_rows import aloud_rows
from console.desk.cards.rows import Written, head_of, rows_of, window
from console.desk.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.content import Content

    from console.desk.cards.aloud import Aloud
    from console.desk.cards.place import Place
    from console.desk.cards.rows import Row
    from console.desk.widgets.words import Parts


class ScriptPane(Words):
    """A reading of one place in one card."""

    DEFAULT_CSS = """
    ScriptPane { height: 1fr; padding: 0 1; display: none; }
    """

    def __init__(self) -> None:
        super().__init__([("", "text")])
        self._shown: tuple[Place, frozenset[str], bool, Mapping[str, str]] | None = None
        self._aloud: Aloud | None = None
        self._wrapped_to = Size(0, 0)
        self.read_keys = ""
        """The keys of reading out, in words."""

    def show_card(
        self,
        place: Place,
        ticked: frozenset[str],
        *,
        spanish_first: bool,
        values: Mapping[str, str],
        aloud: Aloud | None = None,
    ) -> None:
        """Show where somebody is in a card, the marked row always in sight, or what they read out.

        ``values`` are what is known of the variables in its lines.
        """
        self._shown, self._aloud = (place, ticked, spanish_first, values), aloud
        if self.size.width:
            self.show(self._wrapped(*self.size))
        self._wrapped_to = self.size

    def render(self) -> Content:
        """Give what is painted, wrapped as wide as it is now.

        A card that opens has no width before the screen is laid out. To wait for news of it would
        paint an empty card first, and the words a frame later.
        """
        if self._shown is not None and self.size != self._wrapped_to:
            self._wrapped_to = self.size
            self.put(self._wrapped(*self.size))
        return super().render()

    def _wrapped(self, width: int, height: int) -> Parts:
        if self._shown is None:
            return []
        place, ticked, spanish_first, values = self._shown
        head = head_of(place, width, spanish_first=spanish_first)
        if self._aloud is not None:
            written = Written(self._read(self._aloud, width, spanish_first, values), 0, 0)
        else:
            written = rows_of(place, ticked, width, spanish_first=spanish_first, values=values)
        parts: Parts = []
        room = max(1, height - len(head))
        for row in [*head, *window(written, room)]:
            parts += [*row, ("\n", "text")]
        return parts

    def _read(
        self, aloud: Aloud, width: int, is_spanish: bool, values: Mapping[str, str]
    ) -> list[Row]:
        return aloud_rows(aloud, width, is_spanish=is_spanish, values=values, keys=self.read_keys)
