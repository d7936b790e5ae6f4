"""Opening an incident of 10,000 entries: from the key to its newest entries on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.benchmarks.result import Result, Target, percentile
from tests.benchmarks.seed import Seed
from tests.benchmarks.station import station

if TYPE_CHECKING:
    from tests.benchmarks.scope import Scope
    from tests.benchmarks.station import Station


def bench(scope: Scope) -> list[Result]:
    """Measure desks that have not seen the incident yet, each once."""
    with station(scope.folder, Seed()) as place:
        ms = [_opening(place) for _ in range(scope.of(12, 3))]
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
        return place.open(terminal) * 1e3
