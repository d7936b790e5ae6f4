"""One line of a card at a time, to be read out to whoever is on the phone; nothing is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.library.utterances import utterances

if TYPE_CHECKING:
    from console.desk.cards.place import Place
    from console.library.card import Fact, Words


@dataclass(frozen=True, slots=True)
class Said:
    """A line to be read out."""

    words: Words
    fact: Fact | None = None
    """What is asked by it."""
    step: str = ""
    """The step it belongs to; empty for what may be said at any step."""


@dataclass(slots=True)
class Aloud:
    """Which line of a place is being read out, and which part of it."""

    place: Place
    is_in_parts: bool = False
    """For an interpreter: a long line is read in several parts."""
    at: int = 0
    part: int = 0

    @property
    def lines(self) -> list[Said]:
        """What can be read from here: the questions, what this step says, what any step says."""
        card, step = self.place.card, self.place.step
        asked = [Said(fact.ask, fact=fact) for fact in card.opening_facts]
        now = [Said(words, step=step.id) for words in step.say] if step is not None else []
        return [*asked, *now, *(Said(words) for words in card.say)]

    @property
    def line(self) -> Said:
        """The line, whole."""
        lines = self.lines
        return lines[min(self.at, len(lines) - 1)]

    @property
    def parts(self) -> tuple[Words, ...]:
        """The line as it is read: whole, or in parts."""
        return self.parts_of(self.line)

    @property
    def words(self) -> Words:
        """What is read now."""
        return self.parts[min(self.part, len(self.parts) - 1)]

    @property
    def following(self) -> Words | None:
        """What is read after it; None at the end."""
        if self.part + 1 < len(self.parts):
            return self.parts[self.part + 1]
        lines = self.lines
        return self.parts_of(lines[self.at + 1])[0] if self.at + 1 < len(lines) else None

    def parts_of(self, line: Said) -> tuple[Words, ...]:
        """How any line is read."""
        return utterances(line.words) if self.is_in_parts else (line.words,)

    def begin(self) -> None:
        """Go to the marked question, else to the first line of the step, else to the first."""
        marked, facts = self.place.marked, len(self.place.card.opening_facts)
        self.at = min(marked, facts, max(0, len(self.lines) - 1))
        self.part = 0

    def move(self, by: int) -> bool:
        """Go to the next part or the one before; whether there was one."""
        if 0 <= self.part + by < len(self.parts):
            self.part += by
            return True
        if not 0 <= self.at + by < len(self.lines):
            return False
        self.at += by
        self.part = 0 if by > 0 else len(self.parts) - 1
        self._mark()
        return True

    def split(self, *, is_in_parts: bool) -> None:
        """Read in parts from here, or whole lines."""
        self.is_in_parts, self.part = is_in_parts, 0

    def _mark(self) -> None:
        """Keep the mark of the card where is being read."""
        facts = len(self.place.card.opening_facts)
        if self.at < facts:
            self.place.marked, self.place.below = self.at, 0
        elif self.place.marked < facts or self.place.below:
            self.place.mark_ways()
