"""What others had not sent when an incident was restricted, for the leads among its people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from console.domain.left_drafts import LeftDrafts
from console.domain.permissions import check_allowed
from console.hub.api.views import found, opened, path_number
from console.hub.store.drafts import left_in
from console.hub.store.restricted import sees

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection
    from starlette.requests import Request
    from starlette.responses import Response

    from console.hub.api.parts import ApiParts


class LeftDraftRoutes:
    """``GET /api/incidents/{number}/drafts``."""

    def __init__(self, parts: ApiParts) -> None:
        self._parts = parts

    def routes(self) -> list[Route]:
        """List the routes."""
        return [Route("/api/incidents/{number}/drafts", self.left, methods=["GET"])]

    async def left(self, request: Request) -> Response:
        """Answer them; that they were read is on record first."""
        caller = await self._parts.reader(request)
        check_allowed(caller.role, "drafts.left")
        number = path_number(request.path_params["number"])
        left = await self._parts.readings.run(_left(number, caller.agent))
        if left is not None and left.drafts:
            wish = opened(caller, number, self._parts.clock.now(), "drafts")
            await self._parts.recorder.record(wish)
        return found(left.model_dump_json() if left is not None else None)


def _left(number: int, viewer: int) -> Callable[[Connection], LeftDrafts | None]:
    def reading(connection: Connection) -> LeftDrafts | None:
        if not sees(connection, number, viewer):
            return None
        return LeftDrafts(drafts=left_in(connection, number))

    return reading
