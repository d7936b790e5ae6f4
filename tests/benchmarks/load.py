"""Sends prepared requests over kept-alive connections, as fast as they are answered or paced."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import urlsplit

import uvloop

from tests.benchmarks.texts import Source

HEARD = "nobody has come to the door yet"
"""In every paced text, too far from its beginning to be shown on a work list."""


@dataclass(slots=True)
class Load:
    """Requests still to send, and what became of the others."""

    waiting: list[bytes]
    """The next one is the last."""
    ms: list[float] = field(default_factory=list)
    """Per answered request, from its first byte written to its answer read."""
    refused: int = 0
    """Answers outside 2xx."""
    open: int = 0
    is_over: asyncio.Event = field(default_factory=asyncio.Event)


class _Connection(asyncio.Protocol):
    """One request after another."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._heard = b""
        self._sent = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._load.open += 1
        self._next()

    def data_received(self, data: bytes) -> None:
        self._heard += data
        if (end := _answer_end(self._heard)) is None:
            return
        self._load.ms.append((time.perf_counter() - self._sent) * 1e3)
        if self._heard[9:10] != b"2":
            self._load.refused += 1
        self._heard = self._heard[end:]
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        self._load.open -= 1
        if not self._load.open:
            self._load.is_over.set()

    def _next(self) -> None:
        if not self._load.waiting:
            self._transport.close()
            return
        self._sent = time.perf_counter()
        self._transport.write(self._load.waiting.pop())


def _answer_end(heard: bytes) -> int | None:
    """Where the first answer ends; None while it is not complete."""
    end = heard.find(b"\r\n\r\n")
    if end < 0:
        return None
    start = heard[:end].lower().find(b"content-length:")
    if start < 0:
        return end + 4
    length = int(heard[start + 15 : end + 2].split(b"\r\n", 1)[0])
    return end + 4 + length if len(heard) >= end + 4 + length else None


@dataclass(frozen=True, slots=True)
class Answered:
    """How a load went."""

    per_second: float
    ms: list[float]


def flood(url: str, requests: list[bytes], *, connections: int) -> Answered:
    """Send everything as fast as it is answered.

    Raises:
        RuntimeError: A request was refused or never answered.
    """
    load = Load(requests[::-1])
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        seconds = runner.run(_flood(url, load, connections))
    if load.refused or len(load.ms) < len(requests):
        raise RuntimeError(f"{load.refused} refused, {len(load.ms)} of {len(requests)} answered")
    return Answered(len(load.ms) / seconds, load.ms)


async def _flood(url: str, load: Load, connections: int) -> float:
    where = urlsplit(url)
    loop = asyncio.get_running_loop()
    start = time.perf_counter()
    for _ in range(connections):
        await loop.create_connection(
            lambda: _Connection(load), where.hostname or "", where.port or 80
        )
    await load.is_over.wait()
    return time.perf_counter() - start


async def post(url: str, request: bytes) -> None:
    """Send one request over a connection of its own and read the answer.

    Raises:
        RuntimeError: It was refused.
    """
    where = urlsplit(url)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    writer.close()
    if head[9:10] != b"2":
        raise RuntimeError(head.decode("latin-1"))


async def pace(url: str, source: Source, *, sender: str, rate: float, seconds: float) -> None:
    """Send one person's texts on a steady beat over one connection."""
    where = urlsplit(url)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    requests = [
        source.text(sender, f"Still waiting here, {HEARD}. {n}")[1]
        for n in range(int(rate * seconds))
    ]
    start = time.perf_counter()
    for number, request in enumerate(requests):
        await asyncio.sleep(max(0.0, start + number / rate - time.perf_counter()))
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if head[9:10] != b"2":
            raise RuntimeError(head.decode("latin-1"))
        await reader.readexactly((_answer_end(head + b" " * 4096) or len(head)) - len(head))
    writer.close()


def main() -> int:
    """Pace texts from a process of its own, until they are sent or it is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", required=True)
    parser.add_argument("--sender", required=True)
    parser.add_argument("--rate", type=float, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    given = parser.parse_args()
    source = Source(given.url, sys.stdin.readline().strip())
    uvloop.run(pace(given.url, source, sender=given.sender, rate=given.rate, seconds=given.seconds))
    return 0


if __name__ == "__main__":
    sys.exit(main())
