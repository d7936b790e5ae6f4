"""What a desk looks up beside the incident itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.requests import Requests
from console.domain.board import BoardView
from console.domain.left_drafts import LeftDrafts
from console.domain.resources import ResourceBook
from console.domain.routes import PagingView
from console.domain.served import FloorView, WhatHappens
from console.domain.sla import ClocksView
from console.domain.wire import SeenBefore

if TYPE_CHECKING:
    from datetime import datetime


class Lookups(Requests):
    """The part of the link that only reads."""

    async def floor(self, since: datetime) -> FloorView:
        """The counts since a moment and the alarms, for leads."""
        return await self._get("/api/floor", FloorView, {"since": since.isoformat()})

    async def earlier(self, number: int) -> SeenBefore:
        """What else the people of an incident have had with us."""
        return await self._get(f"/api/incidents/{number}/earlier", SeenBefore)

    async def clocks(self, number: int) -> ClocksView:
        """The clocks of an incident as the hub reads them now."""
        return await self._get(f"/api/incidents/{number}/clocks", ClocksView)

    async def routes(self, number: int) -> PagingView:
        """Whom every route would reach now about an incident."""
        return await self._get(f"/api/incidents/{number}/routes", PagingView)

    async def on_call(self) -> BoardView:
        """Who can help right now."""
        return await self._get("/api/on-call", BoardView)

    async def resources(self) -> ResourceBook:
        """Whom to ring near somebody: the whole book."""
        return await self._get("/api/resources", ResourceBook)

    async def left_drafts(self, number: int) -> LeftDrafts:
        """What those who were cut off from an incident had not sent, for leads."""
        return await self._get(f"/api/incidents/{number}/drafts", LeftDrafts)

    async def hours(self, queue: str, at: str) -> WhatHappens:
        """What a caller meets at a moment of the queue's clock; an empty one is now."""
        return await self._get("/api/hours", WhatHappens, {"queue": queue, "at": at})
