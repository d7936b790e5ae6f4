"""A desk's event stream that is opened again after every loss, from the last entry seen."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

FRAME = re.compile(rb"(?:^|\n)id: ?(\d+)\n")
AGAIN_SECONDS = 0.1
PATIENCE = 30.0


@dataclass
class Reader:
    """Follows ``/events`` through every kill."""

    ports: Sequence[int]
    """Of every hub; each time it connects, it goes to the next one."""
    token: str = field(repr=False)
    seqs: list[int] = field(default_factory=list)
    """Every entry it was sent, in that order."""
    resyncs: int = 0
    connections: int = 0
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Read until ``leave``."""
        self._task = asyncio.create_task(self._read())

    async def leave(self) -> None:
        """Close the stream."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def sees(self, seq: int) -> None:
        """Wait until an entry has come."""
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(lambda: bool(self.seqs) and self.seqs[-1] >= seq)

    async def _read(self) -> None:
        for port in cycle(self.ports):
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(AGAIN_SECONDS)
                continue
            try:
                await self._follow(reader, writer)
            except (OSError, asyncio.IncompleteReadError):
                await asyncio.sleep(AGAIN_SECONDS)
            finally:
                writer.close()
                with suppress(OSError):
                    await writer.wait_closed()

    async def _follow(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        last = self.seqs[-1] if self.seqs else 0
        writer.write(
            f"GET /events HTTP/1.1\r\nHost: hub.example.com\r\nAuthorization: Bearer {self.token}"
            f"\r\nLast-Event-ID: {last}\r\n\r\n".encode()
        )
        head = await reader.readuntil(b"\r\n\r\n")
        if head[9:12] != b"200":
            raise ConnectionError(head[:12].decode("latin-1"))
        self.connections += 1
        held = b""
        while True:
            size = int(await reader.readuntil(b"\r\n"), 16)
            held += (await reader.readexactly(size + 2))[:-2]
            if not size:
                raise ConnectionError("the stream has ended")
            *frames, held = held.split(b"\n\n")
            await self._take(frames)

    async def _take(self, frames: list[bytes]) -> None:
        for frame in frames:
            self.resyncs += frame.startswith(b"event: resync")
            if found := FRAME.search(frame):
                self.seqs.append(int(found[1]))
        async with self._changed:
            self._changed.notify_all()
