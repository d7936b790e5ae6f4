"""Checking the store against itself: the fold equals the tables, every chain holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from console.domain.timeline import Entry, blank, evolve, touched
from console.hub.store.chain import GENESIS, digest, link
from console.hub.store.project import TABLES
from console.hub.store.repeat import entry_of
from console.hub.store.tables import EntryRow, IncidentRow, table

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

    from console.domain.base import State

ENTRY, INCIDENT = table(EntryRow), table(IncidentRow)


def verify(conn: Connection) -> list[str]:
    """Replay every entry; gives a sentence for each thing that does not hold."""
    states: dict[str, State] = {}
    heads: dict[int, str] = {}
    faults: list[str] = []
    expected = 1
    for row in conn.execute(select(ENTRY).order_by(ENTRY.c.seq)):
        if row.seq != expected:
            faults.append(f"entry {row.seq} follows {expected - 1}")
        expected = row.seq + 1
        faults += _check_chain(row, heads)
        _fold_in(states, entry_of(row))
    return faults + _check_rows(conn, states) + _check_heads(conn, heads)


def _fold_in(states: dict[str, State], entry: Entry) -> None:
    for stream in touched(entry):
        before = states.get(stream) or blank(stream, entry.incident)
        states[stream] = evolve(before, entry)


def _check_chain(row: Row[Any], heads: dict[int, str]) -> list[str]:
    is_redacted = row.salt == ""
    if not is_redacted and digest(row.salt, row.data) != row.digest:
        return [f"entry {row.seq} was changed"]
    if row.incident is None:
        return []
    wanted = link(
        heads.get(row.incident, GENESIS),
        seq=row.seq,
        stream=row.stream,
        cause=row.cause,
        data_digest=row.digest,
    )
    heads[row.incident] = row.chain
    return [] if wanted == row.chain else [f"the chain breaks at entry {row.seq}"]


def _check_rows(conn: Connection, states: dict[str, State]) -> list[str]:
    faults = []
    for concept, (target, column, model) in TABLES.items():
        stored = {
            f"{concept}/{row[0]}": model.model_validate_json(row[1])
            for row in conn.execute(select(target.c[column], target.c.state))
        }
        folded = {k: v for k, v in states.items() if k.startswith(f"{concept}/")}
        for stream in stored.keys() | folded.keys():
            if stored.get(stream) != folded.get(stream):
                faults.append(f"{stream} differs from its entries")
    return faults


def _check_heads(conn: Connection, heads: dict[int, str]) -> list[str]:
    stored = {
        row.number: row.chain for row in conn.execute(select(INCIDENT.c.number, INCIDENT.c.chain))
    }
    return [f"incident {n} was cut short" for n in heads if stored.get(n) != heads[n]]
