"""Whom each route reaches now, how and how soon; and who can help right now at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from console.hub.api.clocks import ClockRoutes
from console.hub.api.views import NOTHING, found, path_number
from console.hub.store.paging_view import board_view, paging_view

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from console.domain.routes import PagingRules
    from console.hub.api.parts import ApiParts
    from console.settings.clocks import ClocksSection


class PagingRoutes:
    """The preview of escalation; nothing of it is stored."""

    def __init__(self, parts: ApiParts, rules: PagingRules) -> None:
        self._parts = parts
        self._rules = rules

    def routes(self) -> list[Route]:
        """List the routes."""
        return [
            Route("/api/incidents/{number}/routes", self.preview, methods=["GET"]),
            Route("/api/on-call", self.board, methods=["GET"]),
        ]

    async def preview(self, request: Request) -> Response:
        """Answer a PagingView; not found for whoever may not see the incident."""
        caller = await self._parts.reader(request)
        number = path_number(request.path_params["number"])
        now = self._parts.clock.now()
        view = await self._parts.readings.run(paging_view(number, caller.agent, self._rules, now))
        if view is None:
            raise NOTHING
        return found(view.model_dump_json())

    async def board(self, request: Request) -> Response:
        """Answer a BoardView."""
        await self._parts.reader(request)
        now = self._parts.clock.now()
        view = await self._parts.readings.run(board_view(self._rules, now))
        return found(view.model_dump_json())


def paging_routes(parts: ApiParts, clocks: ClocksSection, rules: PagingRules) -> list[Route]:
    """List what is asked of an incident when it burns: how late it is, and whom to page."""
    return [*ClockRoutes(parts, clocks).routes(), *PagingRoutes(parts, rules).routes()]
