"""Which cards the words of an incident call for, and which words those were."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from console.desk.opened import Opened
    from console.library.suggesting import Rules

LATEST = 60
"""Texts, notes and captions that are looked at when an incident is opened, the newest."""
OUR_CARDS = 3
"""Cards that are suggested at once, besides those for a crisis."""


@dataclass(frozen=True, slots=True)
class Hint:
    """A card that somebody's words call for."""

    card: str
    words: str
    """What was said, as it was said."""
    rule: str
    is_crisis: bool


def said(opened: Opened) -> Iterator[tuple[str, str]]:
    """What people said and what was noted, each with a key of its own, oldest first."""
    scene = opened.scene
    for message in scene.messages.values():
        if message.inbound:
            yield f"message/{message.id}", f"{message.subject}\n{message.body}"
    for note in scene.notes.values():
        if not note.deleted:
            yield f"note/{note.id}/{note.edits}", note.text
    for line in opened.lines():
        if line.kind == "caption" and line.text:
            yield f"line/{line.key}", line.text


class Hints:
    """Remembers what has been looked at, so that each sentence is compared once."""

    def __init__(self) -> None:
        self._looked: dict[int, set[str]] = {}
        self._found: dict[int, dict[str, Hint]] = {}

    def look(self, number: int, texts: Iterable[tuple[str, str]], rules: Rules) -> bool:
        """Look at what is new of an incident; whether a card was found that was not before."""
        looked = self._looked.setdefault(number, set())
        fresh = [(key, text) for key, text in texts if key not in looked]
        looked.update(key for key, _ in fresh)
        found = self._found.setdefault(number, {})
        before = len(found)
        for _, text in fresh[-LATEST:]:
            for suggestion in rules.suggest(text):
                hit = suggestion.hits[0]
                words = " ".join(text[hit.start : hit.end].split())
                hint = Hint(suggestion.card, words, hit.phrase, suggestion.is_crisis)
                found.setdefault(suggestion.card, hint)
        return len(found) > before

    def of(self, number: int) -> list[Hint]:
        """The cards of an incident: crises first, then in the order they were called for."""
        found = list(self._found.get(number, {}).values())
        pinned = [hint for hint in found if hint.is_crisis]
        return pinned + [hint for hint in found if not hint.is_crisis][:OUR_CARDS]
