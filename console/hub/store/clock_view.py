"""Reads what the clocks of an incident are made of: few of its entries, however many it has."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.incident import Incident
from console.domain.sla_marks import KINDS_READ
from console.domain.timeline import Entry
from console.domain.together import together
from console.hub.store.extent import Extent
from console.hub.store.family import parts_of, state_of
from console.hub.store.restricted import is_open_to
from console.hub.store.tables import EntryRow, table
from console.hub.store.wirejson import ENTRIES, entry_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from console.domain.incident_events import Severity

ENTRY = table(EntryRow)


@dataclass(frozen=True, slots=True)
class Timed:
    """What clocks are read from."""

    severity: Severity
    entries: tuple[Entry, ...]


def timed(number: int, viewer: int) -> Callable[[Connection], Timed | None]:
    """Read an incident's severity and what moved its clocks; None when an agent may not see it."""

    def reading(connection: Connection) -> Timed | None:
        state = state_of(connection, number)
        if state is None or not is_open_to(state, viewer):
            return None
        parts = parts_of(connection, state)
        stays, *rest = map(Incident.model_validate_json, (state, *parts.values()))
        wanted = ENTRIES.where(Extent.of(state, parts).holds(), ENTRY.c.kind.in_(KINDS_READ))
        rows = connection.execute(wanted.order_by(ENTRY.c.seq)).all()
        entries = tuple(Entry.from_wire(json.loads(entry_json(row))) for row in rows)
        return Timed(together(stays, rest).severity, entries)

    return reading
