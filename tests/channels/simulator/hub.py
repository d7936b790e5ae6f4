"""A tiny hub for the network to call: serves TwiML, notes and verifies every webhook."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request

TOKEN = "practice-auth-token"


@dataclass(frozen=True)
class Got:
    """One webhook request as the hub saw it."""

    path: str
    form: dict[str, str]
    headers: dict[str, str]
    body: bytes
    is_signed: bool


class _Server(uvicorn.Server):
    listening: asyncio.Event
    stopping: asyncio.Event

    async def main_loop(self) -> None:
        await self.stopping.wait()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()


@dataclass
class Hub:
    """Serves what `pages` says: TwiML by path, or a list of answers given one after another."""

    pages: dict[str, str | list[str | int]] = field(default_factory=dict)
    requests: list[Got] = field(default_factory=list)
    url: str = ""

    async def start(self) -> None:
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        app = Starlette(routes=[Route("/{path:path}", self._answer, methods=["GET", "POST"])])
        config = uvicorn.Config(app, lifespan="off", ws="none", log_config=None, date_header=False)
        config.timeout_graceful_shutdown = 1
        self._server = _Server(config)
        self._server.listening, self._server.stopping = asyncio.Event(), asyncio.Event()
        self._task = asyncio.create_task(self._server.serve(sockets=[listener]))
        await self._server.listening.wait()

    async def stop(self) -> None:
        self._server.stopping.set()
        await self._task

    async def _answer(self, request: Request) -> Response:
        body = await request.body()
        raw = body.decode("utf-8", "replace") if request.method == "POST" else request.url.query
        form = dict(parse_qsl(raw, keep_blank_values=True))
        signature = request.headers.get("x-twilio-signature", "")
        signed = form if request.method == "POST" else {}
        valid = RequestValidator(TOKEN).validate(str(request.url), signed, signature)
        path = request.url.path
        got = Got(path, form, dict(request.headers), body, is_signed=bool(valid))
        self.requests.append(got)
        page = self.pages.get(path, "")
        answer = page if isinstance(page, str) else (page.pop(0) if page else "")
        if isinstance(answer, int):
            return Response(status_code=answer)
        if not answer:
            return Response(status_code=204)
        if answer.startswith("-> "):
            return Response(status_code=307, headers={"location": answer[3:]})
        return Response(f"<Response>{answer}</Response>", media_type="text/xml")

    def got(self, path: str, name: str) -> list[str]:
        """One parameter of every request to a path, in order."""
        return [one.form.get(name, "") for one in self.requests if one.path == path]

    def last(self, path: str) -> dict[str, str]:
        """The parameters of the last request to a path."""
        return [one.form for one in self.requests if one.path == path][-1]
