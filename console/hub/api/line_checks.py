"""``/api/line-checks``: let one's own telephone ring with a test; an admin anybody's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from starlette.responses import Response
from starlette.routing import Route

from console.domain.agent import Agent
from console.domain.line_check import LineCheckAsked, LineCheckState
from console.domain.permissions import is_allowed
from console.hub.api.json_body import read_model
from console.hub.asgi import NotServed
from console.hub.store.tables import AgentRow, table

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from starlette.requests import Request

    from console.hub.api.parts import ApiParts
    from console.hub.auth import Caller
    from console.hub.line_checks import LineChecks

AGENT = table(AgentRow)


class LineCheckRoutes:
    """Begin a test, and ask how it goes."""

    def __init__(self, parts: ApiParts, checks: LineChecks) -> None:
        self._parts = parts
        self._checks = checks

    def routes(self) -> list[Route]:
        """List the routes."""
        return [
            Route("/api/line-checks", self.begin, methods=["POST"]),
            Route("/api/line-checks/{check}", self.state, methods=["GET"]),
        ]

    async def begin(self, request: Request) -> Response:
        """Ring the telephone that the account has; never one that the request names."""
        caller = await self._parts.gate.caller(request.scope)
        asked = await read_model(request.scope, request.receive, LineCheckAsked)
        agent = await self._agent(caller, asked.login)
        return _shown(await self._checks.begin(agent.number, agent.phone), 202)

    async def state(self, request: Request) -> Response:
        """Answer how a test goes; its id is known to who began it."""
        await self._parts.gate.caller(request.scope)
        return _shown(self._checks.state(request.path_params["check"]))

    async def _agent(self, caller: Caller, login: str) -> Agent:
        """Whose telephone it is. Raises NotServed."""

        def reading(connection: Connection) -> str | None:
            mine = AGENT.c.login == login if login else AGENT.c.number == caller.agent
            found: str | None = connection.execute(
                select(AGENT.c.state).where(mine)
            ).scalar_one_or_none()
            return found

        state = await self._parts.readings.run(reading)
        agent = Agent.model_validate_json(state) if state else None
        if agent is not None and agent.number == caller.agent:
            return agent
        if not is_allowed(caller.role, "agent.token"):
            raise NotServed(403, "forbidden", "Only an admin may let another's telephone ring.")
        if agent is None or agent.disabled:
            raise NotServed(404, "not_found", "There is no such account.")
        return agent


def _shown(state: LineCheckState, status: int = 200) -> Response:
    return Response(
        state.model_dump_json(),
        status,
        media_type="application/json",
        headers={"cache-control": "no-store"},
    )
