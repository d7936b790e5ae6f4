"""A small hub on a real socket that answers as a test tells it to."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import uvicorn
from starlette.applications import Starlette
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from tests.ports import free_port

if TYPE_CHECKING:
    import socket
    from collections.abc import AsyncIterator

    from starlette.requests import Request

METHODS = ["GET", "POST", "PUT"]
HANG = b"<hang>"
"""The rest never comes, and the connection stays open."""
CUT = b"<cut>"
"""The connection breaks in the middle of the answer."""


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_up = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.is_up.set()


class Hub:
    """Plays one prepared answer after the other; the last one is repeated."""

    def __init__(self) -> None:
        self.streams: deque[Response | list[bytes]] = deque()
        """Answers to ``/events``: a refusal, or chunks (HANG and CUT among them)."""
        self.answers: dict[str, Response] = {}
        """Path to answer."""
        self.asked: list[str] = []
        """Last-Event-ID of each connection to the stream."""
        self.seen: list[tuple[str, str, str]] = []
        """Method with path and query, token header, and body of each request."""
        self.port = free_port()
        self._server: _Server | None = None
        self._serving: asyncio.Task[None] | None = None
        self._over = asyncio.Event()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Listen."""
        self._over.clear()
        routes = [
            Route("/events", self._events),
            Route("/{path:path}", self._answer, methods=METHODS),
        ]
        config = uvicorn.Config(
            Starlette(routes=routes),
            host="127.0.0.1",
            port=self.port,
            log_level="critical",
            lifespan="off",
            ws="none",
            timeout_graceful_shutdown=1,
        )
        self._server = _Server(config)
        listening = config.bind_socket()
        self._serving = asyncio.create_task(self._server.serve(sockets=[listening]))
        await self._server.is_up.wait()

    async def stop(self) -> None:
        """Stop listening and cut every connection."""
        if self._server and self._serving:
            self._over.set()
            self._server.should_exit = self._server.force_exit = True
            with suppress(asyncio.CancelledError):
                await self._serving
        self._server = None

    async def _events(self, request: Request) -> Response:
        self.asked.append(request.headers.get("last-event-id", ""))
        play = self.streams.popleft() if len(self.streams) > 1 else self.streams[0]
        if isinstance(play, Response):
            return play
        return StreamingResponse(self._chunks(play), media_type="text/event-stream")

    async def _chunks(self, play: list[bytes]) -> AsyncIterator[bytes]:
        for chunk in play:
            if chunk == HANG:
                await self._over.wait()
            if chunk in (HANG, CUT):
                raise CutOff
            yield chunk

    async def _answer(self, request: Request) -> Response:
        query = f"?{request.url.query}" if request.url.query else ""
        self.seen.append(
            (
                f"{request.method} {request.url.path}{query}",
                request.headers.get("authorization", ""),
                (await request.body()).decode(),
            )
        )
        return self.answers.get(request.url.path) or Response(status_code=404)


class CutOff(Exception):
    """The hub drops the connection in the middle of an answer."""


@asynccontextmanager
async def running() -> AsyncIterator[Hub]:
    """A hub for the length of a test."""
    hub = Hub()
    await hub.start()
    try:
        yield hub
    finally:
        await hub.stop()
