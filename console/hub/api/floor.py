"""What leads see of the whole floor beside the snapshot: the day in counts, and the alarms."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from starlette.routing import Route

from console.domain.permissions import check_allowed
from console.hub.api.hours import HoursRoutes
from console.hub.api.views import found
from console.hub.asgi import NotServed
from console.hub.build import floor_of
from console.hub.store.floor_view import floor_view

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from console.config import Settings
    from console.domain.served import FloorView
    from console.hub.api.parts import ApiParts

LONGEST = timedelta(hours=48)
WRONG = NotServed(422, "invalid", "since: a moment with its zone is needed, of the last two days.")


class FloorRoutes:
    """``GET /api/floor?since=…``."""

    def __init__(self, parts: ApiParts, known: FloorView) -> None:
        self._parts = parts
        self._known = known

    def routes(self) -> list[Route]:
        """List the routes."""
        return [Route("/api/floor", self.floor, methods=["GET"])]

    async def floor(self, request: Request) -> Response:
        """Answer what happened since a moment; the day begins where the lead's clock is."""
        caller = await self._parts.gate.caller(request.scope)
        check_allowed(caller.role, "floor.read")
        since = self._since(request.query_params.get("since", ""))
        return found(await self._parts.readings.run(floor_view(since, self._known, caller.agent)))

    def _since(self, text: str) -> datetime:
        now = self._parts.clock.now()
        if not text:
            return now.replace(hour=0, minute=0, second=0, microsecond=0)
        try:
            since = datetime.fromisoformat(text).astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise WRONG from error
        if since.tzinfo is None or not now - LONGEST <= since <= now + LONGEST:
            raise WRONG
        return since


def floor_routes(parts: ApiParts, settings: Settings) -> list[Route]:
    """List everything that only leads may ask."""
    floor = FloorRoutes(parts, floor_of(settings)).routes()
    return [*floor, *HoursRoutes(parts, settings).routes()]
