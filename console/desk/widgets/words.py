"""A few words in a fixed place: changing them repaints them and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from console.domain.safe_text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

STYLES = {
    "plain": "bold",
    "good": "bold $success",
    "warn": "bold $warning",
    "alarm": "bold $on-alarm on $alarm",
    "quiet": "$dim",
    "text": "",
    "key": "bold $accent",
    "note": "bold $note",
    "reply": "bold $reply",
    "read": "bold $foreground on $panel",
    "read-bar": "bold $accent on $panel",
}
"""How loud words are, to their style."""

Parts = list[tuple[str, str]]
"""Words, each with a key of ``STYLES``."""


MOST = 4_000
"""Characters of a part; nothing that stands in a fixed place needs more."""


def content(parts: Iterable[tuple[str, str]]) -> Content:
    """Words through the gate, as content that is never read as markup."""
    cut = ((words[:MOST], STYLES.get(loud, loud)) for words, loud in parts)
    return Content.assemble(*((clean(words), style) for words, style in cut))


class Words(Widget):
    """Shows parts; the same parts again cost nothing."""

    DEFAULT_CSS = "Words { width: 1fr; height: 1; }"

    def __init__(
        self, parts: Parts | None = None, *, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._parts = parts or []
        self._content = content(self._parts)

    def show(self, parts: Parts, *, layout: bool = False) -> None:
        """Show other words; ``layout`` only where their height decides the widget's."""
        if parts != self._parts:
            self.put(parts)
            self.refresh(layout=layout)

    def put(self, parts: Parts) -> None:
        """Take other words without painting them: for what is about to be painted anyhow."""
        self._parts, self._content = parts, content(parts)

    @property
    def parts(self) -> Parts:
        """What is shown, with how loud it is."""
        return self._parts

    @property
    def plain(self) -> str:
        """The words alone."""
        return self._content.plain

    def render(self) -> Content:
        """Give what is painted."""
        return self._content
