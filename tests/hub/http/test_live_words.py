"""What is typed reaches the leads who read along, and nobody else (F70)."""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from console.hub.store.migrate import upgrade
from tests.hub.http.kit import following, settings_for, world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import pytest

    from console.config import Settings
    from tests.hub.http.kit import Follower, World

READING = {"incident": 7, "doing": "reading"}
TYPED = {"incident": 7, "box": "note", "text": "he hides the dog"}


@asynccontextmanager
async def listening(place: World, *desks: dict[str, str]) -> AsyncIterator[list[Follower]]:
    """Streams that are open."""
    async with AsyncExitStack() as open_:
        found = [await open_.enter_async_context(following(place, one)) for one in desks]
        for stream in found:
            await stream.comment()
        yield found


async def test_a_lead_reads_along_and_the_agent_is_told(settings: Settings) -> None:
    async with world(settings) as place:
        ana, kim = await place.agent("ana"), await place.agent("kim", "lead")
        async with listening(place, ana, kim) as (hers, leads):
            asked = await place.client.post("/api/reading", headers=kim, json=READING)
            assert asked.status_code == 204
            told = await hers.event()
            assert (told["event"], json.loads(told["data"])["name"]) == ("reading", "Kim")
            await leads.event()
            words = TYPED | {"to": [2], "agent": 99, "name": "somebody else"}
            await place.client.post("/api/live-words", headers=ana, json=words)
            event = await leads.event()
            read = json.loads(event["data"])
            assert (event["event"], read["text"]) == ("words", "he hides the dog")
            assert (read["agent"], read["name"], read["to"]) == (1, "Ana", [])


async def test_an_agent_reads_nothing_of_others_and_may_not_ask_to(settings: Settings) -> None:
    async with world(settings) as place:
        ana, bo = await place.agent("ana"), await place.agent("bo")
        refused = await place.client.post("/api/reading", headers=bo, json=READING)
        assert refused.status_code == 403
        async with listening(place, bo) as (his,):
            words = TYPED | {"to": [1, 2, 3]}
            sent = await place.client.post("/api/live-words", headers=ana, json=words)
            assert sent.status_code == 204
            viewed = {"incident": 7, "agent": 0, "name": "", "doing": "viewing"}
            await place.client.post("/api/typing", headers=ana, json=viewed)
            assert (await his.event())["event"] == "typing"


async def test_live_words_reach_a_lead_at_another_hub(postgres_database: str) -> None:
    await asyncio.to_thread(upgrade, postgres_database)
    async with (
        world(settings_for(postgres_database)) as one,
        world(settings_for(postgres_database)) as other,
    ):
        ana, kim = await one.agent("ana"), await one.agent("kim", "lead")
        async with listening(other, kim) as (leads,):
            words = TYPED | {"to": [2], "text": "é" * 1_500}
            await one.client.post("/api/live-words", headers=ana, json=words)
            assert json.loads((await leads.event())["data"])["text"] == "é" * 1_500


async def test_live_words_are_neither_stored_nor_logged(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    async with world(settings) as place:
        ana, kim = await place.agent("ana"), await place.agent("kim", "lead")
        before = await place.seq()
        async with listening(place, kim) as (leads,):
            words = TYPED | {"to": [2]}
            await place.client.post("/api/live-words", headers=ana, json=words)
            await leads.event()
        assert await place.seq() == before
    assert "hides the dog" not in caplog.text
