"""The lead's floor with 500 agents and 300 who wait: processor time of a key and of a change."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from console.desk.app import DeskApp
from tests.benchmarks.result import Result, Target, percentile
from tests.desk.screen.crowd import crowd, rings
from tests.desk.screen.stage import Stage, settings

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.benchmarks.scope import Scope

SIZE = (160, 48)
SMALL, LARGE = (5, 3), (500, 300)
"""Agents and waiting callers of the floor that it is compared with, and of the large one."""
CHANGES = 20
"""A second."""
KEYS = ("down", "down", "up", "a", "backspace", "right", "left")


def bench(scope: Scope) -> list[Result]:
    """Measure both floors with the same keys and as many changes."""
    seconds = scope.of(12, 4)
    large = asyncio.run(_measured(scope, LARGE, seconds))
    small = asyncio.run(_measured(scope, SMALL, seconds))
    rows = [
        Result(
            f"a key on the floor of 500 agents, {CHANGES} changes/s, p{share * 100:.0f}",
            "ms",
            percentile(large[0], share),
            Target("at most times floor", limit),
            percentile(small[0], share),
        )
        for share, limit in ((0.5, 2.5), (0.99, 4.0))
    ]
    share = Result("that floor's share of a core", "%", large[1], Target("at most", 40.0), small[1])
    return [*rows, share]


async def _measured(scope: Scope, size: tuple[int, int], seconds: int) -> tuple[list[float], float]:
    """Milliseconds from each key to its frame, and per cent of a core."""
    hub = crowd(agents=size[0], waiting=size[1], live=3)
    known = len(hub.log.entries)
    for number in range(seconds * CHANGES // 2):
        rings(hub, 100 + number % size[1], 13 + number % (size[0] - 3))
    changes = iter(hub.log.entries[known:])
    del hub.log.entries[known:]
    folder = scope.folder / f"wall{size[0]}"
    folder.mkdir()
    app = DeskApp(settings(folder), hub)
    async with app.run_test(size=SIZE) as pilot:
        place = Stage(app, pilot, hub)
        await place.until(lambda: app.session is not None and bool(app.session.model.me))
        await pilot.press("alt+o")
        await place.sees("today since")
        ms: list[float] = []
        began, used = time.monotonic(), time.process_time()
        for number in range(seconds * CHANGES):
            if (change := next(changes, None)) is not None:
                hub.happens(change)
            if number % 4 == 0:
                ms.append(await _key(app, pilot, KEYS[number // 4 % len(KEYS)]))
            due = began + (number + 1) / CHANGES
            await asyncio.sleep(max(0.0, due - time.monotonic()))
        share = 100 * (time.process_time() - used) / (time.monotonic() - began)
    return ms, share


async def _key(app: DeskApp, pilot: Pilot[int], key: str) -> float:
    """Milliseconds of processor time until the key is painted, whatever else is done meanwhile."""
    began = time.process_time()
    await pilot.press(key)
    app.screen._compositor.render_strips()
    return (time.process_time() - began) * 1e3
