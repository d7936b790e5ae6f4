"""Drafts: what an agent has typed and not sent; theirs alone, no entries, gone when sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from console.domain.wire import DraftPut
from console.hub.store.tables import DraftRow, table

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, Engine

DRAFT = table(DraftRow)
MOST = 500
"""Drafts of one agent; the oldest are not read beyond this."""


def put_draft(engine: Engine, agent: int, draft: DraftPut, now: datetime) -> None:
    """Keep what stands in one box; an empty text deletes it. ``engine`` is one that may write."""
    with engine.begin() as connection:
        if draft.text:
            _keep(connection, agent, draft, now)
        else:
            connection.execute(
                delete(DRAFT).where(
                    DRAFT.c.agent == agent,
                    DRAFT.c.incident == draft.incident,
                    DRAFT.c.box == draft.box,
                )
            )


def _keep(connection: Connection, agent: int, draft: DraftPut, now: datetime) -> None:
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    insert = dialect.insert(DRAFT).values(
        agent=agent, incident=draft.incident, box=draft.box, text=draft.text, at=now
    )
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=["agent", "incident", "box"],
            set_={"text": insert.excluded.text, "at": insert.excluded.at},
        )
    )


def drafts_of(connection: Connection, agent: int) -> list[DraftPut]:
    """List the drafts of one agent, newest first."""
    rows = connection.execute(
        select(DRAFT.c.incident, DRAFT.c.box, DRAFT.c.text)
        .where(DRAFT.c.agent == agent)
        .order_by(DRAFT.c.at.desc())
        .limit(MOST)
    )
    return [DraftPut(incident=row.incident, box=row.box, text=row.text) for row in rows]


def probe(engine: Engine, now: datetime) -> None:
    """Write a row and take it back, to learn whether the database can be written."""
    with engine.connect() as connection:
        _keep(connection, 0, DraftPut(incident=0, box="note", text="probe"), now)
        connection.rollback()
