"""The rules that bring up cards, over 10,000 messages, against one bare pass of a pattern."""

from __future__ import annotations

import itertools
import re
import time
from typing import TYPE_CHECKING

from console.library.shelf import load
from console.settings.scripts import OURS
from tests.benchmarks.result import Result, Target
from tests.phrase_set import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.benchmarks.scope import Scope

MESSAGES = 10_000
BARE = re.compile(r"[^\W_]+")
"""The least that finding words in a text can cost: to find the words."""


def bench(scope: Scope) -> list[Result]:
    """Measure in turn and keep the quickest round of each, in processor time."""
    said = [phrase.text for phrase in read("phrases.txt")]
    texts = [f"{text} {said[-place % len(said)]}" for place, text in _first(said)]
    rules = load(OURS)[0].rules
    floors, ours = [], []
    for _ in range(scope.of(9, 3)):
        floors.append(_spent(texts, BARE.findall))
        ours.append(_spent(texts, rules.suggest))
    floor, best = min(floors), min(ours)
    return [
        Result(
            "suggestion rules over 10,000 messages; floor: one bare pass of a pattern",
            "ms",
            best,
            Target("at most times floor", 20.0),
            floor=floor,
            more={
                "µs a message": round(best * 1000 / MESSAGES, 1),
                "characters a message": round(sum(map(len, texts)) / MESSAGES),
            },
        )
    ]


def _first(said: list[str]) -> list[tuple[int, str]]:
    return list(enumerate(itertools.islice(itertools.cycle(said), MESSAGES)))


def _spent(texts: list[str], look: Callable[[str], object]) -> float:
    began = time.process_time()
    for text in texts:
        look(text)
    return (time.process_time() - began) * 1000
