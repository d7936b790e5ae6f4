"""Fan-out: from a signed webhook to every desk that follows the hub, each with its own token."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import uvloop

from tests.benchmarks.consoles import Audience
from tests.benchmarks.hub import hub, sqlite
from tests.benchmarks.load import post
from tests.benchmarks.machine import cpu_seconds, others, rss_bytes, usage
from tests.benchmarks.result import Result, Target, percentile
from tests.benchmarks.seed import Seed, Seeded, seed

if TYPE_CHECKING:
    from tests.benchmarks.hub import HubProgram
    from tests.benchmarks.scope import Scope

RATE = 10.0
"""Texts a second."""
SETTLE = 2.5
"""Seconds until memory is read: long enough for rights to have been looked up again."""
LIMITS = {200: 100.0, 1000: 500.0}
"""Desks to milliseconds at most."""
KIB_A_DESK = 50.0


@dataclass(frozen=True, slots=True)
class Spread:
    """What one audience saw."""

    ms: list[float]
    connect_seconds: float
    kib_a_desk: float
    hub_cores: float
    noise: float


def bench(scope: Scope) -> list[Result]:
    """Measure a small and a large floor."""
    database = sqlite(scope.folder)
    seeded = seed(database, Seed(entries=100, others=0, agents=max(LIMITS)))
    rows: list[Result] = []
    for desks, limit in LIMITS.items():
        with (
            hub(scope.folder, database) as running,
            asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
        ):
            seconds = scope.of(15, 4)
            spread = runner.run(_spread(running, seeded, desks=desks, seconds=seconds))
        rows += _rows(desks, limit, spread)
    return rows


async def _spread(running: HubProgram, seeded: Seeded, *, desks: int, seconds: int) -> Spread:
    pid = running.program.pid
    source = running.source
    audience = Audience()
    await post(running.url, source.text(seeded.party, "warm")[1])
    before = rss_bytes(pid)
    start = time.perf_counter()
    await audience.seat(running.url, seeded.tokens[:desks])
    connected = time.perf_counter() - start
    await asyncio.sleep(SETTLE)
    noise, cpu = usage(), cpu_seconds(pid)
    start = time.perf_counter()
    for number in range(int(seconds * RATE)):
        await asyncio.sleep(max(0.0, start + number / RATE - time.perf_counter()))
        sid, request = source.text(seeded.party, f"Is anybody there? {number}")
        audience.sent[sid.encode()] = time.perf_counter()
        await post(running.url, request)
    cores = (cpu_seconds(pid) - cpu) / (time.perf_counter() - start)
    await asyncio.sleep(1.0)
    held = rss_bytes(pid) - before
    audience.check()
    audience.leave()
    return Spread(audience.ms, connected, held / desks / 1024, cores, others(noise, usage()))


def _rows(desks: int, limit: float, spread: Spread) -> list[Result]:
    more: dict[str, float | str] = {
        "p50 ms": percentile(spread.ms, 0.5),
        "max ms": max(spread.ms),
        "deliveries": float(len(spread.ms)),
        "connecting s": spread.connect_seconds,
        "hub cores": spread.hub_cores,
        "others' share of a core": spread.noise,
    }
    late = percentile(spread.ms, 0.99)
    rows = [
        Result(f"fan-out to {desks:,} desks, p99", "ms", late, Target("at most", limit), more=more)
    ]
    if desks == max(LIMITS):
        target = Target("at most", KIB_A_DESK)
        rows.append(Result(f"memory of {desks:,} desks, each", "KiB", spread.kib_a_desk, target))
    return rows
