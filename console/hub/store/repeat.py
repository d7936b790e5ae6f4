"""Wishes that were granted before, and input that can't be granted at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from sqlalchemy import select

from console.domain.timeline import Entry, Unknown, parse_event
from console.hub.store.bulk import chunks
from console.hub.store.tables import EntryRow, QuarantineRow, table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from console.hub.store.wish import Wish

ENTRY = table(EntryRow)
QUARANTINE = table(QuarantineRow)
_CAUSES = "SELECT DISTINCT cause FROM entry WHERE cause"


def known_causes(conn: Connection, causes: Sequence[str]) -> set[str]:
    """Give those of the causes that have entries."""
    if conn.dialect.name == "postgresql":
        found = conn.exec_driver_sql(f"{_CAUSES} = ANY(%s)", (list(causes),))
        return set(found.scalars())
    known: set[str] = set()
    for some in chunks(causes):
        marks = ", ".join("?" * len(some))
        known.update(conn.exec_driver_sql(f"{_CAUSES} IN ({marks})", tuple(some)).scalars())
    return known


def entry_of(row: Row[Any]) -> Entry:
    """Read an entry from its row; an event that can't be read is Unknown, as on a desk."""
    try:
        event = parse_event(row.data)
    except ValidationError:
        event = Unknown(kind=row.kind)
    return Entry(
        seq=row.seq,
        at=row.at,
        stream=row.stream,
        incident=row.incident,
        actor=row.actor,
        cause=row.cause,
        event=event,
    )


def load_cause(conn: Connection, cause: str) -> tuple[Entry, ...]:
    """Give the entries of a cause, oldest first."""
    rows = conn.execute(select(ENTRY).where(ENTRY.c.cause == cause).order_by(ENTRY.c.seq))
    return tuple(entry_of(row) for row in rows)


def set_aside(conn: Connection, wish: Wish, why: str, now: datetime) -> None:
    """Keep input that no plan could take, so that nothing signed is ever lost."""
    # PostgreSQL takes no NUL in a text.
    cause = wish.cause.replace("\0", "\ufffd")
    known = conn.execute(select(QUARANTINE.c.cause).where(QUARANTINE.c.cause == cause))
    if known.first() is not None:
        return
    conn.execute(
        QUARANTINE.insert(),
        {"cause": cause, "at": now, "why": why[:500], "data": repr(wish.command)[:200_000]},
    )
