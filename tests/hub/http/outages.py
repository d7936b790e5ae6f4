"""A database that is there and takes nothing, for as long as a block runs."""

from __future__ import annotations

import sqlite3
from contextlib import asynccontextmanager, closing, contextmanager
from typing import TYPE_CHECKING

import httpx
from sqlalchemy import event

from tests.hub.http.kit import World, until, world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from sqlalchemy import Connection

    from console.config import Settings
    from console.hub.hub import Clock


@contextmanager
def nothing_written(place: World) -> Iterator[None]:
    """Let the database take nothing: locked by another, or read-only at PostgreSQL."""
    file = place.settings.database.file
    if file is not None:
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
        return
    engine = place.hub.parts.record.writer.engine

    def read_only(connection: Connection) -> None:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")

    event.listen(engine, "begin", read_only)
    try:
        yield
    finally:
        event.remove(engine, "begin", read_only)


async def stored_again(place: World) -> None:
    """Wait until nothing is kept aside any more."""
    keeper = place.hub.parts.replay.keeper
    await until(lambda: keeper.is_open and keeper.file.end == 0, 20)


def journal_of(settings: Settings) -> Path:
    """Where a hub on SQLite keeps what it can't store."""
    file = settings.database.file
    assert file is not None
    return file.with_name(f"{file.name}.kept")


@asynccontextmanager
async def impatient(settings: Settings, clock: Clock | None = None) -> AsyncIterator[World]:
    """Run a hub whose provider waits as long as it takes."""
    async with world(settings) if clock is None else world(settings, clock=clock) as place:
        place.client.timeout = httpx.Timeout(30)
        yield place
