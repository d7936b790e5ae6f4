"""Many desks on the event stream of one hub: when each text reached each of them."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Sequence

FRAME = re.compile(rb"id: (\d+)\ndata: ([^\n]*)\n\n")
SID = re.compile(rb'"sid": ?"(SM[0-9a-f]{32})"')
AT_ONCE = 50
"""Desks that connect together."""


@dataclass(slots=True)
class Audience:
    """All desks, and what reached them."""

    sent: dict[bytes, float] = field(default_factory=dict)
    """Message id to the moment its webhook was written."""
    ms: list[float] = field(default_factory=list)
    """Per text and desk."""
    consoles: list[Console] = field(default_factory=list)
    cut: int = 0
    """Streams that ended before the end."""

    async def seat(self, url: str, tokens: Sequence[str]) -> None:
        """Connect a desk per token and wait until all streams have begun."""
        where = urlsplit(url)
        loop = asyncio.get_running_loop()
        for start in range(0, len(tokens), AT_ONCE):
            some = [Console(self, where.netloc, token) for token in tokens[start : start + AT_ONCE]]
            for one in some:
                seat = partial(_itself, one)
                await loop.create_connection(seat, where.hostname or "", where.port or 80)
            await asyncio.wait_for(asyncio.gather(*(one.begun for one in some)), 30)
            self.consoles += some

    def check(self) -> None:
        """Compare what the desks saw.

        Raises:
            RuntimeError: One missed an entry, saw one twice or out of order, or was cut off.
        """
        every = sorted({seq for one in self.consoles for seq in one.seqs})
        wrong = [one for one in self.consoles if one.seqs != every]
        if wrong or self.cut or not every:
            raise RuntimeError(f"{len(wrong)} desks saw something else, {self.cut} were cut off")

    def leave(self) -> None:
        """Close every stream."""
        for one in self.consoles:
            one.leave()


class Console(asyncio.Protocol):
    """One stream; frames are read, never parsed further than their ids."""

    def __init__(self, audience: Audience, host: str, token: str) -> None:
        self.begun: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.seqs: list[int] = []
        self._audience = audience
        self._ask = (
            f"GET /events HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n"
            "Accept: text/event-stream\r\n\r\n"
        )
        self._rest = b""
        self._is_leaving = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the stream."""
        self._transport = cast("asyncio.Transport", transport)
        self._transport.write(self._ask.encode())

    def data_received(self, data: bytes) -> None:
        """Note which entries came, and how long those we caused have taken."""
        now = time.perf_counter()
        heard = self._rest + data
        if not self.begun.done():
            if b"hello" not in heard:
                self._rest = heard
                return
            self.begun.set_result(None)
        found, self._rest = _frames(heard)
        for seq, sid in found:
            self.seqs.append(seq)
            if sid in self._audience.sent:
                self._audience.ms.append((now - self._audience.sent[sid]) * 1e3)

    def connection_lost(self, exc: Exception | None) -> None:
        """Count streams that end by themselves."""
        if not self._is_leaving:
            self._audience.cut += 1

    def leave(self) -> None:
        """Close the stream."""
        self._is_leaving = True
        self._transport.abort()


def _itself(console: Console) -> Console:
    return console


@lru_cache(maxsize=64)
def _frames(heard: bytes) -> tuple[list[tuple[int, bytes]], bytes]:
    """Find the whole frames, with the message id of each, and what is left.

    The hub sends a frame within one chunk, so chunk marks never fall inside; all desks are sent
    the same bytes, so most calls are answered from the cache.
    """
    found: list[tuple[int, bytes]] = []
    end = 0
    for frame in FRAME.finditer(heard):
        sid = SID.search(frame[2])
        found.append((int(frame[1]), sid[1] if sid else b""))
        end = frame.end()
    rest = heard[end:]
    return found, rest if b"id: " in rest else b""
