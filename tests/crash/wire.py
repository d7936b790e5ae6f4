"""Bare HTTP over one kept-alive connection, which says whether an answer came whole."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

ANSWER_SECONDS = 20.0
"""A provider gives a webhook 15 seconds; a hub that takes longer has hung."""


class Lost(Exception):
    """No whole answer came: nobody knows what became of the request."""


@dataclass
class Wire:
    """One connection to a port of this computer; it is opened again when it breaks."""

    port: int
    _ends: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = field(default=None)

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        """Send a request; gives the status and the body. Raises Lost."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return await self._exchange(request)
        except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
            await self.close()
            raise Lost(type(error).__name__) from error

    async def close(self) -> None:
        """Close the connection."""
        if self._ends is None:
            return
        writer = self._ends[1]
        self._ends = None
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()

    async def _exchange(self, request: bytes) -> tuple[int, bytes]:
        if self._ends is None:
            self._ends = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self._ends
        writer.write(request)
        await writer.drain()
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = head.partition(b"content-length:")[2].partition(b"\r\n")[0]
        body = await reader.readexactly(int(length or 0))
        if b"connection: close" in head:
            await self.close()
        return int(head[9:12]), body


def http(
    method: str,
    path: str,
    *,
    headers: dict[str, str] | None = None,
    body: bytes = b"",
    host: str = "hub.example.com",
) -> bytes:
    """Write down a request."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    lines += [f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body
