"""Checking the store against itself: the fold equals the tables, every chain holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from sqlalchemy import select

from console.domain.incident_events import Redacted
from console.domain.timeline import Entry, blank, evolve, touched
from console.hub.store.chain import GENESIS, digest, link
from console.hub.store.project import TABLES, row_of
from console.hub.store.repeat import entry_of
from console.hub.store.tables import EntryRow, IncidentRow, table

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

    from console.domain.base import State

ENTRY, INCIDENT = table(EntryRow), table(IncidentRow)


@dataclass
class _Replay:
    """What reading all entries in order has shown so far."""

    states: dict[str, State] = field(default_factory=dict)
    heads: dict[int, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    blanked: dict[int, str] = field(default_factory=dict)
    """Number of an entry without salt to the digest of what is left of it."""
    redacted: dict[int, str] = field(default_factory=dict)
    """Number of an entry to the digest that its redaction left."""


def verify(conn: Connection) -> list[str]:
    """Replay every entry; gives a sentence for each thing that does not hold."""
    replay = _Replay()
    expected = 1
    for row in conn.execute(select(ENTRY).order_by(ENTRY.c.seq)):
        if row.seq != expected:
            replay.faults.append(f"entry {row.seq} follows {expected - 1}")
        expected = row.seq + 1
        _check_text(replay, row)
        _check_chain(replay, row)
        _fold_in(replay, entry_of(row))
    for seq, left in replay.blanked.items():
        if replay.redacted.get(seq) != left:
            replay.faults.append(f"entry {seq} was changed")
    return replay.faults + _check_rows(conn, replay.states) + _check_heads(conn, replay.heads)


def _fold_in(replay: _Replay, entry: Entry) -> None:
    if isinstance(entry.event, Redacted):
        replay.redacted[entry.event.seq] = entry.event.left
    for stream in touched(entry):
        try:
            before = replay.states.get(stream) or blank(stream, entry.incident)
        except ValueError:
            replay.faults.append(f"entry {entry.seq} belongs to nothing we know")
        else:
            replay.states[stream] = evolve(before, entry)


def _check_text(replay: _Replay, row: Row[Any]) -> None:
    found = digest(row.salt, row.data)
    if row.salt == "":
        replay.blanked[row.seq] = found
    elif found != row.digest:
        replay.faults.append(f"entry {row.seq} was changed")


def _check_chain(replay: _Replay, row: Row[Any]) -> None:
    before = GENESIS
    if row.incident is not None:
        before = replay.heads.get(row.incident, GENESIS)
        replay.heads[row.incident] = row.chain
    if link(before, row._asdict()) != row.chain:
        replay.faults.append(f"the chain breaks at entry {row.seq}")


def _check_rows(conn: Connection, states: dict[str, State]) -> list[str]:
    faults = []
    for concept, (target, column, model) in TABLES.items():
        stored = {f"{concept}/{row._mapping[column]}": row for row in conn.execute(select(target))}
        folded = {k: v for k, v in states.items() if k.startswith(f"{concept}/")}
        for stream in sorted(stored.keys() | folded.keys()):
            row, state = stored.get(stream), folded.get(stream)
            if row is None or state is None or not _is_row_of(row, state, model):
                faults.append(f"{stream} differs from its entries")
    return faults


def _is_row_of(row: Row[Any], state: State, model: type[State]) -> bool:
    """Whether the columns and the stored state are what the entries amount to."""
    wanted = {**row_of(state), "state": row.state}
    try:
        is_same = model.model_validate_json(row.state) == state
    except ValidationError:
        return False
    return is_same and all(row._mapping[name] == value for name, value in wanted.items())


def _check_heads(conn: Connection, heads: dict[int, str]) -> list[str]:
    stored = {
        row.number: row.chain for row in conn.execute(select(INCIDENT.c.number, INCIDENT.c.chain))
    }
    return [f"incident {n} was cut short" for n in stored if stored[n] != heads.get(n)]
