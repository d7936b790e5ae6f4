"""Whatever moment the hub is killed at: what it has acknowledged is stored, once."""

from __future__ import annotations

from random import Random
from statistics import median
from typing import TYPE_CHECKING

from console.domain.message_events import SendText
from tests.crash.desk import Desk
from tests.crash.hubs import READY_SECONDS, hub_process
from tests.crash.load import Load
from tests.crash.provider import provider
from tests.crash.reader import Reader
from tests.crash.stored import Stored
from tests.crash.webhooks import Source
from tests.crash.wire import Wire

if TYPE_CHECKING:
    from pathlib import Path

KILLS = 20
COLD = 7
"""One start in so many is ``python -m console hub`` itself; see launch.py for the others."""
ANA = "+14155550142"


async def texts_of_ours(port: int, token: str, count: int) -> list[str]:
    """Have some texts sent, whose delivery can be reported."""
    wire, desk = Wire(port), Desk([port], token)
    await wire.ask(Source(Random(0)).text(ANA).raw)
    await wire.close()
    sent = []
    for number in range(count):
        text = SendText(incident=1, to=f"tel:{ANA}", body=f"We are on it ({number})")
        sent += await desk.does(text)
    return [entry["event"]["id"] for entry in sent if entry["event"]["kind"] == "message.composed"]


async def test_twenty_kills_under_load_lose_and_double_nothing(
    tmp_path: Path, database_url: str
) -> None:
    chance = Random(database_url)
    async with (
        provider() as phones,
        hub_process(tmp_path, database_url, provider=phones.url) as hub,
    ):
        readers = [Reader([hub.port], await hub.agent(login)) for login in ("ana", "ben", "chris")]
        load = Load([hub.port], await texts_of_ours(hub.port, readers[0].token, 30))
        load.begin()
        for reader in readers:
            reader.begin()
        for number in range(KILLS):
            await load.passes(chance.randrange(20, 120))
            hub.is_cold = number % COLD == 0
            await hub.restart()
        await load.passes(50)
        await load.finish()
        stored = Stored(database_url)
        last = stored.last()
        for reader in readers:
            await reader.sees(last)
            await reader.leave()
        print(f"\n{len(load.acknowledged)} acknowledged, {last} entries, {load.answers}")
        print("restarts:", " ".join(f"{seconds:.2f}" for seconds in hub.ready_seconds))
    stored.check(load.acknowledged, load.forged)
    # A neighbour on the same machine may slow one start down; half of them it may not.
    assert median(hub.ready_seconds) <= READY_SECONDS
    assert load.forged
    assert set(load.answers) <= {0, 200, 204, 403, 503}
    for reader in readers:
        assert reader.seqs[:last] == list(range(1, last + 1))
        assert reader.resyncs == 0
        assert reader.connections > KILLS
