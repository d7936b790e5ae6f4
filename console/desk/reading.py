"""Reading along: who reads what I type, and what others type where I read; nothing is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.wording.call import Words
    from console.domain.live_words import LiveWords, ReadAlong

STANDS_SECONDS = 12.0
"""How long a lead counts as reading who has not said so again."""
REPEAT_SECONDS = 5.0
"""How often a lead says so."""
MOST = 1_500
"""Characters of a box that are told; its end."""


class Reading:
    """Pure and synchronous; forgotten when the desk is closed."""

    def __init__(self, moment: Callable[[], float]) -> None:
        self._moment = moment
        self._readers: dict[tuple[int, int], tuple[str, float]] = {}
        """Incident and lead to their name and when they last said that they read."""
        self._heard: dict[int, dict[tuple[int, str], tuple[str, str]]] = {}
        """Incident to who types in which box: their name and the words."""

    def told(self, word: ReadAlong) -> None:
        """Take in that a lead reads along, or does no more."""
        key = word.incident, word.agent
        if word.doing == "left":
            self._readers.pop(key, None)
        else:
            self._readers[key] = word.name, self._moment()

    def readers(self, number: int) -> dict[int, str]:
        """The leads who read what is typed in an incident now."""
        since = self._moment() - STANDS_SECONDS
        return {
            lead: name
            for (incident, lead), (name, at) in self._readers.items()
            if incident == number and at >= since
        }

    def heard(self, words: LiveWords) -> None:
        """Take in what somebody types."""
        boxes = self._heard.setdefault(words.incident, {})
        if words.text:
            boxes[words.agent, words.box] = words.name, words.text
        else:
            boxes.pop((words.agent, words.box), None)

    def typed_by(self, number: int, agent: int) -> dict[str, str]:
        """What somebody was typing in an incident, by box."""
        boxes = self._heard.get(number, {})
        return {box: text for (who, box), (_, text) in boxes.items() if who == agent}

    def leave(self, number: int) -> None:
        """Forget what was read in an incident."""
        self._heard.pop(number, None)

    def words(self, number: int) -> Words:
        """What stands over the note."""
        told: Words = [
            (f"{name} reads what you type", "warn") for name in self.readers(number).values()
        ]
        for (_, box), (name, text) in self._heard.get(number, {}).items():
            told.append((f"{name} types ({box}): {text.splitlines()[-1][-200:]}", "quiet"))
        return told
