"""Types words on a steady beat and finds out when each key was painted."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.benchmarks.terminal import Terminal

LETTERS = "zqxjkvwybgf"
"""Rare ones: words made of them stand nowhere else on a screen."""
WORD = 7
SURE = 3
"""Letters of a word after which its beginning is unmistakable; earlier keys are not scored."""
BEAT = 0.09
"""Seconds between keys: a fast typist."""
SWAY = 0.35
"""Share of the beat by which a key may come early or late."""
WARM = 10
"""Keys at the beginning that are not scored."""
GRACE = 0.8
"""Seconds after the last key."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What came of typing: milliseconds of each scored key, and how many were never painted."""

    ms: list[float]
    missed: int


def words(keys: int, seed: int) -> list[str]:
    """Make words, no two with the same beginning, that take about as many keys."""
    dice = random.Random(seed)
    made: dict[str, str] = {}
    while len(made) * (WORD + 1) < keys:
        word = "".join(dice.choice(LETTERS) for _ in range(WORD))
        made.setdefault(word[:SURE], word)
    return list(made.values())


def type_into(terminal: Terminal, *, keys: int, seed: int) -> Typed:
    """Type on the beat whether or not the last key was painted, then draw and score.

    A key that waits behind a stall is charged the whole wait: the beat never waits for paint.
    """
    terminal.text()
    dice = random.Random(seed)
    written: list[tuple[float, str]] = []
    due = time.perf_counter() + BEAT
    count = 0
    for word in words(keys, seed):
        for length, letter in enumerate(word + " ", 1):
            terminal.listen(due)
            at = terminal.press(letter.encode())
            if SURE <= length <= WORD and count >= WARM:
                written.append((at, word[:length]))
            due += BEAT * (1 + SWAY * (2 * dice.random() - 1))
            count += 1
    terminal.pause(GRACE)
    return painted(terminal, written)


def painted(terminal: Terminal, written: list[tuple[float, str]]) -> Typed:
    """Find the first frame after each key that shows what had been typed by then.

    Args:
        terminal: Its recording since the keys has not been drawn yet.
        written: When each key was written and what must be visible after it, in order.
    """
    waiting = list(written)
    ms: list[float] = []
    for at, data in terminal.undrawn():
        if not terminal.screen.feed(data) or not waiting:
            continue
        shown = terminal.screen.text
        left = []
        for key in waiting:
            if key[0] <= at and key[1] in shown:
                ms.append((at - key[0]) * 1e3)
            else:
                left.append(key)
        waiting = left
    return Typed(ms, len(waiting))
