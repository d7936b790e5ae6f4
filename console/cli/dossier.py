"""An incident as it leaves the house: its state, its entries, and what proves them."""

from __future__ import annotations

import json
from datetime import UTC
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from console.domain.reference import parse_reference
from console.hub.store.chain import GENESIS
from console.hub.store.engine import read_engine
from console.hub.store.tables import EntryRow, IncidentRow, table

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

ENTRY, INCIDENT = table(EntryRow), table(IncidentRow)


def dossier(url: str, asked: str) -> dict[str, object] | None:
    """One incident by reference or number, entries oldest first; None when there is none."""
    engine = read_engine(url)
    try:
        with engine.connect() as connection:
            return _read(connection, asked)
    finally:
        engine.dispose()


def number_of(url: str, asked: str) -> int | None:
    """The number of an incident by reference or number; None when there is none."""
    engine = read_engine(url)
    try:
        with engine.connect() as connection:
            found: int | None = connection.execute(
                select(INCIDENT.c.number).where(_named(asked))
            ).scalar()
            return found
    finally:
        engine.dispose()


def _read(connection: Connection, asked: str) -> dict[str, object] | None:
    found = connection.execute(select(INCIDENT).where(_named(asked))).first()
    if found is None:
        return None
    rows = connection.execute(
        select(ENTRY).where(ENTRY.c.incident == found.number).order_by(ENTRY.c.seq)
    )
    entries = [
        {
            "seq": row.seq,
            "at": row.at.astimezone(UTC).isoformat(),
            "stream": row.stream,
            "incident": row.incident,
            "actor": row.actor,
            "cause": row.cause,
            "part": row.part,
            "kind": row.kind,
            "data": row.data,
            "salt": row.salt,
            "digest": row.digest,
            "chain": row.chain,
        }
        for row in rows
    ]
    return {
        "incident": found.number,
        "reference": found.ref,
        "state": json.loads(found.state),
        "genesis": GENESIS,
        "head": found.chain,
        "entries": entries,
    }


def _named(asked: str) -> ColumnElement[bool]:
    plain = asked.strip().removeprefix("#")
    if plain.isascii() and plain.isdecimal() and len(plain) < 6:
        return INCIDENT.c.number == int(plain)
    return INCIDENT.c.ref == (parse_reference(plain) or "")
