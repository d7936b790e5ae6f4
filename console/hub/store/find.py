"""Finds incidents by what a caller can say: a reference, the end of a number, a name."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from console.domain.reference import ALPHABET
from console.hub.store.family import homes
from console.hub.store.restricted import hidden_from
from console.hub.store.tables import ContactRow, EntryRow, IncidentRow, PersonRow, table
from console.hub.store.wirejson import listed
from console.hub.store.worklist import chunks, queue_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import Connection, Select

MOST = 50
LONGEST = 100
"""Characters of a search; what is longer is no name, number or reference."""
HEAD = 3
"""Characters of a reference before its hyphen; fewer are no reference."""
SHORTEST_NUMBER = 4
SHORTEST_NAME = 2
INCIDENT = table(IncidentRow)
CONTACT = table(ContactRow)
PERSON = table(PersonRow)
ENTRY = table(EntryRow)
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V", "-": "", " ": ""})
_NUMBER = re.compile(r"[\d\s+().\-/]+")


def find_incidents(text: str, viewer: int) -> Callable[[Connection], str]:
    """Write ``{"rows": [QueueRow]}`` of what fits and an agent may see, newest first.

    Nothing fits an empty text.
    """
    wanted = " ".join(text.replace("\0", " ").split())[:LONGEST]

    def reading(connection: Connection) -> str:
        numbers = [
            *_by_reference(connection, wanted),
            *incidents_of(connection, _by_number(connection, wanted)),
            *incidents_of(connection, _by_name(connection, wanted)),
        ]
        states: dict[int, str] = {}
        hidden = hidden_from(connection, viewer)
        shown = homes(connection, (n for n in numbers if n not in hidden))
        for some in chunks(n for n in shown if n not in hidden):
            rows = connection.execute(
                select(INCIDENT.c.number, INCIDENT.c.state)
                .where(INCIDENT.c.number.in_(some))
                .order_by(INCIDENT.c.last_at.desc())
                .limit(MOST)
            )
            states |= {row.number: row.state for row in rows}
        newest = dict(list(states.items())[:MOST])
        return f'{{"rows":{listed(queue_rows(connection, newest))}}}'

    return reading


def masked_search(text: str) -> str:
    """Name what was searched for, but not whom: its end or beginning; empty for nothing."""
    wanted = " ".join(text.replace("\0", " ").split())[:LONGEST]
    if not wanted:
        return ""
    if _NUMBER.fullmatch(wanted):
        return f"a number …{wanted[-2:]}"
    if "@" in wanted:
        return f"an address {wanted[:1]}…"
    return f"words {wanted[:1]}… of {len(wanted)} characters"


def _listed(connection: Connection, wanted: Select[Any]) -> list[Any]:
    return list(connection.execute(wanted.limit(MOST)).scalars())


def _by_reference(connection: Connection, text: str) -> list[int]:
    code = text.upper().removeprefix("INC-").translate(_MISREAD)
    if len(code) < HEAD or any(one not in ALPHABET for one in code):
        return []
    plain = func.replace(INCIDENT.c.ref, "-", "")
    fits = plain.startswith if len(code) == HEAD else plain.contains
    return _listed(
        connection,
        select(INCIDENT.c.number)
        .where(fits(code, autoescape=True))
        .order_by(INCIDENT.c.last_at.desc()),
    )


def _by_number(connection: Connection, text: str) -> list[str]:
    digits = re.sub(r"\D", "", text) if _NUMBER.fullmatch(text) and text.isascii() else ""
    if len(digits) < SHORTEST_NUMBER:
        return []
    ends = CONTACT.c.handle.endswith(digits, autoescape=True)
    return _listed(connection, select(CONTACT.c.handle).where(ends))


def _by_name(connection: Connection, text: str) -> list[str]:
    if len(text) < SHORTEST_NAME:
        return []
    people = _listed(
        connection, select(PERSON.c.number).where(PERSON.c.name.icontains(text, autoescape=True))
    )
    mails = CONTACT.c.handle.startswith("mailto:") & CONTACT.c.handle.icontains(
        text, autoescape=True
    )
    found = _listed(connection, select(CONTACT.c.handle).where(mails))
    return found + _listed(connection, select(CONTACT.c.handle).where(CONTACT.c.person.in_(people)))


def incidents_of(connection: Connection, handles: Iterable[str]) -> list[int]:
    """Incidents that an address is or was part of."""
    found: list[int] = []
    for some in chunks(f"contact/{handle}" for handle in handles):
        joined = connection.execute(
            select(ENTRY.c.data)
            .where(ENTRY.c.stream.in_(some), ENTRY.c.kind == "contact.joined")
            .order_by(ENTRY.c.seq.desc())
            .limit(10 * MOST)
        ).scalars()
        found += [int(json.loads(data)["incident"]) for data in joined if data]
    return found
