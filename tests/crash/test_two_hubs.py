"""Two hubs on one PostgreSQL: nothing is assigned twice, and either carries on for the other."""

from __future__ import annotations

import asyncio
from collections import Counter
from itertools import chain
from random import Random
from typing import TYPE_CHECKING

from console.domain.agent import SetPresence
from console.domain.call_events import AcceptCall, EndWrapUp
from console.domain.incident_events import TakeIncident, TakeNext
from console.domain.message_events import SendText
from console.domain.promise import OweNothing
from tests.crash.desk import Desk
from tests.crash.hubs import HubProcess, hub_process
from tests.crash.load import Load
from tests.crash.provider import provider
from tests.crash.reader import Reader
from tests.crash.stored import Stored, is_sent
from tests.crash.webhooks import Post, Source, sid
from tests.crash.wire import Wire

if TYPE_CHECKING:
    from pathlib import Path

INCIDENTS = 30
CALLS = 10
PATIENCE = 60.0


async def taken(hub: HubProcess, *posts: Post) -> None:
    """Post webhooks to one hub; it must take each."""
    wire = Wire(hub.port)
    for post in posts:
        assert (await wire.ask(post.raw))[0] in (200, 204)
    await wire.close()


async def test_a_hub_dies_under_load_and_the_other_takes_over_its_work(
    tmp_path: Path, postgres_database: str
) -> None:
    stored = Stored(postgres_database)
    async with (
        provider() as phones,
        hub_process(tmp_path, postgres_database, provider=phones.url) as first,
        hub_process(tmp_path, postgres_database, provider=phones.url) as second,
    ):
        ports = [first.port, second.port]
        token = await first.agent("sam")
        readers = [Reader(ports, token), Reader(ports[::-1], token), Reader(ports[1:], token)]
        await taken(first, Source(Random(1)).text("+14155550142"))
        load = Load(ports)
        load.begin()
        for reader in readers:
            reader.begin()
        phones.is_silent = True
        texts = [SendText(incident=1, to="tel:+14155550142", body=f"Text {n}") for n in range(3)]
        composed = [await Desk(ports[:1], token).does(text) for text in texts]
        await phones.takes(len(texts))
        await load.passes(100)
        first.kill()
        stored.pass_leases(*(entries[-1]["stream"] for entries in composed))
        await load.passes(100)
        await stored.shows(is_sent, *(text.body for text in texts))
        await first.start()
        await load.passes(100)
        await load.finish()
        last = stored.last()
        for reader in readers:
            await reader.sees(last)
            await reader.leave()
    stored.check(load.acknowledged, load.forged)
    assert phones.received == {text.body: 1 for text in texts}
    for reader in readers:
        assert reader.seqs[:last] == list(range(1, last + 1))
        assert reader.resyncs == 0


async def test_agents_at_two_hubs_never_take_the_same_incident(
    tmp_path: Path, postgres_database: str
) -> None:
    async with (
        hub_process(tmp_path, postgres_database) as first,
        hub_process(tmp_path, postgres_database) as second,
    ):
        source = Source(Random(2))
        people = [f"+1415555{100 + number:04d}" for number in range(INCIDENTS)]
        await taken(first, *(source.text(person) for person in people))
        sam = Desk([first.port], await first.agent("sam"))
        kim = Desk([second.port], await first.agent("kimberly"))
        for number in range(1, INCIDENTS // 2 + 1):
            wish = TakeIncident(incident=number)
            await asyncio.gather(sam.does(wish), kim.does(wish))
        await asyncio.gather(*(_take_all(desk) for desk in (sam, kim, sam, kim)))
    stored = Stored(postgres_database)
    found = Counter(stored.kinds("incident.taken"))
    assert found == {f"incident/{number}": 1 for number in range(1, INCIDENTS + 1)}
    assert stored.faults() == []


async def _take_all(desk: Desk) -> None:
    """Take what waits until nothing does."""
    while await desk.does(TakeNext()):
        pass


async def test_agents_at_two_hubs_never_get_the_same_call_even_if_one_hub_dies(
    tmp_path: Path, postgres_database: str
) -> None:
    stored = Stored(postgres_database)
    async with (
        provider() as phones,
        hub_process(tmp_path, postgres_database, provider=phones.url) as first,
        hub_process(tmp_path, postgres_database, provider=phones.url) as second,
    ):
        ports = [first.port, second.port]
        sam = Desk(ports, await first.agent("sam"))
        kim = Desk(ports[::-1], await first.agent("kimberly"))
        readers = [Reader(desk.ports, desk.token) for desk in (sam, kim)]
        for reader, desk in zip(readers, (sam, kim), strict=True):
            reader.begin()
            await desk.does(SetPresence(state="available"))
        await _everybody_is_served(first, sam, kim)
        await _everybody_is_served(second, sam, kim)
        dying = asyncio.create_task(_everybody_is_served(second, sam, kim))
        await phones.rings(len(phones.rung) + 1)
        first.kill()
        await dying
        for reader in readers:
            await reader.leave()
        await first.start()
    accepted = Counter(stored.kinds("call.accepted"))
    assert len(accepted) == 3 * CALLS
    assert set(accepted.values()) == {1}
    assert stored.faults() == []


async def _everybody_is_served(hub: HubProcess, sam: Desk, kim: Desk) -> None:
    """Let callers ring one hub; both agents race for each of them."""
    source = Source(Random(hub.port))
    calls = [sid("CA") for _ in range(CALLS)]
    for call in calls:
        await taken(hub, source.rings(call), source.queued(call))
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*(_served(hub, source, call, sam, kim) for call in calls))


async def _served(hub: HubProcess, source: Source, call: str, sam: Desk, kim: Desk) -> None:
    accept = AcceptCall(call=call)
    while True:
        granted = await asyncio.gather(sam.does(accept), kim.does(accept))
        assert not all(granted), "two agents were given one call"
        if any(granted):
            break
        await asyncio.sleep(0.1)
    await taken(hub, source.over(call))
    (incident,) = {entry["incident"] for entry in chain(*granted) if entry["incident"]}
    await sam.does(OweNothing(incident=incident))
    await asyncio.gather(*(desk.does(EndWrapUp(call=call)) for desk in (sam, kim)))
