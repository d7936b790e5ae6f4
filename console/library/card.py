"""What a card is: words for one kind of moment, in English and Spanish side by side."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

Language = Literal["en", "es"]
Audience = Literal["caller", "agent", "lead"]
END = "end"
"""What an answer leads to when nothing of the card is left to do."""


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence in both languages; Spanish says *usted* and is written from the intent."""

    en: str
    es: str

    def of(self, language: str) -> str:
        """The sentence in a language; English stands in for any other than Spanish."""
        return self.es if language.startswith("es") else self.en


@dataclass(frozen=True, slots=True)
class Fact:
    """Something to learn in the first minute, and what a tick writes into the note."""

    id: str
    ask: Words
    note: Words
    mark: str = ""
    """First character of the note line: ``!`` risk, ``"`` quote, ``>`` promise, ``?`` to ask."""
    field: str = ""
    """Name of the value that the line carries, written as ``#name``."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A way a step may turn out, and the step that follows."""

    words: Words
    next: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do or say; any step may be skipped."""

    id: str
    do: Words
    say: tuple[Words, ...] = ()
    avoid: tuple[Words, ...] = ()
    answers: tuple[Answer, ...] = ()
    next: str = ""
    """Step that follows when there is nothing to choose; empty is the one below."""


@dataclass(frozen=True, slots=True)
class Line:
    """A number outside the company that helps in this moment."""

    name: Words
    number: str
    where: tuple[str, ...]
    """ISO 3166-1 countries in which it works."""
    verified: date
    source: str


@dataclass(frozen=True, slots=True)
class Escalation:
    """When to page somebody, and by which route."""

    when: Words
    route: str


@dataclass(frozen=True, slots=True)
class Hints:
    """Words of a caller that suggest the card; a manager edits them in the card itself."""

    crisis: bool = False
    """The card is pinned, and a "not" before the words takes nothing back."""
    en: tuple[str, ...] = ()
    es: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    """Phrases in which the same words mean something harmless."""
    lists: dict[str, str] = field(default_factory=dict, hash=False)
    """Lists of words that its phrases name with ``@``, each between spaces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One script: prompts that stand beside the note and never rail."""

    id: str
    title: Words
    categories: tuple[str, ...]
    audience: Audience
    opening_facts: tuple[Fact, ...]
    steps: tuple[Step, ...]
    say: tuple[Words, ...] = ()
    avoid: tuple[Words, ...]
    stop_rules: tuple[Words, ...]
    escalate_when: tuple[Escalation, ...]
    sources: tuple[str, ...]
    owner: str
    """The role that answers for the content, never a person's name."""
    reviewed_by: str
    """The role that must have read it; empty while nobody of that role has."""
    review_by: date
    version: int
    emergency: int = 0
    """Place among the emergency cards, from 1; 0 for every other card."""
    lines: tuple[Line, ...] = ()
    suggest: Hints = Hints()

    def step(self, wanted: str) -> Step | None:
        """The step of an id."""
        return next((step for step in self.steps if step.id == wanted), None)

    def after(self, step: Step, answer: Answer | None = None) -> Step | None:
        """The step that follows, by the answer given; None at the end of the card."""
        wanted = answer.next if answer else step.next
        if wanted == END:
            return None
        if wanted:
            return self.step(wanted)
        place = self.steps.index(step) + 1
        return self.steps[place] if place < len(self.steps) else None
