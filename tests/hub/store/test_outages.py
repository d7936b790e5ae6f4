"""A database that is locked, full or restarted: nothing is lost, nothing happens twice."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from sqlalchemy import event, make_url

from console.hub.store import engine as engines
from console.hub.store.plans import plan
from console.hub.store.wish import Outcome, StoreUnavailable, Wish
from tests.hub.store.shift import ANA, KIM, Shift, shift

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from console.hub.store.tx import Tx


def file_of(url: str) -> str:
    return url.removeprefix("sqlite:///")


async def test_a_locked_database_is_said_to_be_unavailable_and_then_works_again(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0.05)
    async with shift(sqlite_url) as hub:
        await hub.texts(ANA, sid="SM0")
        with closing(sqlite3.connect(file_of(sqlite_url), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            for sid in ("SM1", "SM2"):
                with pytest.raises(StoreUnavailable):
                    await hub.texts(ANA, sid=sid)
            assert hub.many("message") == 1, "reading goes on"
            other.execute("ROLLBACK")
        for sid in ("SM1", "SM2", "SM2"):
            await hub.texts(ANA, sid=sid)
        assert hub.many("message") == 3
        assert hub.faults() == []


async def test_all_who_wait_for_a_locked_database_are_answered_at_once(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = 0
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0.05)
    async with shift(sqlite_url) as hub:
        await hub.texts(ANA, sid="SM0")

        def count(*_: object) -> None:
            nonlocal waits
            waits += 1

        event.listen(hub.engine, "begin", count, insert=True)
        with closing(sqlite3.connect(file_of(sqlite_url), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            answers = await asyncio.gather(
                *(hub.texts(ANA, sid=f"SM{n}") for n in range(1, 51)), return_exceptions=True
            )
            assert all(isinstance(answer, StoreUnavailable) for answer in answers)
            other.execute("ROLLBACK")
        assert waits < 5, "fifty wishes share the wait of a few groups"


async def test_a_full_disk_refuses_and_goes_on_when_there_is_room_again(sqlite_url: str) -> None:
    async with shift(sqlite_url) as hub:
        await hub.texts(ANA, sid="SM0")
        pages = 0

        def limit(connection: Any) -> None:
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages or 1_000_000}")

        event.listen(hub.engine, "begin", limit)
        with hub.read.connect() as conn:
            pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one() + 1
        refused = []
        for number in range(30):
            try:
                await hub.texts(ANA, "x" * 2000, sid=f"SM-{number}")
            except StoreUnavailable:
                refused.append(number)
        assert refused
        assert hub.many("message") == 31 - len(refused)
        assert hub.faults() == []
        pages = 0
        for number in range(30):
            await hub.texts(ANA, "x" * 2000, sid=f"SM-{number}")
        assert hub.many("message") == 31
        assert hub.faults() == []


def cut(url: str) -> None:
    """End every other connection to a PostgreSQL database, as a restart does."""
    with closing(psycopg.connect(url.replace("+psycopg", ""), autocommit=True)) as conn:
        conn.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


async def test_a_database_that_restarts_between_two_wishes_is_found_again(
    postgres_database: str,
) -> None:
    async with shift(postgres_database) as hub:
        for number in range(5):
            await hub.texts(ANA, sid=f"SM{number}")
            await asyncio.to_thread(cut, postgres_database)
        hub.read.dispose()
        assert hub.many("message") == 5
        assert hub.faults() == []


async def test_a_connection_cut_in_the_middle_of_a_transaction_loses_and_doubles_nothing(
    postgres_database: str,
) -> None:
    cuts: list[str] = []

    def cutting(tx: Tx, wish: Wish) -> None:
        plan(tx, wish)
        if "SM-cut" in wish.cause and len(cuts) < 3:
            cuts.append(wish.cause)
            cut(postgres_database)

    async with shift(postgres_database, grant=cutting) as hub:
        sids = [f"SM{n}" for n in range(10)] + ["SM-cut"] + [f"SM{n}" for n in range(10, 20)]
        outcomes = await asyncio.gather(*(hub.texts(ANA, sid=sid) for sid in sids))
        assert len(cuts) == 3
        assert all(outcome.entries for outcome in outcomes)
        assert hub.many("message") == len(sids)
        assert hub.many("incident") == 1
        assert hub.faults() == []


async def test_a_commit_whose_answer_was_lost_is_found_by_its_cause(
    postgres_database: str,
) -> None:
    async with shift(postgres_database) as hub:
        await hub.texts(ANA, sid="SM0")
        lost: list[str] = []

        def lose_the_answer(connection: Connection) -> None:
            if not lost:
                lost.append("the answer")
                # The driver's own COMMIT then goes to a server that is not there any more.
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("BEGIN")
                cut(postgres_database)

        event.listen(hub.engine, "commit", lose_the_answer)
        outcome = await hub.texts(KIM, sid="SM1")
        assert (lost, outcome.repeated) == (["the answer"], True)
        assert hub.many("message") == 2
        hub.read.dispose()
        assert hub.faults() == []


async def test_a_database_that_stays_away_is_said_to_be_unavailable(
    postgres_database: str,
) -> None:
    async with shift(postgres_database) as hub:
        await hub.texts(ANA, sid="SM0")
        hub.record.writer.patience = 0.2
        name = make_url(postgres_database).database or ""
        admin = postgres_database.replace("+psycopg", "").replace(f"/{name}?", "/postgres?")
        with closing(psycopg.connect(admin, autocommit=True)) as conn:
            conn.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false".encode())
            await asyncio.to_thread(cut_from, admin, name)
            with pytest.raises(StoreUnavailable):
                await hub.texts(ANA, sid="SM1")
            hub.record.writer.patience = 60
            began = time.monotonic()
            with pytest.raises(StoreUnavailable):
                await hub.texts(ANA, sid="SM1")
            assert time.monotonic() - began < 10, "nobody is let wait twice"
            conn.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true".encode())
        assert isinstance(await hub.texts(ANA, sid="SM1"), Outcome)
        hub.read.dispose()
        assert hub.many("message") == 2


def cut_from(admin: str, name: str) -> None:
    """End every connection to a database from outside of it."""
    with closing(psycopg.connect(admin, autocommit=True)) as conn:
        conn.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )


async def outlive(hub: Shift) -> None:
    """Store something, to see that the door still works."""
    assert (await hub.texts(ANA)).entries


async def test_a_damaged_entry_does_not_end_the_door(database_url: str) -> None:
    async with shift(database_url) as hub:
        await hub.texts(ANA, sid="SM1")
        hub.run_sql("UPDATE entry SET data = 'no json'")
        again = await hub.texts(ANA, sid="SM1")
        assert again.repeated
        assert len(again.entries) == 3
        await outlive(hub)


async def test_a_clock_that_fails_does_not_end_the_door(database_url: str) -> None:
    async with shift(database_url) as hub:

        def broken() -> Any:
            raise OSError("no clock")

        hub.record.writer.clock = broken
        with pytest.raises(Exception, match="no clock"):
            await hub.asks("anything", actor="rule:test")
        hub.record.writer.clock = hub.clock.now
        await outlive(hub)
