"""Writes entries as the JSON that desks read, straight from their rows."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from console.hub.store.tables import EntryRow, table

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row, Select

ENTRY = table(EntryRow)
COLUMNS = (
    ENTRY.c.seq,
    ENTRY.c.at,
    ENTRY.c.stream,
    ENTRY.c.incident,
    ENTRY.c.actor,
    ENTRY.c.cause,
    ENTRY.c.kind,
    ENTRY.c.data,
)
ENTRIES: Select[Any] = select(*COLUMNS)
_BREAKS = re.compile("[\r\n\x85\u2028\u2029]")
"""What some readers of an event stream take for the end of a line. JSON has the first two only
between its words, where a space is as good, and the others only inside texts."""
_INSTEAD = {"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def entry_json(row: Row[Any]) -> str:
    """Write one row of ``ENTRIES`` as an Entry, in one line."""
    event = row.data or json.dumps({"kind": row.kind})
    incident = "null" if row.incident is None else row.incident
    whole = (
        f'{{"seq":{row.seq},"at":"{moment(row.at)}","stream":{json.dumps(row.stream)},'
        f'"incident":{incident},"actor":{json.dumps(row.actor)},'
        f'"cause":{json.dumps(row.cause)},"event":{event}}}'
    )
    if _BREAKS.search(whole):
        return _BREAKS.sub(lambda found: _INSTEAD.get(found[0], " "), whole)
    return whole


def moment(at: datetime) -> str:
    """Write an aware UTC time as RFC 3339."""
    return at.isoformat().replace("+00:00", "Z")


def listed(items: list[str]) -> str:
    """Write a JSON array of items that are JSON already."""
    return f"[{','.join(items)}]"
