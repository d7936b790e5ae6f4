"""The keys that do something now, most wanted first, as many as there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.key_names import shown
from console.desk.widgets.words import Parts, Words, content

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.content import Content

    from console.desk.keys import Key

NEVER = 9


class KeyBar(Words):
    """A reading of the key table."""

    DEFAULT_CSS = "KeyBar { height: 1; padding: 0 1; background: $surface; }"

    _live: tuple[Key, ...] = ()

    def show_keys(self, live: Iterable[Key]) -> None:
        """Show these keys, by rank where there is not room for all."""
        self._live = tuple(sorted(live, key=lambda key: key.rank))
        self.show(self._filled())

    def render(self) -> Content:
        """Give what is painted; there may be more room, or less."""
        self._parts = self._filled()
        return content(self._parts)

    def _filled(self) -> Parts:
        parts: Parts = []
        room = self.size.width
        for key in self._live:
            name = shown(key.key)
            cells = len(name) + len(key.text) + 3
            if key.rank >= NEVER or not name or cells > room + 2:
                continue
            room -= cells
            parts += [(name, "key"), (f" {key.text}  ", "text")]
        return parts
