"""Reads what the clocks of an incident are made of: few of its entries, however many it has."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from console.domain.sla_marks import KINDS_READ
from console.domain.timeline import Entry
from console.hub.store.restricted import is_open_to
from console.hub.store.tables import EntryRow, IncidentRow, table
from console.hub.store.wirejson import ENTRIES, entry_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from console.domain.incident_events import Severity

ENTRY, INCIDENT = table(EntryRow), table(IncidentRow)


@dataclass(frozen=True, slots=True)
class Timed:
    """What clocks are read from."""

    severity: Severity
    entries: tuple[Entry, ...]


def timed(number: int, viewer: int) -> Callable[[Connection], Timed | None]:
    """Read an incident's severity and what moved its clocks; None when an agent may not see it."""

    def reading(connection: Connection) -> Timed | None:
        state = connection.execute(
            select(INCIDENT.c.state).where(INCIDENT.c.number == number)
        ).scalar_one_or_none()
        if state is None or not is_open_to(state, viewer):
            return None
        wanted = ENTRIES.where(ENTRY.c.incident == number, ENTRY.c.kind.in_(KINDS_READ))
        rows = connection.execute(wanted.order_by(ENTRY.c.seq)).all()
        entries = tuple(Entry.from_wire(json.loads(entry_json(row))) for row in rows)
        return Timed(json.loads(state).get("severity", "normal"), entries)

    return reading
