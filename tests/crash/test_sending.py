"""A kill around a request to the provider: no person gets a text twice, and none is forgotten."""

from __future__ import annotations

import asyncio
from random import Random
from typing import TYPE_CHECKING

import pytest

from console.domain.message_events import SendText
from tests.crash.desk import Desk
from tests.crash.hubs import HubProcess, hub_process
from tests.crash.provider import Provider, provider
from tests.crash.stored import Stored, is_sent, is_unsure
from tests.crash.webhooks import Source
from tests.crash.wire import Wire

if TYPE_CHECKING:
    from pathlib import Path

ANA = "+14155550142"
ROUNDS = 10
TEXTS = 4
LOOK_SECONDS = 0.05


async def desk_with_an_incident(hub: HubProcess) -> Desk:
    """Let Ana have written once, so that there is somebody to answer."""
    wire = Wire(hub.port)
    await wire.ask(Source(Random(0)).text(ANA).raw)
    await wire.close()
    return Desk([hub.port], await hub.agent("sam"))


def answer(words: str, to: str = ANA) -> SendText:
    """A text to Ana, or to somebody else about her."""
    return SendText(incident=1, to=f"tel:{to}", body=words)


async def kill_and_return(hub: HubProcess, stored: Stored) -> None:
    """Kill the hub and start it when its leases are over."""
    hub.kill()
    await asyncio.to_thread(stored.pass_leases)
    await hub.start()


async def test_a_text_that_was_sent_while_the_hub_died_is_found_and_shown_as_sent(
    tmp_path: Path, database_url: str
) -> None:
    stored = Stored(database_url)
    async with (
        provider() as phones,
        hub_process(tmp_path, database_url, provider=phones.url) as hub,
    ):
        desk = await desk_with_an_incident(hub)
        phones.is_silent = True
        await desk.does(answer("Stay where you are"))
        await phones.takes(1)
        await kill_and_return(hub, stored)
        await stored.shows(is_sent, "Stay where you are")
    assert phones.received == {"Stay where you are": 1}
    assert stored.faults() == []


async def test_a_text_of_which_the_provider_knows_nothing_is_shown_as_unsure_and_not_repeated(
    tmp_path: Path, database_url: str
) -> None:
    stored = Stored(database_url)
    async with (
        provider() as phones,
        hub_process(tmp_path, database_url, provider=phones.url) as hub,
    ):
        desk = await desk_with_an_incident(hub)
        phones.is_silent = phones.is_forgetful = True
        await desk.does(answer("Help is coming"))
        await phones.takes(1)
        await kill_and_return(hub, stored)
        await stored.shows(is_unsure, "Help is coming")
        phones.is_silent = False
        while "unknown" not in (await asyncio.to_thread(stored.effects)).values():
            await asyncio.to_thread(stored.pass_delays)
            await asyncio.sleep(LOOK_SECONDS)
        assert phones.received == {"Help is coming": 1}
        out = stored.messages()["Help is coming"].id
        wire = Wire(hub.port)
        await wire.ask(Source(Random(0)).report(out, "delivered").raw)
        await wire.close()
        await stored.shows(is_sent, "Help is coming")
    assert phones.received == {"Help is coming": 1}
    assert stored.faults() == []


async def test_a_text_that_had_not_left_is_sent_once_after_the_restart(
    tmp_path: Path, database_url: str
) -> None:
    stored = Stored(database_url)
    async with (
        provider() as phones,
        hub_process(tmp_path, database_url, provider=phones.url, undo_seconds=2) as hub,
    ):
        desk = await desk_with_an_incident(hub)
        await desk.does(answer("On my way"))
        hub.kill()
        assert not phones.taken
        await hub.start()
        await stored.shows(is_sent, "On my way")
    assert phones.received == {"On my way": 1}
    assert stored.faults() == []


async def round_of_texts(hub: HubProcess, desk: Desk, phones: Provider, chance: Random) -> None:
    """Send some texts and kill the hub at some moment of that."""
    number = len(hub.ready_seconds)
    sending = [
        asyncio.create_task(desk.does(answer(f"Round {number}, text {text}", f"+1415555015{text}")))
        for text in range(TEXTS)
    ]
    moment = chance.randrange(4)
    if moment == 0:
        await asyncio.wait(sending, return_when=asyncio.FIRST_COMPLETED)
    elif moment == 1:
        await phones.takes(len(phones.taken) + 1 + chance.randrange(TEXTS))
    await asyncio.sleep(chance.uniform(0, 0.06))
    await kill_and_return(hub, Stored(hub.database))
    await asyncio.gather(*sending)


@pytest.mark.parametrize("is_forgetful", [False, True], ids=["listed", "not listed"])
async def test_no_text_is_sent_twice_or_lost_in_kills_at_any_moment(
    tmp_path: Path, postgres_database: str, is_forgetful: bool
) -> None:
    chance = Random(is_forgetful)
    url = postgres_database if is_forgetful else f"sqlite:///{tmp_path / 'hub.db'}"
    stored = Stored(url)
    async with provider() as phones, hub_process(tmp_path, url, provider=phones.url) as hub:
        phones.is_forgetful = is_forgetful
        phones.seconds = lambda: chance.uniform(0, 0.1)
        desk = await desk_with_an_incident(hub)
        for _ in range(ROUNDS):
            await round_of_texts(hub, desk, phones, chance)
        ours = [f"Round {n}, text {text}" for n in range(1, ROUNDS + 1) for text in range(TEXTS)]
        await stored.shows(lambda message: is_sent(message) or is_unsure(message), *ours)
    messages = stored.messages()
    assert max(phones.received.values()) == 1
    for words in ours:
        assert phones.received[words] == 1 or not is_sent(messages[words]), words
    unsure = [words for words in ours if is_unsure(messages[words])]
    print(f"\n{len(ours)} texts, {len(unsure)} unsure, {len(phones.taken)} sent")
    assert stored.faults() == []
