"""Drafts: kept for their writer alone, many at once, and told to their writer's other desks."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError
from starlette.responses import Response
from starlette.routing import Route

from console.domain.wire import DraftList, DraftNotice, DraftPut
from console.hub.api.json_body import LARGEST, read_model
from console.hub.asgi import NotServed
from console.hub.store.drafts import Put, drafts_of, put_drafts
from console.hub.store.wish import StoreUnavailable

if TYPE_CHECKING:
    from asyncio import Future

    from sqlalchemy import Connection
    from starlette.requests import Request

    from console.hub.api.parts import ApiParts

OLDER = NotServed(409, "older", "A newer draft is kept already.")


class Drafts:
    """``/api/drafts``; a whole floor types at once, so what waits is written together."""

    def __init__(self, parts: ApiParts) -> None:
        self._parts = parts
        # One thread: drafts must not take every connection that may write.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="drafts")
        self._waiting: list[tuple[Put, Future[bool]]] = []
        self._is_writing = False

    def routes(self) -> list[Route]:
        """List the routes."""
        return [
            Route("/api/drafts", self.mine, methods=["GET"]),
            Route("/api/drafts", self.put, methods=["PUT"]),
        ]

    def close(self) -> None:
        """Finish the drafts that are being written."""
        self._thread.shutdown(wait=True)

    async def mine(self, request: Request) -> Response:
        """Answer my own drafts."""
        caller = await self._parts.reader(request)

        def reading(connection: Connection) -> DraftList:
            return DraftList(drafts=drafts_of(connection, caller.agent))

        found = await self._parts.readings.run(reading)
        return Response(
            found.model_dump_json(),
            media_type="application/json",
            headers={"cache-control": "no-store"},
        )

    async def put(self, request: Request) -> Response:
        """Keep one draft of mine, unless a newer one is kept."""
        caller = await self._parts.reader(request)
        draft = await read_model(request.scope, request.receive, DraftPut)
        if not 0 < draft.incident <= LARGEST:
            raise NotServed(422, "invalid", "incident: there is no such number.")
        now = self._parts.clock.now()
        put = Put(caller.agent, draft, min(draft.at or now, now))
        if not await self._kept(put):
            raise OLDER
        notice = DraftNotice(incident=draft.incident, at=put.at)
        about = f"draft:{caller.agent}:{draft.incident}"
        self._parts.broadcast.tell("draft", notice, to=[caller.agent], about=about)
        return Response(status_code=204)

    async def _kept(self, put: Put) -> bool:
        done: Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((put, done))
        if not self._is_writing:
            self._is_writing = True
            asyncio.get_running_loop().call_soon(self._write)
        try:
            return await done
        except DBAPIError as error:
            raise StoreUnavailable(type(error).__name__) from error

    def _write(self) -> None:
        batch, self._waiting = self._waiting, []
        puts = [put for put, _ in batch]
        writing = asyncio.get_running_loop().run_in_executor(
            self._thread, put_drafts, self._parts.write, puts
        )
        writing.add_done_callback(lambda written: self._written(batch, written))

    def _written(
        self,
        batch: list[tuple[Put, Future[bool]]],
        written: Future[list[bool | Exception]],
    ) -> None:
        error = written.exception()
        outcomes = [error] * len(batch) if error is not None else written.result()
        for (_, done), outcome in zip(batch, outcomes, strict=True):
            if done.done():  # whoever asked has gone
                continue
            if isinstance(outcome, BaseException):
                done.set_exception(outcome)
            else:
                done.set_result(outcome)
        self._is_writing = bool(self._waiting)
        if self._is_writing:
            self._write()
