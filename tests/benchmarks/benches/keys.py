"""From a key to its letter on the screen, while texts arrive in the incident that is open."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tests.benchmarks.arriving import texts
from tests.benchmarks.keys import Typed, type_into
from tests.benchmarks.pressed import CTRL_T
from tests.benchmarks.result import Result, Target, percentile
from tests.benchmarks.rounds import in_turn
from tests.benchmarks.seed import Seed
from tests.benchmarks.station import BARE_READY, station

if TYPE_CHECKING:
    from tests.benchmarks.scope import Scope
    from tests.benchmarks.station import Station

RATES: dict[int, tuple[float, float]] = {20: (1.5, 2.5), 100: (3.0, 4.0)}
"""Texts a second to how many times the floor p50 and p99 may be."""


def bench(scope: Scope) -> list[Result]:
    """Measure at each rate on an incident of 10,000 entries."""
    keys = scope.of(160, 80)
    rows: list[Result] = []
    with station(scope.folder, Seed()) as place:
        for rate, limits in RATES.items():
            pair = in_turn(
                partial(_bare, place, keys),
                partial(_desk, place, keys, rate),
                rounds=scope.of(4, 1),
            )
            floor = [ms for typed in pair.floor for ms in typed.ms]
            ours = [ms for typed in pair.ours for ms in typed.ms]
            missed = sum(typed.missed for typed in pair.ours)
            more: dict[str, float | str] = {
                "keys": float(len(ours)),
                "never painted": float(missed),
                "slowest ms": max(ours),
                "others' share of a core": max(pair.noise),
            }
            for share, limit in zip((0.5, 0.99), limits, strict=True):
                rows.append(
                    Result(
                        f"key to paint, {rate} texts/s, p{share * 100:.0f}",
                        "ms",
                        percentile(ours, share),
                        Target("at most times floor", limit),
                        percentile(floor, share),
                        more if share == 0.99 else {},
                    )
                )
    return rows


def _bare(place: Station, keys: int) -> Typed:
    with place.bare() as terminal:
        terminal.wait_for(BARE_READY)
        terminal.pause(0.5)
        return type_into(terminal, keys=keys, seed=1)


def _desk(place: Station, keys: int, rate: int) -> Typed:
    with place.desk() as terminal:
        place.await_incident(terminal)
        terminal.press(CTRL_T)
        with texts(place, rate):
            terminal.pause(1.5)
            return type_into(terminal, keys=keys, seed=1)
