"""Which incidents somebody may not see: the one predicate of everything that is read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import select

from console.domain.incident import Incident
from console.domain.restriction import Restricted, may_see
from console.hub.store.tables import IncidentRow, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sqlalchemy import Connection

INCIDENT = table(IncidentRow)
NOTHING: frozenset[int] = frozenset()
People = dict[int, frozenset[int]]
"""Restricted incident to the agents who may see it."""


def restricted_people(connection: Connection) -> People:
    """Give all restricted incidents with their people."""
    wanted = select(INCIDENT.c.number, INCIDENT.c.state).where(INCIDENT.c.restricted)
    return {row.number: _people(row.state) for row in connection.execute(wanted)}


def hidden_among(people: Mapping[int, frozenset[int]], agent: int) -> frozenset[int]:
    """Pick the incidents that an agent may not see."""
    return frozenset(n for n, named in people.items() if not may_see(named, agent))


def hidden_from(connection: Connection, agent: int) -> frozenset[int]:
    """Give the incidents that an agent may not see; 0 is nobody, who sees none restricted."""
    return hidden_among(restricted_people(connection), agent)


def sees(connection: Connection, number: int, agent: int) -> bool:
    """Tell whether an incident is there for an agent; hidden and missing are one answer."""
    state = connection.execute(
        select(INCIDENT.c.state).where(INCIDENT.c.number == number)
    ).scalar_one_or_none()
    return state is not None and is_open_to(state, agent)


def is_open_to(state: str, agent: int) -> bool:
    """Tell from an incident's stored state whether an agent may see it."""
    return may_see(_people(state) if is_restricted(state) else None, agent)


def is_restricted(state: str) -> bool:
    """Tell from an incident's stored state whether it is restricted."""
    return json.loads(state).get("restriction") is not None


def told_of(connection: Connection, hidden: Iterable[int]) -> list[Restricted]:
    """Say of hidden incidents that are open what everybody may know."""
    wanted = select(INCIDENT.c.state).where(
        INCIDENT.c.number.in_(sorted(hidden)), INCIDENT.c.status != "closed"
    )
    found = (Incident.model_validate_json(state) for state in connection.execute(wanted).scalars())
    return [
        Restricted(incident=one.number, ref=one.ref, ask=one.restriction.ask)
        for one in found
        if one.restriction is not None
    ]


def told_to(number: int, teller: int) -> Callable[[Connection], list[int] | None]:
    """Look up who may hear what an agent tells about an incident; None: everybody.

    What they may not see themselves they tell to themselves alone, and so learn nothing by it.
    """

    def reading(connection: Connection) -> list[int] | None:
        state = connection.execute(
            select(INCIDENT.c.state).where(INCIDENT.c.number == number)
        ).scalar_one_or_none()
        if state is None or not is_restricted(state):
            return None
        return sorted(_people(state)) if is_open_to(state, teller) else [teller]

    return reading


def _people(state: str) -> frozenset[int]:
    return frozenset(json.loads(state)["restriction"]["people"])
