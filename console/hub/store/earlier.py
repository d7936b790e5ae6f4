"""Finds what else the people of an incident have had with us, open and past."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from console.hub.store.family import homes, state_of
from console.hub.store.find import MOST, incidents_of
from console.hub.store.restricted import hidden_from, is_open_to
from console.hub.store.tables import ContactRow, IncidentRow, table
from console.hub.store.wirejson import listed
from console.hub.store.worklist import chunks, queue_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

INCIDENT, CONTACT = table(IncidentRow), table(ContactRow)


def seen_before(number: int, viewer: int) -> Callable[[Connection], str | None]:
    """Write a SeenBefore of an incident; None when there is no such one for an agent."""

    def reading(connection: Connection) -> str | None:
        state = state_of(connection, number)
        if state is None or not is_open_to(state, viewer):
            return None
        handles = _with_their_others(connection, json.loads(state).get("handles") or [])
        others = set(homes(connection, set(incidents_of(connection, handles))))
        others -= {json.loads(state)["number"], *hidden_from(connection, viewer)}
        rows = queue_rows(connection, _newest(connection, others))
        return f'{{"rows":{listed(rows)},"total":{len(others)}}}'

    return reading


def _with_their_others(connection: Connection, handles: list[str]) -> list[str]:
    """The addresses, and all others of the people whose addresses they are."""
    found = dict.fromkeys(handles)
    for some in chunks(handles):
        people = connection.execute(
            select(CONTACT.c.person)
            .where(CONTACT.c.handle.in_(some), CONTACT.c.person.is_not(None))
            .distinct()
        ).scalars()
        theirs = select(CONTACT.c.handle).where(CONTACT.c.person.in_(list(people)))
        found |= dict.fromkeys(connection.execute(theirs.limit(MOST)).scalars())
    return list(found)


def _newest(connection: Connection, numbers: set[int]) -> dict[int, str]:
    rows: list[Any] = []
    for some in chunks(sorted(numbers)):
        rows += connection.execute(
            select(INCIDENT.c.number, INCIDENT.c.last_at, INCIDENT.c.state)
            .where(INCIDENT.c.number.in_(some))
            .order_by(INCIDENT.c.last_at.desc(), INCIDENT.c.number.desc())
            .limit(MOST)
        ).all()
    rows.sort(key=lambda row: (row.last_at, row.number), reverse=True)
    return {row.number: row.state for row in rows[:MOST]}
