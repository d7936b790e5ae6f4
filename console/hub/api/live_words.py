"""What is typed, told to leads who read along and to nobody else; never stored, never logged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from starlette.responses import Response
from starlette.routing import Route

from console.domain.live_words import LiveWords, ReadAlong
from console.domain.permissions import MAY, check_allowed
from console.hub.api.json_body import read_model
from console.hub.store.restricted import told_to
from console.hub.store.tables import AgentRow, table

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from starlette.requests import Request

    from console.hub.api.parts import ApiParts

AGENT = table(AgentRow)


class LiveWordsRoutes:
    """``/api/reading`` and ``/api/live-words``."""

    def __init__(self, parts: ApiParts) -> None:
        self._parts = parts

    def routes(self) -> list[Route]:
        """List the routes."""
        return [
            Route("/api/reading", self.reading, methods=["POST"]),
            Route("/api/live-words", self.words, methods=["POST"]),
        ]

    async def reading(self, request: Request) -> Response:
        """Tell all desks that a lead reads what is typed in an incident."""
        caller = await self._parts.reader(request)
        check_allowed(caller.role, "words.read")
        told = await read_model(request.scope, request.receive, ReadAlong)
        told = told.model_copy(update={"agent": caller.agent, "name": caller.name})
        to = await self._parts.readings.run(told_to(told.incident, caller.agent))
        self._parts.broadcast.tell("reading", told, to=to)
        return Response(status_code=204)

    async def words(self, request: Request) -> Response:
        """Tell those who may read along what somebody types; whose it is comes from their token."""
        caller = await self._parts.reader(request)
        typed = await read_model(request.scope, request.receive, LiveWords)
        reading = _Readers(frozenset(typed.to), typed.incident, caller.agent)
        readers = await self._parts.readings.run(reading)
        told = typed.model_copy(update={"agent": caller.agent, "name": caller.name, "to": []})
        if readers:
            about = f"words:{caller.agent}:{typed.incident}:{typed.box}"
            self._parts.broadcast.tell("words", told, to=readers, about=about)
        return Response(status_code=204)


class _Readers:
    """Reads which of some agents may read along now in what somebody writes to."""

    def __init__(self, asked: frozenset[int], incident: int, writer: int) -> None:
        self._asked = asked
        self._to = told_to(incident, writer)

    def __call__(self, connection: Connection) -> list[int]:
        roles, to = MAY["words.read"], self._to(connection)
        asked = self._asked if to is None else self._asked & set(to)
        wanted = select(AGENT.c.number).where(
            AGENT.c.number.in_(asked), AGENT.c.role.in_(roles), AGENT.c.disabled.is_(False)
        )
        return list(connection.execute(wanted).scalars())
