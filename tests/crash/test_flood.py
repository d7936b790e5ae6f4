"""Strangers who post as fast as they can: the provider is served, and nothing fills up (W16)."""

from __future__ import annotations

import time
from random import Random
from typing import TYPE_CHECKING

from tests.crash.flood import flooded, timed
from tests.crash.talkative import talkative_hub
from tests.crash.webhooks import Source
from tests.crash.wire import Wire

if TYPE_CHECKING:
    from pathlib import Path

FLOOD_SECONDS = 3.0
ANSWER_SECONDS = 2.0
WARM = 300
"""Texts after which the journal of the database has its full size."""
MOST_GROWN = 5 * 2**20
MOST_LINES = 60


def _size(folder: Path) -> int:
    return sum(one.stat().st_size for one in folder.iterdir())


async def test_a_flood_of_unsigned_posts_keeps_nobody_out_and_fills_nothing(
    tmp_path: Path,
) -> None:
    source, waits = Source(Random(1)), list[float]()
    async with talkative_hub(tmp_path) as hub:
        wire = Wire(hub.port)
        for _ in range(WARM):
            await wire.ask(source.text().raw)
        before, said = _size(tmp_path), hub.log.count("\n")
        until = time.monotonic() + FLOOD_SECONDS
        async with flooded(hub.port) as flood:
            while time.monotonic() < until:
                seconds, status = await timed(wire, source.text().raw)
                assert status == 200
                waits.append(seconds)
        grown, lines = _size(tmp_path) - before, hub.log.count("\n") - said
        print(f"\n{dict(flood.answers)}, signed: {len(waits)}, slowest {max(waits):.3f} s,", end="")
        print(f" grown {grown} bytes, {lines} lines")
        await wire.close()
        await hub.stop()
    assert max(waits) < ANSWER_SECONDS
    assert set(flood.answers) <= {0, 401, 403, 404, 421, 429}
    assert sum(flood.answers.values()) > 500
    assert grown < MOST_GROWN
    assert lines < MOST_LINES
    assert "let" not in hub.log
