"""Who else is in an incident, and whether they are typing there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.domain.wire import Typing

TYPING_SECONDS = 8.0
"""Without another word, somebody who typed is only looking."""
VIEWING_SECONDS = 75.0
"""Without another word, somebody who looked has gone: their desk repeats itself every 30 s."""


class Visitors:
    """Other agents by incident; moments are seconds on the steady clock."""

    def __init__(self) -> None:
        self._seen: dict[int, dict[int, tuple[Typing, float]]] = {}

    def hear(self, word: Typing, moment: float) -> bool:
        """Take in what somebody does; tells whether anything changed to see."""
        inside = self._seen.setdefault(word.incident, {})
        before = inside.get(word.agent)
        if word.doing == "left":
            inside.pop(word.agent, None)
            return before is not None
        inside[word.agent] = (word, moment)
        return before is None or self._doing(*before, moment) != word.doing

    def gone(self, agent: int) -> frozenset[int]:
        """Somebody's desk is off: give the incidents they were in."""
        found = frozenset(n for n, inside in self._seen.items() if agent in inside)
        for number in found:
            del self._seen[number][agent]
        return found

    def incidents(self) -> list[int]:
        """Where somebody was heard of."""
        return [number for number, inside in self._seen.items() if inside]

    def here(self, incident: int, moment: float) -> list[Typing]:
        """Who is there now, those who type first, then by name."""
        inside = self._seen.get(incident, {})
        now = [
            word.model_copy(update={"doing": self._doing(word, heard, moment)})
            for word, heard in inside.values()
            if moment - heard < VIEWING_SECONDS
        ]
        return sorted(now, key=lambda word: (word.doing != "typing", word.name))

    @staticmethod
    def _doing(word: Typing, heard: float, moment: float) -> str:
        still = word.doing == "typing" and moment - heard < TYPING_SECONDS
        return "typing" if still else "viewing"


def in_words(inside: list[Typing]) -> tuple[str, ...]:
    """Words for who is there: ``Ana Ruiz types``, ``Sam Lee``."""
    return tuple(f"{w.name} types" if w.doing == "typing" else w.name for w in inside)
