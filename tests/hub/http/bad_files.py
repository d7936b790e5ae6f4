"""A provider whose files are endless, slow, huge, lying or somewhere else; on a real socket."""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 32
PROGRAM = b"MZ\x90\0\x03\0\0\0"
BLOCK = b"x" * 65_536
API = "/2010-04-01/"
"""What the hub asks about the account is no file."""
SLOW_SECONDS = 0.05
GOOD = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n"


class BadFiles:
    """Answers by path and counts who asked for what."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.elsewhere = f"http://localhost:{port}"
        self.asked: list[str] = []
        """Paths of files."""
        self.sent = 0
        """Bytes of bodies that were written."""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request and close."""
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode("ascii")
            name = path.rpartition("/")[2]
            if path.startswith(API):
                name = "gone"
            else:
                self.asked.append(path)
            await self._answer(name, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    async def _answer(self, name: str, writer: asyncio.StreamWriter) -> None:
        match name:
            case "endless":
                await self._pour(writer, GOOD + b"\r\n", BLOCK)
            case "huge":
                await self._pour(writer, GOOD + b"Content-Length: 109951162777600\r\n\r\n", BLOCK)
            case "slow":
                await self._pour(writer, GOOD + b"\r\n", b"x", SLOW_SECONDS)
            case "lying":
                await self._once(writer, GOOD, PROGRAM)
            case "bomb":
                await self._once(writer, GOOD + b"Content-Encoding: gzip\r\n", b"\x1f\x8b")
            case "gone":
                await self._once(writer, b"HTTP/1.1 404 Not Found\r\n", b"{}")
            case "moved":
                away = b"Location: http://169.254.169.254/latest/meta-data/\r\n"
                await self._once(writer, b"HTTP/1.1 302 Found\r\n" + away, b"")
            case "moved-inside":
                away = f"Location: {self.elsewhere}/secret\r\n".encode()
                await self._once(writer, b"HTTP/1.1 302 Found\r\n" + away, b"")
            case "circle":
                away = f"Location: {self.url}/circle\r\n".encode()
                await self._once(writer, b"HTTP/1.1 302 Found\r\n" + away, b"")
            case _:
                await self._once(writer, GOOD, PNG)

    async def _once(self, writer: asyncio.StreamWriter, head: bytes, body: bytes) -> None:
        length = b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(body)
        writer.write(head + length + body)
        self.sent += len(body)
        await writer.drain()

    async def _pour(
        self, writer: asyncio.StreamWriter, head: bytes, block: bytes, pause: float = 0.0
    ) -> None:
        writer.write(head)
        while True:
            writer.write(block)
            self.sent += len(block)
            await writer.drain()
            await asyncio.sleep(pause)


@asynccontextmanager
async def bad_files() -> AsyncIterator[BadFiles]:
    """Serve them on a port of this computer."""
    listener = socket.create_server(("127.0.0.1", 0))
    files = BadFiles(int(listener.getsockname()[1]))
    tasks: set[asyncio.Task[None]] = set()

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(files.serve(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(connected, sock=listener)
    try:
        yield files
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
