"""``GET /api/incidents/{number}/clocks``: its clocks now, and what made each number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from console.domain.sla import ClocksView, clocks
from console.hub.api.views import NOTHING, found, path_number
from console.hub.store.clock_view import timed

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from console.hub.api.parts import ApiParts
    from console.settings.clocks import ClocksSection


class ClockRoutes:
    """Clocks are computed when asked for: nothing of them is stored."""

    def __init__(self, parts: ApiParts, section: ClocksSection) -> None:
        self._parts = parts
        self._section = section

    def routes(self) -> list[Route]:
        """List the routes."""
        return [Route("/api/incidents/{number}/clocks", self.clocks, methods=["GET"])]

    async def clocks(self, request: Request) -> Response:
        """Answer a ClocksView; not found for whoever may not see the incident."""
        caller = await self._parts.reader(request)
        number = path_number(request.path_params["number"])
        seen = await self._parts.readings.run(timed(number, caller.agent))
        if seen is None:
            raise NOTHING
        promise = self._section.targets(seen.severity)
        calendar, now = self._section.calendar(seen.severity), self._parts.clock.now()
        view = ClocksView(
            number=number,
            at=now,
            severity=seen.severity,
            promise=promise,
            zone=str(calendar.zone) if calendar else "",
            hours=self._section.hours if calendar else (),
            clocks=clocks(seen.entries, promise, calendar, now),
        )
        return found(view.model_dump_json())
