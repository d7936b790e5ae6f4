"""A database that is there and takes nothing, for as long as a block runs."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import event

from tests.hub.http.kit import World, until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

    from console.config import Settings


@contextmanager
def nothing_written(place: World) -> Iterator[None]:
    """Let the database take nothing: locked by another, or read-only at PostgreSQL."""
    file = place.settings.database.file
    if file is not None:
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
        return
    is_on = True

    def read_only(connection: Connection) -> None:
        if is_on:
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")

    # It stays: a listener that is removed while the writer calls it breaks the writer's call.
    event.listen(place.hub.parts.record.writer.engine, "begin", read_only)
    try:
        yield
    finally:
        is_on = False


async def stored_again(place: World) -> None:
    """Wait until nothing is kept aside any more."""
    keeper = place.hub.parts.replay.keeper
    await until(lambda: keeper.is_open and keeper.file.end == 0, 20)


def journal_of(settings: Settings) -> Path:
    """Where a hub on SQLite keeps what it can't store."""
    file = settings.database.file
    assert file is not None
    return file.with_name(f"{file.name}.kept")
