"""A telephone provider that takes texts and answers when it likes, or never."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Literal, cast
from urllib.parse import parse_qsl, urlsplit

from tests.crash.webhooks import sid

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

Json = dict[str, object]
PATIENCE = 30.0


@dataclass
class Provider:
    """Takes every text that reaches it: what it has taken is on its way to a person."""

    is_silent: bool = False
    """Take texts and never answer."""
    is_forgetful: bool = False
    """List no texts."""
    seconds: Callable[[], float] = lambda: 0.0
    """How long an answer takes."""
    taken: list[Json] = field(default_factory=list)
    rung: list[str] = field(default_factory=list)
    """Whom calls were made to."""
    port: int = 0
    _serving: dict[asyncio.Task[None], asyncio.StreamWriter] = field(default_factory=dict)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def url(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def received(self) -> Counter[str]:
        """How often a text was taken, by its words."""
        return Counter(str(one["body"]) for one in self.taken)

    async def takes(self, count: int) -> None:
        """Wait until so many texts were taken."""
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(lambda: len(self.taken) >= count)

    async def rings(self, count: int) -> None:
        """Wait until so many calls were made."""
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(lambda: len(self.rung) >= count)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection."""
        serving = cast("asyncio.Task[None]", asyncio.current_task())
        self._serving[serving] = writer
        await self._serve(reader, writer)
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
        del self._serving[serving]

    async def hang_up(self) -> None:
        """Break every connection."""
        for writer in self._serving.values():
            writer.transport.abort()
        if self._serving:
            await asyncio.wait(self._serving)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                method, path, _ = head.decode("latin-1").split(" ", 2)
                length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
                body = await reader.readexactly(int(length or 0))
                status, answer = await self._answer(method, path, body)
                if self.is_silent and method == "POST":
                    await reader.read()
                    return
                content = json.dumps(answer).encode()
                writer.write(
                    f"HTTP/1.1 {status} OK\r\nContent-Type: application/json\r\n"
                    f"Content-Length: {len(content)}\r\n\r\n".encode()
                    + content
                )

    async def _answer(self, method: str, path: str, body: bytes) -> tuple[Literal[200, 201], Json]:
        form = dict(parse_qsl(body.decode()))
        if method == "POST" and "/Messages" in path:
            text = await self._take(form)
            await asyncio.sleep(self.seconds())
            return 201, text
        if method == "POST" and path.endswith("/Calls.json"):
            async with self._changed:
                self.rung.append(form["To"])
                self._changed.notify_all()
            return 201, {"sid": sid("CA"), "status": "queued"}
        if method == "GET":
            asked = dict(parse_qsl(urlsplit(path).query))
            return 200, {"messages": self._listed(asked.get("To", "")), "next_page_uri": None}
        return 200, {"sid": sid("CA"), "status": "completed"}

    async def _take(self, form: dict[str, str]) -> Json:
        text: Json = {
            "sid": sid("SM"),
            "status": "queued",
            "to": form["To"],
            "from": form["From"],
            "body": form["Body"],
            "date_created": format_datetime(datetime.now(UTC)),
        }
        async with self._changed:
            self.taken.append(text)
            self._changed.notify_all()
        return text

    def _listed(self, to: str) -> list[Json]:
        return [] if self.is_forgetful else [one for one in self.taken[::-1] if one["to"] == to]


@asynccontextmanager
async def provider() -> AsyncIterator[Provider]:
    """Run a provider on a port of this computer."""
    one = Provider()
    server = await asyncio.start_server(one.serve, "127.0.0.1", 0)
    one.port = server.sockets[0].getsockname()[1]
    try:
        yield one
    finally:
        server.close()
        await one.hang_up()
        await server.wait_closed()
