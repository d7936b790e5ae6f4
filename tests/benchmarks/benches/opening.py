"""Opening an incident of 10,000 entries: from the key to its newest entries on the screen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tests.benchmarks.pressed import CTRL_DOWN
from tests.benchmarks.result import Result, Target, percentile
from tests.benchmarks.rounds import alone
from tests.benchmarks.seed import LAST, Seed
from tests.benchmarks.station import station

if TYPE_CHECKING:
    from tests.benchmarks.scope import Scope
    from tests.benchmarks.station import Station

SETTLED = 1.0
"""Seconds after which the other incident, which a desk opens by itself, is quite open."""
WATCHED = 2.0
"""Seconds for which the opening is recorded before it is drawn."""


def bench(scope: Scope) -> list[Result]:
    """Measure desks that have not seen the incident yet, each once."""
    with station(scope.folder, Seed(others=1, is_urgent=False)) as place:
        _opening(place)
        ms = alone(partial(_opening, place), rounds=scope.of(12, 3))
    return [
        Result(
            "open an incident of 10,000 entries, first screenful",
            "ms",
            percentile(ms, 0.5),
            Target("at most", 300.0),
            more={"fastest ms": min(ms), "slowest ms": max(ms)},
        )
    ]


def _opening(place: Station) -> float:
    with place.desk() as terminal:
        terminal.wait_for(place.complete)
        terminal.pause(SETTLED)
        terminal.text()
        pressed = terminal.press(CTRL_DOWN)
        terminal.pause(WATCHED)
        at = terminal.first(LAST)
        if at is None:
            raise RuntimeError(f"the incident did not open:\n{terminal.text()}")
        return (at - pressed) * 1e3
