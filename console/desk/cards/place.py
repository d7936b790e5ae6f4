"""Where somebody is in a card: the step, the way back, and what is marked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.library.card import Answer, Card, Fact, Step, Words


@dataclass(frozen=True, slots=True)
class Way:
    """A way on from a step: an answer, or simply the next one."""

    answer: Answer | None


Item = "Fact | Way"
"""What can be marked and chosen."""


@dataclass(slots=True)
class Place:
    """One open card of one incident."""

    card: Card
    because: str = ""
    """The rule that had suggested it, for the record."""
    said: str = ""
    """The words that fitted the rule, for the agent."""
    step: Step | None = None
    """None: its end has been reached."""
    marked: int = 0
    """Place of the mark among the items."""
    below: int = 0
    """Which of the sections under the items is read, from 1; 0: none, an item is marked."""
    behind: list[Step | None] = field(default_factory=list)
    """The steps that were left, the last one last."""

    put: tuple[Words, str] | None = None
    """The line that was put into the reply last, and how it read there."""

    def __post_init__(self) -> None:
        """Begin with the first step."""
        if self.step is None and not self.behind:
            self.step = self.card.steps[0]

    @property
    def ways(self) -> list[Way]:
        """The ways on from here; none at the end."""
        if self.step is None:
            return []
        return [Way(answer) for answer in self.step.answers] or [Way(None)]

    @property
    def items(self) -> list[Fact | Way]:
        """Everything that can be marked: the facts to get, then the ways on."""
        return [*self.card.opening_facts, *self.ways]

    @property
    def sections(self) -> list[str]:
        """What of the card holds at every step, by its title, in the order it is shown."""
        card = self.card
        held = {
            "NEVER": card.stop_rules,
            "SAY": card.say,
            "DON'T SAY": card.avoid,
            "PAGE": card.escalate_when,
            "NUMBERS": card.lines,
        }
        return [title for title, lines in held.items() if lines]

    @property
    def choice(self) -> Fact | Way | None:
        """What is marked."""
        items = self.items
        return items[min(self.marked, len(items) - 1)] if items and not self.below else None

    @property
    def lines(self) -> list[Words]:
        """What can be written to them from here: the marked question first, then what to say."""
        asked = [] if isinstance(self.choice, Way | None) else [self.choice.ask]
        step = self.step.say if self.step is not None else ()
        return list(dict.fromkeys((*asked, *step, *self.card.say)))

    def next_line(self) -> Words | None:
        """The line after the one that was put last, the first one again after all."""
        lines = self.lines
        if not lines:
            return None
        last = self.put[0] if self.put is not None else None
        return lines[(lines.index(last) + 1) % len(lines)] if last in lines else lines[0]

    def move(self, by: int) -> None:
        """Move the mark, below the last item to the sections, not beyond the first and the last."""
        last = len(self.items) - 1
        at = max(0, min(self.marked + self.below + by, last + len(self.sections)))
        self.marked, self.below = min(at, max(0, last)), max(0, at - max(0, last))

    def go(self, way: Way) -> None:
        """Leave the step; the mark waits on the first way on from the next."""
        if self.step is not None:
            self.behind.append(self.step)
            self.step = self.card.after(self.step, way.answer)
        self.mark_ways()

    def back(self) -> bool:
        """Return to the step before; whether there was one."""
        if not self.behind:
            return False
        self.step = self.behind.pop()
        self.mark_ways()
        return True

    def mark_ways(self) -> None:
        """Put the mark on the first way on."""
        self.marked, self.below = min(len(self.card.opening_facts), max(0, len(self.items) - 1)), 0

    def mark_open_fact(self, ticked: frozenset[str]) -> None:
        """Put the mark on the first fact that is still to get, else on the ways on."""
        for place, fact in enumerate(self.card.opening_facts):
            if fact.id not in ticked:
                self.marked, self.below = place, 0
                return
        self.mark_ways()
