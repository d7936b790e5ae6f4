"""The event stream: in order, resumed without gaps, ended in words (O8, H8)."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from console.domain.timeline import Entry
from console.hub.feed import FeedLimits
from console.hub.parts import HubLimits
from console.hub.store.migrate import upgrade
from console.hub.stream import StreamLimits
from tests.hub.http.kit import (
    World,
    following,
    settings_for,
    text_fields,
    until,
    world,
)

if TYPE_CHECKING:
    from console.config import Settings

SMALL = HubLimits(
    feed=FeedLimits(ring=8, page=4, read=16, resync_after=60, poll_seconds=0.2),
    stream=StreamLimits(heartbeat_seconds=0.3, per_agent=3),
    lost_seconds=0.2,
)


async def _texts(place: World, first: int, count: int) -> None:
    for number in range(first, first + count):
        got = await place.twilio("/twilio/sms", text_fields(f"SM{number}"))
        assert got.status_code == 200


async def test_entries_come_whole_and_in_order_while_they_are_committed(
    database_url: str,
) -> None:
    upgrade(database_url)
    async with world(settings_for(database_url), SMALL) as place:
        headers = await place.agent()
        start = await place.seq()
        async with following(place, headers) as stream:
            sending = asyncio.create_task(_texts(place, 0, 20))
            seen: list[int] = []
            while len(seen) < 20:
                event = await stream.event()
                entry = Entry.from_wire(json.loads(event["data"]))
                assert entry.seq == int(event["id"])
                seen.append(entry.seq)
            await sending
        assert seen == list(range(start + 1, start + 21))


@pytest.mark.parametrize("away", [3, 30])
async def test_a_desk_that_was_away_gets_exactly_what_it_missed(
    settings: Settings, away: int
) -> None:
    async with world(settings, SMALL) as place:
        headers = await place.agent()
        async with following(place, headers) as stream:
            await _texts(place, 0, 1)
            last = int((await stream.event())["id"])
        await _texts(place, 1, away)
        newest = await place.seq()
        async with following(place, headers, after=last) as stream:
            seen = [int((await stream.event())["id"]) for _ in range(newest - last)]
        assert seen == list(range(last + 1, newest + 1))


async def test_a_new_desk_reads_from_its_snapshot_on(settings: Settings) -> None:
    async with world(settings, SMALL) as place:
        headers = await place.agent()
        seq = (await place.client.get("/api/snapshot", headers=headers)).json()["seq"]
        await _texts(place, 0, 2)
        async with place.client.stream("GET", f"/events?after={seq}", headers=headers) as got:
            text_ = ""
            async for chunk in got.aiter_text():
                text_ += chunk
                if f"id: {seq + 1}\n" in text_:
                    break
        assert text_.startswith("retry: ")
        assert got.headers["content-type"] == "text/event-stream"


@pytest.mark.parametrize("wrong", ["999999", "-1", "abc", "1e3", "٣", "9" * 50])
async def test_an_id_that_cannot_be_followed_is_told_to_read_anew(
    settings: Settings, wrong: str
) -> None:
    async with world(settings, SMALL) as place:
        headers = {k.encode(): v.encode() for k, v in (await place.agent()).items()}
        headers[b"last-event-id"] = wrong.encode()
        async with place.client.stream("GET", "/events", headers=list(headers.items())) as got:
            seen = b""
            async for chunk in got.aiter_bytes():
                seen += chunk
                if b"event: resync" in seen:
                    break
        assert b"\nid:" not in seen


async def test_who_is_too_far_behind_is_told_to_read_anew_and_then_follows(
    settings: Settings,
) -> None:
    async with world(settings, SMALL) as place:
        headers = await place.agent()
        await _texts(place, 0, 70)
        newest = await place.seq()
        async with following(place, headers, after=1) as stream:
            assert (await stream.event())["event"] == "resync"
            await _texts(place, 70, 1)
            assert int((await stream.event())["id"]) == newest + 1


async def test_a_quiet_stream_beats(settings: Settings) -> None:
    async with world(settings, SMALL) as place, following(place, await place.agent()) as stream:
        await stream.comment()
        assert await stream.comment() == b": \n\n"


async def test_typing_reaches_every_desk_under_the_name_of_its_token(settings: Settings) -> None:
    async with world(settings, SMALL) as place:
        ana, bo = await place.agent("ana"), await place.agent("bo")
        async with following(place, bo) as stream:
            await stream.comment()
            told = {"incident": 7, "agent": 99, "name": "Somebody else", "doing": "typing"}
            got = await place.client.post("/api/typing", headers=ana, json=told)
            assert got.status_code == 204
            event = await stream.event()
        assert event["event"] == "typing"
        assert "id" not in event
        assert json.loads(event["data"]) == told | {"agent": 1, "name": "Ana"}


async def test_one_agent_has_only_so_many_streams(settings: Settings) -> None:
    async with world(settings, SMALL) as place:
        ana, bo = await place.agent("ana"), await place.agent("bo")
        async with following(place, ana), following(place, ana), following(place, ana):
            async with following(place, ana) as fourth:
                assert fourth.response.status_code == 429
            async with following(place, bo) as other:
                assert other.response.status_code == 200
        await until(lambda: place.hub.parts.streams.count == 0)
        async with following(place, ana) as again:
            assert again.response.status_code == 200


async def test_a_stream_without_a_token_needs_the_development_switch(settings: Settings) -> None:
    async with world(settings, SMALL) as place:
        assert (await place.client.get("/events")).status_code == 401
    free = settings_for(settings.database.url, development_anonymous_stream="true")
    async with world(free, SMALL) as place:
        async with following(place, {}) as stream:
            assert stream.response.status_code == 200
        assert (await place.client.get("/events", headers={"authorization": "Bearer no"})
                ).status_code == 401  # fmt: skip


async def test_an_admin_reads_no_timeline(settings: Settings) -> None:
    async with world(settings, SMALL) as place:
        admin = await place.agent("root", "admin")
        for path in ("/events", "/api/snapshot", "/api/incidents/1", "/api/incidents?find=ana"):
            assert (await place.client.get(path, headers=admin)).status_code == 403
        assert (await place.client.get("/api/me", headers=admin)).status_code == 200


async def test_the_end_of_the_hub_is_said_and_ends_all_streams(settings: Settings) -> None:
    async with world(settings, SMALL) as place:
        headers = await place.agent()
        async with following(place, headers) as one, following(place, headers) as two:
            await one.comment()
            await two.comment()
            place.hub.stop()
            for stream in (one, two):
                assert (await stream.event())["event"] == "bye"
                assert await stream.event() == {}
        await asyncio.wait_for(asyncio.shield(place.hub.serving), 5)


async def test_an_agent_whose_last_desk_went_away_is_recorded_as_lost(settings: Settings) -> None:
    async with world(settings, SMALL) as place:
        headers = await place.agent()
        post = {"id": "presence-1", "command": {"kind": "presence.set", "state": "available"}}
        got = await place.client.post("/api/commands", headers=headers, json=post)
        assert got.status_code == 200
        async with following(place, headers) as stays:
            async with following(place, headers):
                pass
            await until(lambda: place.hub.parts.desks.total == 1)
            for _ in range(3):
                assert (await stays.comment()).startswith((b"retry", b": "))
            assert (await place.kinds()).count("agent.presence_set") == 1
        presence = "available"
        async with asyncio.timeout(20):
            while presence == "available":
                me = await place.client.get("/api/me", headers=headers)
                presence = me.json()["presence"]
        assert presence == "lost"


async def test_another_hub_on_one_postgresql_is_heard_at_once(postgres_database: str) -> None:
    upgrade(postgres_database)
    slow_poll = HubLimits(feed=FeedLimits(poll_seconds=60))
    settings = settings_for(postgres_database)
    async with world(settings, slow_poll) as one, world(settings, slow_poll) as two:
        headers = await one.agent()
        async with following(two, headers) as stream:
            await stream.comment()
            await _texts(one, 0, 1)
            assert int((await stream.event(seconds=3))["id"]) > 0


async def test_a_lost_database_connection_costs_time_but_no_entry(postgres_database: str) -> None:
    upgrade(postgres_database)
    kill = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE pid <> pg_backend_pid() AND datname = current_database()"
    )
    async with world(settings_for(postgres_database), SMALL) as place:
        headers = await place.agent()
        start = await place.seq()
        async with following(place, headers) as stream:
            await _texts(place, 0, 2)
            await place.hub.parts.readings.run(lambda connection: connection.execute(kill).all())
            for number in (2, 3):
                got = await place.twilio("/twilio/sms", text_fields(f"SM{number}"))
                assert got.status_code in (200, 503)
                if got.status_code == 503:
                    assert (
                        await place.twilio("/twilio/sms", text_fields(f"SM{number}"))
                    ).status_code == 200
            newest = await place.seq()
            seen = [int((await stream.event(10))["id"]) for _ in range(newest - start)]
        assert seen == list(range(start + 1, newest + 1))
