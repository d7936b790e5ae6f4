"""What is not kept: who looks and who types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from console.domain.wire import Typing
from console.hub.api.drafts import Drafts
from console.hub.api.json_body import read_model
from console.hub.store.restricted import told_to

if TYPE_CHECKING:
    from starlette.requests import Request

    from console.hub.api.parts import ApiParts


class Presence:
    """``/api/typing``, and ``/api/drafts`` beside it."""

    def __init__(self, parts: ApiParts) -> None:
        self._parts = parts
        self._drafts = Drafts(parts)

    def routes(self) -> list[Route]:
        """List the routes."""
        return [Route("/api/typing", self.typing, methods=["POST"]), *self._drafts.routes()]

    def close(self) -> None:
        """Finish the drafts that are being written."""
        self._drafts.close()

    async def typing(self, request: Request) -> Response:
        """Tell all desks what somebody does; who it is comes from their token."""
        caller = await self._parts.reader(request)
        told = await read_model(request.scope, request.receive, Typing)
        told = told.model_copy(update={"agent": caller.agent, "name": caller.name})
        about = f"typing:{caller.agent}:{told.incident}"
        to = await self._parts.readings.run(told_to(told.incident, caller.agent))
        self._parts.broadcast.tell("typing", told, to=to, about=about)
        return Response(status_code=204)
