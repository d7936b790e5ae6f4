"""Drafts: what an agent has typed and not sent; theirs alone, no entries, emptied when sent."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

from console.domain.left_drafts import LeftDraft
from console.domain.wire import DraftPut
from console.hub.store.outage import is_outage
from console.hub.store.restricted import restricted_people
from console.hub.store.tables import AgentRow, DraftRow, table
from console.hub.store.turns import turn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Engine, Row

AGENT, DRAFT = table(AgentRow), table(DraftRow)
MOST = 1_000
"""Drafts of one agent; those without text, and the oldest, are not read beyond this."""
EMPTIED_DAYS = 30
"""A machine that was off for longer may bring back a draft that was sent elsewhere."""


@dataclass(frozen=True, slots=True)
class Put:
    """One draft to be kept."""

    agent: int
    draft: DraftPut
    at: datetime
    """When its last key was pressed, never later than now."""

    @property
    def key(self) -> tuple[int, int, str, str]:
        """Whose it is, and where it stands."""
        return self.agent, self.draft.incident, self.draft.box, self.draft.to


def put_drafts(engine: Engine, puts: Sequence[Put]) -> list[bool | Exception]:
    """Keep drafts; tells of each whether it was kept, which an older one is not.

    ``engine`` is one that may write. What the database refuses fails alone.
    """
    try:
        return _put(engine, puts)
    except (DBAPIError, ValueError, OverflowError) as error:
        if len(puts) == 1 or (isinstance(error, DBAPIError) and is_outage(error)):
            return [error] * len(puts)
    return [outcome for put in puts for outcome in put_drafts(engine, [put])]


def _put(engine: Engine, puts: Sequence[Put]) -> list[bool | Exception]:
    # In one order of keys, so that two hubs never wait for each other in a circle.
    order = sorted(range(len(puts)), key=lambda place: puts[place].key)
    with turn(engine), engine.begin() as connection:
        kept = {place: _keep(connection, puts[place]) for place in order}
        for put in puts:
            if not put.draft.text:
                _forget_emptied(connection, put)
    return [kept[place] for place in range(len(puts))]


def _keep(connection: Connection, put: Put) -> bool:
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    (row, column), draft = put.draft.cursor, put.draft
    insert = dialect.insert(DRAFT).values(
        agent=put.agent,
        incident=draft.incident,
        box=draft.box,
        handle=draft.to,
        text=draft.text,
        cursor_row=row,
        cursor_column=column,
        at=put.at,
    )
    changes = ("text", "cursor_row", "cursor_column", "at")
    kept = insert.on_conflict_do_update(
        index_elements=["agent", "incident", "box", "handle"],
        set_={name: insert.excluded[name] for name in changes},
        where=DRAFT.c.at <= insert.excluded.at,
    )
    return connection.execute(kept.returning(DRAFT.c.agent)).first() is not None


def _forget_emptied(connection: Connection, put: Put) -> None:
    connection.execute(
        delete(DRAFT).where(
            DRAFT.c.agent == put.agent,
            DRAFT.c.text == "",
            DRAFT.c.at < put.at - timedelta(days=EMPTIED_DAYS),
        )
    )


def drafts_of(connection: Connection, agent: int) -> list[DraftPut]:
    """List the drafts of one agent, newest first; at the end those that were emptied."""
    rows = connection.execute(
        select(DRAFT)
        .where(DRAFT.c.agent == agent)
        .order_by(DRAFT.c.text == "", DRAFT.c.at.desc())
        .limit(MOST)
    )
    return [_draft(row) for row in rows]


def _draft(row: Row[Any]) -> DraftPut:
    return DraftPut(
        incident=row.incident,
        box=row.box,
        to=row.handle,
        text=row.text,
        cursor=(row.cursor_row, row.cursor_column),
        at=row.at,
    )


def left_in(connection: Connection, number: int) -> list[LeftDraft]:
    """List the unsent texts of those who may not see a restricted incident, newest first."""
    people = restricted_people(connection).get(number)
    if people is None:
        return []
    rows = connection.execute(
        select(DRAFT, AGENT.c.state)
        .join(AGENT, AGENT.c.number == DRAFT.c.agent)
        .where(DRAFT.c.incident == number, DRAFT.c.agent.notin_(people), DRAFT.c.text != "")
        .order_by(DRAFT.c.at.desc())
        .limit(MOST)
    )
    return [
        LeftDraft(agent=row.agent, name=json.loads(row.state)["name"], draft=_draft(row))
        for row in rows
    ]


def probe(engine: Engine, now: datetime) -> None:
    """Write a row and take it back, to learn whether the database can be written."""
    with engine.connect() as connection:
        _keep(connection, Put(0, DraftPut(incident=0, box="note", text="probe"), now))
        connection.rollback()
