"""Drafts at the hub: their writer's alone, one for each receiver, and the newest one wins (O6)."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from console.domain.wire import DraftPut
from console.hub.store.drafts import DRAFT, EMPTIED_DAYS, Put, drafts_of, put_drafts
from console.hub.store.engine import read_engine, write_engine
from console.hub.store.migrate import upgrade
from tests.hub.http.kit import World, following, settings_for, world

if TYPE_CHECKING:
    import pytest

    from console.config import Settings

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
NOTE = {"incident": 1, "box": "note", "text": "she said"}


async def kept(place: World, headers: dict[str, str]) -> list[tuple[str, str]]:
    """To whom and what, of every draft of an agent."""
    found = (await place.client.get("/api/drafts", headers=headers)).json()["drafts"]
    return [(draft["to"], draft["text"]) for draft in found]


async def put(place: World, headers: dict[str, str], **draft: Any) -> int:
    """Keep a draft; gives the status of the answer."""
    return (await place.client.put("/api/drafts", headers=headers, json=NOTE | draft)).status_code


async def test_each_receiver_has_a_draft_with_its_cursor(settings: Settings) -> None:
    async with world(settings) as place:
        ana = await place.agent("ana")
        for to in ("tel:+14155550101", "tel:+14155550102"):
            assert await put(place, ana, box="sms", to=to, text=f"for {to}", cursor=[1, 4]) == 204
        found = (await place.client.get("/api/drafts", headers=ana)).json()["drafts"]
        assert [(draft["to"], draft["text"], draft["cursor"]) for draft in found] == [
            ("tel:+14155550102", "for tel:+14155550102", [1, 4]),
            ("tel:+14155550101", "for tel:+14155550101", [1, 4]),
        ]


async def test_words_that_come_late_never_replace_newer_ones(settings: Settings) -> None:
    async with world(settings) as place:
        ana = await place.agent("ana")
        now = datetime.now(UTC)
        early, late = ((now - timedelta(seconds=seconds)).isoformat() for seconds in (60, 30))
        assert await put(place, ana, text="newer", at=late) == 204
        assert await put(place, ana, text="older", at=early) == 409
        assert await put(place, ana, text="newer", at=late) == 204
        assert await kept(place, ana) == [("", "newer")]
        assert await put(place, ana, text="", at=now.isoformat()) == 204
        assert await put(place, ana, text="newer", at=late) == 409
        assert await kept(place, ana) == [("", "")]


async def test_nobody_types_in_the_future(settings: Settings) -> None:
    async with world(settings) as place:
        ana = await place.agent("ana")
        ahead = (datetime.now(UTC) + timedelta(days=1)).isoformat()
        assert await put(place, ana, text="clock is wrong", at=ahead) == 204
        assert await put(place, ana, text="clock is right") == 204
        assert await kept(place, ana) == [("", "clock is right")]


async def test_a_draft_that_makes_no_sense_is_refused(settings: Settings) -> None:
    async with world(settings) as place:
        ana = await place.agent("ana")
        for wrong in (
            {"incident": 0},
            {"box": "fax"},
            {"to": "x" * 321},
            {"text": "x" * 100_001},
            {"cursor": [-1, 0]},
            {"cursor": [10**9, 0]},
            {"at": "2026-03-01T09:30:00"},
        ):
            assert await put(place, ana, **wrong) == 422
        assert await kept(place, ana) == []


async def test_only_the_writers_other_desks_hear_of_a_draft_and_no_words_travel(
    settings: Settings,
) -> None:
    async with world(settings) as place:
        ana, bo = await place.agent("ana"), await place.agent("bo")
        async with following(place, ana) as mine, following(place, bo) as theirs:
            await mine.comment()
            await theirs.comment()
            await put(place, ana, text="she hides it from him", to="tel:+14155550101")
            told = {"incident": 7, "agent": 0, "name": "", "doing": "typing"}
            await place.client.post("/api/typing", headers=ana, json=told)
            heard = await mine.event()
            assert heard["event"] == "draft"
            assert "id" not in heard
            assert json.loads(heard["data"]).keys() == {"incident", "at"}
            assert (await theirs.event())["event"] == "typing"


async def test_a_floor_that_types_at_once_is_written_down_together(database_url: str) -> None:
    upgrade(database_url)
    async with world(settings_for(database_url)) as place:
        ana = await place.agent("ana")
        answers = await asyncio.gather(
            *(put(place, ana, incident=number, text=f"draft {number}") for number in range(1, 61))
        )
        assert set(answers) == {204}
        found = await kept(place, ana)
        assert {text for _, text in found} == {f"draft {number}" for number in range(1, 61)}


async def test_no_word_of_a_draft_is_logged(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    async with world(settings) as place:
        await put(place, await place.agent("ana"), text="hidden words", to="tel:+14155550101")
    assert "hidden" not in caplog.text
    assert "5550101" not in caplog.text


def _put(text: str, at: datetime, *, incident: int = 1) -> Put:
    return Put(1, DraftPut(incident=incident, box="note", text=text), at)


def test_what_the_database_refuses_fails_alone(database_url: str) -> None:
    upgrade(database_url)
    engine = write_engine(database_url)
    puts = [_put("one", NOW), _put("two", NOW, incident=2**64), _put("three", NOW, incident=3)]
    outcomes = put_drafts(engine, puts)
    engine.dispose()
    assert outcomes[0] is True
    assert isinstance(outcomes[1], Exception)
    assert outcomes[2] is True


def test_the_newest_of_one_draft_counts_in_whatever_order_it_comes(database_url: str) -> None:
    upgrade(database_url)
    engine = write_engine(database_url)
    later = NOW + timedelta(seconds=1)
    assert put_drafts(engine, [_put("new", later), _put("old", NOW)]) == [True, False]
    with engine.connect() as connection:
        assert [draft.text for draft in drafts_of(connection, 1)] == ["new"]
    engine.dispose()


def test_what_was_emptied_long_ago_is_forgotten(database_url: str) -> None:
    upgrade(database_url)
    engine = write_engine(database_url)
    long_ago = NOW - timedelta(days=EMPTIED_DAYS + 1)
    old = [_put("", long_ago), _put("still here", long_ago, incident=2)]
    put_drafts(engine, [*old, _put("", NOW, incident=3)])
    with engine.connect() as connection:
        assert [(d.incident, d.text) for d in drafts_of(connection, 1)] == [
            (2, "still here"),
            (3, ""),
        ]
    engine.dispose()


def test_words_come_before_what_was_emptied_however_much_of_it_there_is(database_url: str) -> None:
    upgrade(database_url)
    engine = write_engine(database_url)
    row = {"agent": 1, "box": "note", "handle": "", "cursor_row": 0, "cursor_column": 0}
    rows = [row | {"incident": n, "text": "", "at": NOW} for n in range(2, 1_500)]
    first = row | {"incident": 1, "text": "old words", "at": NOW - timedelta(days=3)}
    with engine.begin() as connection:
        connection.execute(insert(DRAFT), [first, *rows])
    engine.dispose()
    reading = read_engine(database_url)
    with reading.connect() as connection:
        assert drafts_of(connection, 1)[0].text == "old words"
    reading.dispose()
