"""Tells leads of callers who wait in a restricted incident while nobody who may see it is free."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from console.domain.incident import Incident
from console.domain.wire import Notice
from console.hub.store.restricted import restricted_people
from console.hub.store.tables import AgentRow, CallRow, IncidentRow, table
from console.hub.store.wish import StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from console.domain.base import Role
    from console.hub.hub import Clock
    from console.hub.store.read import Readings

AGENT, CALL, INCIDENT = table(AgentRow), table(CallRow), table(IncidentRow)
ABOUT = "restricted"
LOOK_SECONDS = 5.0
PATIENCE = timedelta(seconds=20)
"""How long a caller waits before leads are told."""
LEADS: tuple[Role, ...] = ("lead", "manager")


@dataclass(frozen=True, slots=True)
class Waits:
    """A caller whom nobody who is there may take."""

    ref: str
    ask: str
    since: datetime


@dataclass(slots=True)
class Unattended:
    """Looks at the calls that wait, and says when one waits for people who are not there."""

    readings: Readings
    clock: Clock
    say: Callable[[Notice], None]
    _notice: Notice | None = None
    _next: float = 0.0

    async def look(self) -> None:
        """Look if it is time to."""
        now = self.clock.monotonic()
        if now < self._next:
            return
        self._next = now + LOOK_SECONDS
        try:
            found = await self.readings.run(waiting_since(self.clock.now() - PATIENCE))
        except StoreUnavailable:
            return
        notice = _told(found) if found else None
        if notice != self._notice:
            self._notice = notice
            self.say(notice or Notice(about=ABOUT, words="", roles=LEADS))

    def current(self) -> list[Notice]:
        """What a desk that starts now must know."""
        return [self._notice] if self._notice else []


def _told(found: list[Waits]) -> Notice:
    first = found[0]
    more = f" and {len(found) - 1} more" if len(found) > 1 else ""
    words = (
        f"A caller of {first.ref}{more} waits: it is restricted and nobody who may see it is free."
        f" Ask {first.ask}, who can name somebody."
    )
    return Notice(about=ABOUT, words=words, since=first.since, roles=LEADS)


def waiting_since(before: datetime) -> Callable[[Connection], list[Waits]]:
    """List those who have waited since ``before`` for people who are not free, oldest first."""

    def reading(connection: Connection) -> list[Waits]:
        people = restricted_people(connection)
        if not people:
            return []
        here = select(AGENT.c.number).where(
            AGENT.c.presence == "available", AGENT.c.free, AGENT.c.disabled.is_(False)
        )
        free = set(connection.execute(here).scalars())
        waiting = connection.execute(
            select(CALL.c.incident, CALL.c.queued_at, INCIDENT.c.state)
            .join(INCIDENT, INCIDENT.c.number == CALL.c.incident)
            .where(CALL.c.phase == "queued", CALL.c.incident.in_(people), CALL.c.queued_at < before)
            .order_by(CALL.c.queued_at)
        )
        return [_waits(row.state, row.queued_at) for row in waiting if not people[row[0]] & free]

    return reading


def _waits(state: str, since: datetime) -> Waits:
    incident = Incident.model_validate_json(state)
    ask = incident.restriction.ask if incident.restriction else ""
    return Waits(incident.ref, ask, since)
