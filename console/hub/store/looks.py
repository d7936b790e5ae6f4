"""The rows of who looked at what: each bears the digest of all before it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from console.hub.store.chain import GENESIS
from console.hub.store.tables import LookRow, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from console.hub.wishes_access import Look

LOOK = table(LookRow)


def add_looks(connection: Connection, looks: Iterable[Look]) -> None:
    """Add rows behind the last one; the caller holds the order of all writers."""
    last = connection.execute(select(LOOK.c.id, LOOK.c.chain).order_by(LOOK.c.id.desc()).limit(1))
    number, chain = last.one_or_none() or (0, GENESIS)
    rows: list[dict[str, Any]] = []
    for look in looks:
        number += 1
        row = {
            "id": number,
            "at": look.at,
            "agent": look.agent,
            "what": look.what,
            "incident": look.incident,
            "about": look.about,
        }
        chain = look_link(chain, row)
        rows.append(row | {"chain": chain})
    if rows:
        connection.execute(insert(LOOK), rows)


def look_link(previous: str, row: Mapping[str, Any]) -> str:
    """Give the next value of the chain, over every column of a row."""
    at: datetime = row["at"]
    told = (
        f"{previous}|{row['id']}|{at.timestamp():.6f}|{row['agent']}|{row['what']}"
        f"|{row['incident']}|{row['about']}"
    )
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def first_broken(connection: Connection) -> int | None:
    """Give the first row whose digest is not that of what stands there; None when all are whole."""
    chain = GENESIS
    rows = connection.execution_options(yield_per=1000).execute(select(LOOK).order_by(LOOK.c.id))
    for number, row in enumerate(rows, 1):
        chain = look_link(chain, row._asdict())
        if row.id != number or row.chain != chain:
            return number
    return None
