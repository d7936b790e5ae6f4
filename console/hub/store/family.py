"""Incidents that were merged: which one stays, and which are read with it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import select

from console.domain.incident import Incident
from console.domain.together import together
from console.hub.store.project import MERGED, MERGED_WAITS
from console.hub.store.tables import IncidentRow, table
from console.hub.store.worklist import chunks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from console.domain.base import State
    from console.hub.store.tx import Tx

INCIDENT = table(IncidentRow)


def home(tx: Tx, number: int) -> int:
    """Give the incident that one is worked on in: itself, or the one that it was merged into."""
    found = tx.find(f"incident/{number}")
    while isinstance(found, Incident) and found.part_of is not None:
        found = tx.find(f"incident/{found.part_of.into}")
    return found.number if isinstance(found, Incident) else number


def family(tx: Tx, number: int) -> list[Incident]:
    """Give an incident and all that were merged into it, itself first."""
    found = tx.find(f"incident/{number}")
    if not isinstance(found, Incident):
        return []
    return [found, *(one for part in found.parts for one in family(tx, part))]


def whole(tx: Tx, incident: Incident) -> Incident:
    """Read an incident together with those that were merged into it."""
    return together(incident, family(tx, incident.number)[1:]) if incident.parts else incident


def leg_handles(leg: State) -> tuple[str, ...]:
    """Name the addresses that a leg is with: of a call or message one, of a note none."""
    handle = getattr(leg, "handle", "")
    return (handle,) if handle else ()


def unanswered_elsewhere(tx: Tx) -> list[Incident]:
    """Give those that stay and have others in them to which somebody waits for an answer."""
    waits = select(INCIDENT.c.number).where(INCIDENT.c.status == MERGED_WAITS)
    numbers = tx.query(waits.order_by(INCIDENT.c.number)).scalars().all()
    roots = dict.fromkeys(home(tx, number) for number in numbers)
    return [one for number in roots if isinstance(one := tx.find(f"incident/{number}"), Incident)]


def state_of(connection: Connection, number: int) -> str | None:
    """Read the stored state of the incident that one is worked on in; None when there is none."""
    state = _state(connection, number)
    while state is not None and (part := json.loads(state).get("part_of")) is not None:
        state = _state(connection, part["into"])
    return state


def parts_of(connection: Connection, state: str) -> dict[int, str]:
    """Read the stored states of all that were merged into an incident, by number."""
    found: dict[int, str] = {}
    for number in json.loads(state).get("parts") or ():
        part = _state(connection, number)
        if part is not None:
            found |= {number: part} | parts_of(connection, part)
    return found


def numbers_of(connection: Connection, state: str) -> list[int]:
    """Name an incident and all that were merged into it."""
    return [int(json.loads(state)["number"]), *parts_of(connection, state)]


def homes(connection: Connection, numbers: Iterable[int]) -> list[int]:
    """Name the incidents that some are worked on in, each once, in the same order."""
    known = list(dict.fromkeys(numbers))
    moved: dict[int, int] = {}
    for some in chunks(known):
        merged = INCIDENT.c.number.in_(some) & INCIDENT.c.status.in_((MERGED, MERGED_WAITS))
        for number in connection.execute(select(INCIDENT.c.number).where(merged)).scalars():
            state = state_of(connection, number)
            moved[number] = int(json.loads(state)["number"]) if state is not None else number
    return list(dict.fromkeys(moved.get(number, number) for number in known))


def _state(connection: Connection, number: int) -> str | None:
    wanted = select(INCIDENT.c.state).where(INCIDENT.c.number == number)
    return connection.execute(wanted).scalar_one_or_none()
