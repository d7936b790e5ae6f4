"""From the key of emergency cards to the card on the screen, in a desk that has work on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.library.shelf import load
from console.settings.scripts import OURS
from tests.benchmarks.pressed import ALT_E
from tests.benchmarks.result import Result, Target, percentile
from tests.benchmarks.rounds import alone
from tests.benchmarks.seed import Seed
from tests.benchmarks.station import station

if TYPE_CHECKING:
    from tests.benchmarks.scope import Scope
    from tests.benchmarks.station import Station

LIMIT = 100.0
"""Milliseconds."""
PAUSE = 0.8
"""Seconds between two keys."""


def bench(scope: Scope) -> list[Result]:
    """Open every emergency card in turn, in several desks one after another."""
    names = [card.id for card in load(OURS)[0].emergency]
    with station(scope.folder, Seed()) as place:
        rounds = alone(lambda: _open(place, names), rounds=scope.of(5, 2))
    firsts = [ms for ms, *_ in rounds]
    ours = [ms for _, *more in rounds for ms in more]
    return [
        Result(
            "emergency card from its key, the first of a desk, slowest",
            "ms",
            max(firsts),
            Target("at most", LIMIT),
            more={"desks": float(len(firsts))},
        ),
        Result(
            "emergency card from its key, p50",
            "ms",
            percentile(ours, 0.5),
            Target("at most", LIMIT),
        ),
        Result(
            "emergency card from its key, p99",
            "ms",
            percentile(ours, 0.99),
            Target("at most", LIMIT),
            more={"cards": float(len(ours))},
        ),
    ]


def _open(place: Station, names: list[str]) -> list[float]:
    """Milliseconds of each card, in their order."""
    ms = []
    with place.desk() as terminal:
        place.await_incident(terminal)
        for name in names:
            terminal.text()
            at = terminal.press(ALT_E)
            # Drawn when all of it has come: nothing else is to be done meanwhile.
            terminal.pause(PAUSE)
            shown = terminal.first(rf"{name} v\d")
            if shown is None:
                raise RuntimeError(f"{name} was not shown:\n{terminal.text()}")
            ms.append((shown - at) * 1e3)
    return ms
