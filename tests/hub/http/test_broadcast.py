"""What nobody keeps is told once, to those who may know, at every hub of one database (F38)."""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

import psycopg
from pydantic import BaseModel

from console.hub import broadcast
from console.hub.store.engine import FEED_CHANNEL, PASSING_CHANNEL, libpq
from console.hub.store.migrate import upgrade
from tests.hub.http.kit import World, following, settings_for, world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import pytest

    from console.config import Settings
    from tests.hub.http.kit import Follower

VIEWED = {"incident": 7, "agent": 0, "name": "", "doing": "viewing"}


class Words(BaseModel):
    """Something that is told."""

    text: str


@asynccontextmanager
async def two(url: str) -> AsyncIterator[tuple[World, World]]:
    """Two hubs on one database."""
    await asyncio.to_thread(upgrade, url)
    async with world(settings_for(url)) as one, world(settings_for(url)) as other:
        yield one, other


@asynccontextmanager
async def listening(place: World, *desks: dict[str, str]) -> AsyncIterator[list[Follower]]:
    """Streams that are open."""
    async with AsyncExitStack() as open_:
        found = [await open_.enter_async_context(following(place, one)) for one in desks]
        for stream in found:
            await stream.comment()
        yield found


async def words(stream: Follower) -> str:
    """The next words that are told."""
    event = await stream.event()
    return str(json.loads(event["data"])["text"])


async def test_who_types_at_one_hub_is_seen_at_the_other(postgres_database: str) -> None:
    async with two(postgres_database) as (one, other):
        ana, bo = await one.agent("ana"), await one.agent("bo")
        seq = await one.seq()
        async with listening(one, ana) as (near,), listening(other, bo) as (far,):
            for doing in ("viewing", "typing", "left"):
                await one.client.post("/api/typing", headers=ana, json=VIEWED | {"doing": doing})
                told = VIEWED | {"agent": 1, "name": "Ana", "doing": doing}
                for stream in (near, far):
                    event = await stream.event()
                    assert event["event"] == "typing"
                    assert "id" not in event
                    assert json.loads(event["data"]) == told
        assert await one.seq() == seq


async def test_a_draft_is_told_to_its_writers_desk_at_another_hub(postgres_database: str) -> None:
    async with two(postgres_database) as (one, other):
        ana, bo = await one.agent("ana"), await one.agent("bo")
        async with listening(other, ana, bo) as (hers, his):
            draft = {"incident": 1, "box": "note", "text": "she hides it"}
            await one.client.put("/api/drafts", headers=ana, json=draft)
            await one.client.post("/api/typing", headers=ana, json=VIEWED)
            assert (await hers.event())["event"] == "draft"
            assert (await his.event())["event"] == "typing"


async def test_words_for_named_viewers_reach_nobody_else(postgres_database: str) -> None:
    async with two(postgres_database) as (one, other):
        ana, bo = await one.agent("ana"), await one.agent("bo")
        tell = one.hub.parts.api.broadcast.tell
        async with (
            listening(one, ana, bo) as (near, near_bo),
            listening(other, ana, bo) as (far, far_bo),
        ):
            long = 'line\n"quoted"\u2028\U0001f600 ' * 100
            tell("words", Words(text=long), to=[1])
            tell("words", Words(text="for all"))
            for stream in (near, far):
                assert await words(stream) == long
                assert await words(stream) == "for all"
            for stream in (near_bo, far_bo):
                assert await words(stream) == "for all"


async def test_the_other_hub_is_told_the_newest_of_what_changes_fast(
    postgres_database: str,
) -> None:
    async with two(postgres_database) as (one, other):
        ana = await one.agent("ana")
        tell = one.hub.parts.api.broadcast.tell
        async with listening(one, ana) as (near,), listening(other, ana) as (far,):
            for number in range(200):
                tell("words", Words(text=f"{number} " + "x" * 2_000), to=[1], about="note 1")
            for number in range(200):
                assert (await words(near)).startswith(f"{number} ")
            heard: list[str] = []
            while not heard or not heard[-1].startswith("199 "):
                heard.append(await words(far))
            assert len(heard) < 20


async def test_many_things_at_once_all_arrive(postgres_database: str) -> None:
    async with two(postgres_database) as (one, other):
        ana = await one.agent("ana")
        tell = one.hub.parts.api.broadcast.tell
        async with listening(other, ana) as (far,):
            for number in range(40):
                tell("words", Words(text=f"{number} " + "é" * 1_000), about=f"note {number}")
            heard = [(await words(far)).partition(" ")[0] for _ in range(40)]
            assert heard == [str(number) for number in range(40)]


async def test_a_flood_for_other_hubs_is_cut_and_what_is_too_long_stays_here(
    postgres_database: str,
) -> None:
    async with two(postgres_database) as (one, other):
        ana = await one.agent("ana")
        tell = one.hub.parts.api.broadcast.tell
        async with listening(other, ana) as (far,):
            tell("words", Words(text="x" * 9_000))
            for number in range(broadcast.MOST_WAITING * 3):
                tell("words", Words(text=str(number)))
            heard: list[int] = []
            while not heard or heard[-1] != broadcast.MOST_WAITING * 3 - 1:
                heard.append(int(await words(far)))
            assert len(heard) <= broadcast.MOST_WAITING
            assert heard == sorted(heard)


async def test_the_same_words_again_tell_nobody_anything(settings: Settings) -> None:
    async with world(settings) as place:
        ana = await place.agent("ana")
        async with listening(place, ana) as (stream,):
            for doing in ("viewing", "viewing", "viewing", "typing", "viewing"):
                told = VIEWED | {"doing": doing}
                assert (
                    await place.client.post("/api/typing", headers=ana, json=told)
                ).status_code == 204
            heard = [json.loads((await stream.event())["data"])["doing"] for _ in range(3)]
            assert heard == ["viewing", "typing", "viewing"]


async def test_what_another_program_says_on_the_channel_harms_nothing(
    postgres_database: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with two(postgres_database) as (one, _):
        ana = await one.agent("ana")
        async with listening(one, ana) as (stream,):
            connection = await psycopg.AsyncConnection.connect(
                libpq(postgres_database), autocommit=True
            )
            for payload in (
                "", "null", "[]", "{", '{"hub":"x"}', '{"hub":"x","said":[["a",{}]]}',
                '{"hub":"x","said":[["a\\nb",{},null]]}', '{"hub":"x","said":[[1,{},null]]}',
                '{"hub":"x","said":7}', "[" * 5_000,
                '{"hub":"x","said":[["words",{"text":"secret"},["y"]]]}',
            ):  # fmt: skip
                await connection.execute("SELECT pg_notify(%s, %s)", (PASSING_CHANNEL, payload))
            await connection.execute(f"NOTIFY {FEED_CHANNEL}")
            good = '{"hub":"x","said":[["words",{"text":"good"},[1]]]}'
            await connection.execute("SELECT pg_notify(%s, %s)", (PASSING_CHANNEL, good))
            await connection.close()
            assert await words(stream) == "good"
    assert "secret" not in caplog.text


async def test_the_other_hub_hears_again_after_the_database_cut_every_connection(
    postgres_database: str,
) -> None:
    cut = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    async with two(postgres_database) as (one, other):
        ana = await one.agent("ana")
        tell = one.hub.parts.api.broadcast.tell
        async with listening(other, ana) as (far,):
            connection = await psycopg.AsyncConnection.connect(
                libpq(postgres_database), autocommit=True
            )
            await connection.execute(cut)
            await connection.close()
            hearing, number = asyncio.create_task(far.event(20)), 0
            while not hearing.done():
                number += 1
                tell("words", Words(text=str(number)))
                await asyncio.wait([hearing], timeout=0.2)
            assert json.loads(hearing.result()["data"])["text"] != ""
