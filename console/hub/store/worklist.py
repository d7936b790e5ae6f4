"""Lines of the work list: each incident with its first party's name and their last words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import select

from console.hub.store.extent import Extent
from console.hub.store.tables import ContactRow, EntryRow, IncidentRow, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlalchemy import Connection

SNIPPET = 160
"""Characters of the last words."""
CHUNK = 500
"""Values in one IN list; SQLite takes 32,766, PostgreSQL 65,535."""
RECEIVED = "message.received"
ENTRY = table(EntryRow)
INCIDENT = table(IncidentRow)
CONTACT = table(ContactRow)


def queue_rows(connection: Connection, states: Mapping[int, str]) -> list[str]:
    """Write QueueRows of incidents, given as number to state JSON, in the same order."""
    first = {number: _first_handle(state) for number, state in states.items()}
    names = _names(connection, [handle for handle in first.values() if handle])
    snippets = _snippets(connection, list(states))
    for number, state in states.items():
        if '"legs_in":{"' in state or '"legs_out":{"' in state:
            snippets[number] = _snippet_of(connection, state)
    return [
        f'{{"incident":{state},"name":{json.dumps(_shown(first[number], names))},'
        f'"snippet":{json.dumps(snippets.get(number, ""))}}}'
        for number, state in states.items()
    ]


def chunks(values: Iterable[object]) -> Iterator[list[object]]:
    """Cut values, each once, into IN lists that a database takes."""
    unique = list(dict.fromkeys(values))
    for start in range(0, len(unique), CHUNK):
        yield unique[start : start + CHUNK]


def _first_handle(state: str) -> str:
    handles = json.loads(state).get("handles")
    return str(handles[0]) if handles else ""


def _shown(handle: str, names: Mapping[str, str]) -> str:
    return names.get(handle) or handle.partition(":")[2]


def _names(connection: Connection, handles: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for some in chunks(handles):
        rows = connection.execute(
            select(CONTACT.c.handle, CONTACT.c.state).where(CONTACT.c.handle.in_(some))
        )
        found |= {row.handle: str(json.loads(row.state).get("name") or "") for row in rows}
    return found


def _snippets(connection: Connection, numbers: list[int]) -> dict[int, str]:
    """The beginning of the last thing a party wrote, by incident."""
    # One step back along the index of each incident; a maximum by group would read it whole.
    last = (
        select(ENTRY.c.data)
        .where(ENTRY.c.incident == INCIDENT.c.number, ENTRY.c.kind == RECEIVED)
        .order_by(ENTRY.c.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    found: dict[int, str] = {}
    for some in chunks(numbers):
        rows = connection.execute(
            select(INCIDENT.c.number, last.label("data")).where(INCIDENT.c.number.in_(some))
        )
        found |= {row.number: _beginning(row.data) for row in rows if row.data}
    return found


def _snippet_of(connection: Connection, state: str) -> str:
    """The same of an incident to which legs came, or from which some went."""
    last = select(ENTRY.c.data).where(Extent.of(state, {}).holds(), ENTRY.c.kind == RECEIVED)
    data = connection.execute(last.order_by(ENTRY.c.seq.desc()).limit(1)).scalar()
    return _beginning(data) if data else ""


def _beginning(data: str) -> str:
    said = json.loads(data)
    return str(said.get("body") or said.get("subject") or "")[:SNIPPET]
