"""Signed texts while strangers post as fast as they can, beside the same texts in peace."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tests.benchmarks.hub import hub, sqlite
from tests.benchmarks.result import Result, Target, percentile
from tests.benchmarks.texts import handle
from tests.crash.flood import flooded, timed
from tests.crash.wire import Wire

if TYPE_CHECKING:
    from tests.benchmarks.hub import HubProgram
    from tests.benchmarks.scope import Scope

WITHIN = Target("at most", 2_000.0)


def bench(scope: Scope) -> list[Result]:
    """Measure how long a signed text waits for its answer, in peace and in a flood."""
    with hub(scope.folder, sqlite(scope.folder)) as running:
        return [asyncio.run(_measure(running, scope.of(2_000, 200)))]


async def _measure(running: HubProgram, count: int) -> Result:
    port = int(running.url.rpartition(":")[2])
    wire = Wire(port)
    peace = await _texts(running, wire, count)
    async with flooded(port) as flood:
        ours = await _texts(running, wire, count)
    await wire.close()
    more: dict[str, float | str] = {
        "unsigned posts meanwhile": float(flood.answers.total()),
        "unsigned posts a second": flood.answers.total() / (sum(ours) / 1e3),
        "p50 ms": percentile(ours, 0.5),
        "slowest ms": max(ours),
    }
    name = "signed text in a flood of unsigned posts, p99"
    return Result(name, "ms", percentile(ours, 0.99), WITHIN, percentile(peace, 0.99), more)


async def _texts(running: HubProgram, wire: Wire, count: int) -> list[float]:
    """Post signed texts one after the other; gives the milliseconds of each."""
    waits = []
    source = running.source
    for number in range(count):
        _, raw = source.text(handle(number % 500), "Is anybody there?")
        seconds, status = await timed(wire, raw)
        if status >= 300:
            raise RuntimeError(f"a signed text was answered {status}")
        waits.append(seconds * 1e3)
    return waits
