"""What people say, with labels, in ``tests/data/phrases*.txt``, and how well rules find it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.library.suggesting import Rules

DATA = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True)
class Phrase:
    """Something that was said, and the cards it should bring up."""

    language: str
    must: frozenset[str]
    may: frozenset[str]
    text: str


@dataclass(frozen=True)
class Score:
    """How often rules were right."""

    hits: int
    missed: int
    needless: int

    @property
    def recall(self) -> float | None:
        """Share of the cards that should have come up and did; None without any."""
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else None

    @property
    def precision(self) -> float | None:
        """Share of the cards that came up and were wanted; None without any."""
        return self.hits / (self.hits + self.needless) if self.hits + self.needless else None


def read(name: str) -> list[Phrase]:
    """The phrases of a file."""
    found = []
    for line in (DATA / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            language, must, may, text = line.split("|", 3)
            found.append(Phrase(language, _cards(must), _cards(may), text))
    return found


def _cards(listed: str) -> frozenset[str]:
    return frozenset(listed.split()) - {"-"}


def score(rules: Rules, phrases: Iterable[Phrase], cards: frozenset[str]) -> Score:
    """Count for some cards; what may come up counts neither way."""
    hits = missed = needless = 0
    for phrase in phrases:
        found = {one.card for one in rules.suggest(phrase.text)} & cards
        must = phrase.must & cards
        hits += len(found & must)
        missed += len(must - found)
        needless += len(found - must - phrase.may)
    return Score(hits, missed, needless)


def missed(rules: Rules, phrases: Iterable[Phrase], cards: frozenset[str]) -> list[str]:
    """What was said and did not bring up a card that it should have."""
    return [
        f"{card}: {phrase.text}"
        for phrase in phrases
        for card in sorted(phrase.must & cards)
        if card not in {one.card for one in rules.suggest(phrase.text)}
    ]
