"""Rights cost next to nothing while nothing is restricted: they are read with every page of the
stream, so their question must never walk through all incidents."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sqlalchemy import select, text

from console.hub.store.engine import read_engine
from console.hub.store.migrate import upgrade
from console.hub.store.restricted import INCIDENT

if TYPE_CHECKING:
    from sqlalchemy import Connection


def plan_of(connection: Connection) -> str:
    """How the database looks for restricted incidents."""
    wanted = select(INCIDENT.c.number, INCIDENT.c.state).where(INCIDENT.c.restricted)
    is_sqlite = connection.dialect.name == "sqlite"
    if not is_sqlite:
        connection.execute(text("SET enable_seqscan = off"))
    asks = "EXPLAIN QUERY PLAN " if is_sqlite else "EXPLAIN "
    question = asks + str(wanted.compile(connection))
    return " ".join(str(row) for row in connection.execute(text(question)))


async def test_restricted_incidents_are_found_by_their_own_small_index(database_url: str) -> None:
    await asyncio.to_thread(upgrade, database_url)
    engine = read_engine(database_url)
    try:
        with engine.connect() as connection:
            assert "incident_restricted" in plan_of(connection)
    finally:
        engine.dispose()
