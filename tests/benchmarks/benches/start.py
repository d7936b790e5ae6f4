"""From the start of the desk's process to its first words, and to its first complete screen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tests.benchmarks.result import Result, Target, percentile
from tests.benchmarks.rounds import in_turn
from tests.benchmarks.seed import Seed
from tests.benchmarks.station import BARE_READY, station

if TYPE_CHECKING:
    from tests.benchmarks.scope import Scope
    from tests.benchmarks.station import Station
    from tests.benchmarks.terminal import Terminal

WATCHED = 2.5
"""Seconds of listening at once."""
PATIENCE = 6


def bench(scope: Scope) -> list[Result]:
    """Measure a desk with a day's work list and a long incident open."""
    splashes: list[float] = []
    with station(scope.folder, Seed()) as place:
        ours = partial(_desk, place, splashes)
        for warm in (partial(_bare, place), ours):
            warm()
        splashes.clear()
        pair = in_turn(partial(_bare, place), ours, rounds=scope.of(12, 3))
    more: dict[str, float | str] = {
        "fastest ms": min(pair.ours),
        "slowest ms": max(pair.ours),
        "others' share of a core": max(pair.noise),
    }
    return [
        Result(
            "desk start to first complete screen",
            "ms",
            percentile(pair.ours, 0.5),
            Target("at most times floor", 1.5),
            percentile(pair.floor, 0.5),
            more,
        ),
        Result("splash", "ms", percentile(splashes, 0.5), Target("at most", 50.0)),
    ]


def _bare(place: Station) -> float:
    with place.bare() as terminal:
        return _first(terminal, BARE_READY)


def _desk(place: Station, splashes: list[float]) -> float:
    with place.desk() as terminal:
        splashes.append(_first(terminal, "Steadyline"))
        return _first(terminal, place.complete)


def _first(terminal: Terminal, pattern: str) -> float:
    """Give the milliseconds from the start of a program to the first frame with a pattern.

    It is listened to for a good while before anything is drawn, so that drawing takes nothing
    from a program that is still starting.
    """
    for _ in range(PATIENCE):
        if (at := terminal.first(pattern)) is not None:
            return (at - terminal.started) * 1e3
        terminal.pause(WATCHED)
    raise RuntimeError(f"never showed {pattern}:\n{terminal.text()}")
