"""What is not kept: who is typing; and what is kept for its writer alone: drafts."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError
from starlette.responses import Response
from starlette.routing import Route

from console.domain.wire import DraftList, DraftPut, Typing
from console.hub.api.json_body import read_model
from console.hub.asgi import NotServed
from console.hub.store.drafts import drafts_of, put_draft
from console.hub.store.wish import StoreUnavailable

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from starlette.requests import Request

    from console.hub.api.parts import ApiParts

LARGEST = 2**63 - 1


class Presence:
    """``/api/typing`` and ``/api/drafts``."""

    def __init__(self, parts: ApiParts) -> None:
        self._parts = parts
        # One thread: drafts must not take every connection that may write.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="drafts")

    def routes(self) -> list[Route]:
        """List the routes."""
        return [
            Route("/api/typing", self.typing, methods=["POST"]),
            Route("/api/drafts", self.drafts, methods=["GET"]),
            Route("/api/drafts", self.draft, methods=["PUT"]),
        ]

    def close(self) -> None:
        """Finish the draft that is being written."""
        self._thread.shutdown(wait=True)

    async def typing(self, request: Request) -> Response:
        """Tell all desks what somebody does; who it is comes from their token."""
        caller = await self._parts.reader(request)
        told = await read_model(request.scope, request.receive, Typing)
        told = told.model_copy(update={"agent": caller.agent, "name": caller.name})
        event = f"event: typing\ndata: {told.model_dump_json()}\n\n"
        self._parts.feed.pass_on(event.encode())
        return Response(status_code=204)

    async def drafts(self, request: Request) -> Response:
        """Answer my own drafts."""
        caller = await self._parts.reader(request)

        def reading(connection: Connection) -> DraftList:
            return DraftList(drafts=drafts_of(connection, caller.agent))

        found = await self._parts.readings.run(reading)
        return Response(found.model_dump_json(), media_type="application/json")

    async def draft(self, request: Request) -> Response:
        """Keep one draft of mine."""
        caller = await self._parts.reader(request)
        draft = await read_model(request.scope, request.receive, DraftPut)
        if not 0 < draft.incident <= LARGEST:
            raise NotServed(422, "invalid", "incident: there is no such number.")
        keep = partial(put_draft, self._parts.write, caller.agent, draft, self._parts.clock.now())
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, keep)
        except DBAPIError as error:
            raise StoreUnavailable(type(error).__name__) from error
        return Response(status_code=204)
