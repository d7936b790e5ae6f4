"""What strangers do to a connection: too much, too slowly, or ambiguously (H1 to H6)."""

from __future__ import annotations

import asyncio
import json
import os
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import psutil
import pytest

from console.config import load
from console.hub.parts import HubLimits
from console.hub.watch import DoorLimits
from tests.hub.http.kit import FORM, PARSE_SECRET, until, world

if TYPE_CHECKING:
    from console.config import Settings

SHORT = HubLimits(
    door=DoorLimits(
        head_seconds=0.4,
        body_seconds=0.8,
        quiet_seconds=0.4,
        idle_seconds=0.6,
        stalled_seconds=0.5,
        connections=20,
    )
)


def _post(path: str, headers: str, body: bytes = b"") -> bytes:
    return f"POST {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n".encode() + body


@pytest.mark.parametrize(
    "path", ["/twilio/sms", "/sendgrid/events", f"/sendgrid/parse/{PARSE_SECRET}", "/api/commands"]
)
async def test_an_announced_body_of_10_gb_is_refused_at_once(settings: Settings, path: str) -> None:
    async with world(settings) as place:
        headers = await place.agent()
        token = f"Authorization: {headers['authorization']}\r\n"
        got = await place.exchange(_post(path, f"{token}Content-Length: 10737418240\r\n"))
    assert got.startswith(b"HTTP/1.1 413 ")
    assert json.loads(got.rpartition(b"\r\n\r\n")[2])["error"]["code"] == "too_large"


async def test_a_200_mb_chunked_body_is_cut_off_in_bounded_memory(settings: Settings) -> None:
    chunk = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
    async with world(settings) as place:
        before = psutil.Process(os.getpid()).memory_info().rss
        reader, writer = await place.raw()
        writer.write(
            _post("/twilio/sms", f"Content-Type: {FORM}\r\nTransfer-Encoding: chunked\r\n")
        )
        sent = 0
        try:
            while sent < 200:
                writer.write(chunk)
                await writer.drain()
                sent += 1
        except ConnectionError:
            pass
        assert sent < 100
        grown = psutil.Process(os.getpid()).memory_info().rss - before
        assert grown < 96 * 2**20
        assert (await place.client.get("/healthz")).status_code == 200
        writer.close()
        del reader


@pytest.mark.parametrize(
    "beginning",
    [
        b"",
        b"\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: loc",
        _post("/twilio/sms", f"Content-Type: {FORM}\r\nContent-Length: 100\r\n", b"Body=he"),
    ],
)
async def test_who_sends_nothing_more_is_closed(settings: Settings, beginning: bytes) -> None:
    async with world(settings, SHORT) as place:
        began = time.monotonic()
        await place.exchange(beginning)
        assert time.monotonic() - began < 10


async def test_one_byte_now_and_then_does_not_keep_a_body_open(settings: Settings) -> None:
    async with world(settings, SHORT) as place:
        reader, writer = await place.raw()
        writer.write(_post("/twilio/sms", f"Content-Type: {FORM}\r\nContent-Length: 9999\r\n"))

        async def trickle() -> None:
            while True:
                writer.write(b"x")
                await asyncio.sleep(0.1)

        dripping = asyncio.create_task(trickle())
        assert await asyncio.wait_for(reader.read(), 3) == b""
        dripping.cancel()
        writer.close()


@pytest.mark.parametrize(
    "beginning",
    [
        b"GET / HTTP/1.1\r\nX: ",
        _post("/twilio/sms", f"Content-Type: {FORM}\r\nContent-Length: 100000\r\n", b"Body="),
        _post("/twilio/sms", f"Content-Type: {FORM}\r\nTransfer-Encoding: chunked\r\n", b"fff\r\n"),
        b"",
    ],
    ids=["heads", "bodies", "chunks", "nothing"],
)
async def test_slow_senders_do_not_keep_others_from_being_served(
    settings: Settings, beginning: bytes
) -> None:
    limits = HubLimits(door=replace(SHORT.door, connections=400))
    async with world(settings, limits) as place:
        slow = [await place.raw() for _ in range(200)]
        drips = [asyncio.create_task(_drip(writer, beginning)) for _, writer in slow]
        began = time.monotonic()
        assert (await place.client.get("/healthz")).status_code == 200
        assert time.monotonic() - began < 5
        ended = await asyncio.gather(*(_until_closed(reader) for reader, _ in slow))
        assert all(not one or one.startswith(b"HTTP/1.1 400 ") for one in ended)
        for drip in drips:
            drip.cancel()
        for _, writer in slow:
            writer.close()


async def _drip(writer: asyncio.StreamWriter, beginning: bytes) -> None:
    """Send a beginning, and then a byte now and then."""
    writer.write(beginning)
    while beginning:
        await asyncio.sleep(0.1)
        writer.write(b"x")


async def _until_closed(reader: asyncio.StreamReader) -> bytes:
    try:
        return await asyncio.wait_for(reader.read(), 10)
    except ConnectionError:
        return b""


def test_nobody_holds_a_connection_for_longer_than_30_seconds_without_a_request() -> None:
    limits = HubLimits.of(load(None, {})).door
    times = (limits.head_seconds, limits.body_seconds, limits.idle_seconds, limits.stalled_seconds)
    assert max(times) <= 30
    assert limits.pace <= 5


async def test_connections_beyond_the_limit_are_closed_and_room_comes_back(
    settings: Settings,
) -> None:
    async with world(settings, SHORT) as place:
        held = [await place.raw() for _ in range(20)]
        assert await place.exchange(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n") == b""
        await asyncio.gather(*(reader.read() for reader, _ in held))
        for _, writer in held:
            writer.close()
        assert (await place.client.get("/healthz")).status_code == 200


@pytest.mark.parametrize(
    "head",
    [
        "".join(f"X-{n}: 1\r\n" for n in range(20_000)),
        "X-Long: " + "a" * 100_000 + "\r\n",
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Content-Length: -5\r\n",
        "Content-Length: +5\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Host: other.example.com\r\n",
        "X-Folded: a\r\n b\r\n",
        "X-Bare: a\nContent-Length: 5\n",
        "Connection: upgrade\r\nUpgrade: h2c\r\n",
    ],
)
async def test_a_head_that_can_be_read_in_two_ways_is_refused(
    settings: Settings, head: str
) -> None:
    smuggled = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    async with world(settings, SHORT) as place:
        got = await place.exchange(_post("/twilio/sms", head, b"0\r\n\r\n" + smuggled))
    assert got.count(b"HTTP/1.1 ") <= 1
    assert not got or got.startswith(b"HTTP/1.1 400 ")


async def test_a_chunk_that_overflows_never_becomes_a_second_request(settings: Settings) -> None:
    chunks = b"ffffffffffffffff1\r\nGET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    async with world(settings, SHORT) as place:
        got = await place.exchange(_post("/healthz", "Transfer-Encoding: chunked\r\n", chunks))
    assert b'{"ok":true}' not in got.partition(b'{"ok":true}')[2]


@pytest.mark.parametrize(
    "path", ["/twilio/sms", f"/sendgrid/parse/{PARSE_SECRET}", "/sendgrid/events"]
)
async def test_a_compressed_body_is_not_inflated(settings: Settings, path: str) -> None:
    async with world(settings) as place:
        got = await place.client.post(path, content=b"x", headers={"content-encoding": "gzip"})
    assert got.status_code == 415


async def test_a_reader_that_never_reads_is_cut(settings: Settings) -> None:
    async with world(settings, SHORT) as place:
        headers = await place.agent()
        parts = place.hub.parts
        reader, writer = await place.raw()
        token = f"Authorization: {headers['authorization']}\r\n\r\n"
        writer.write(f"GET /events HTTP/1.1\r\nHost: localhost\r\n{token}".encode())
        await reader.readuntil(b"hello")
        for _ in range(200):
            parts.feed.pass_on(b"event: typing\ndata: " + b"x" * 100_000 + b"\n\n")
            await asyncio.sleep(0.005)
        await until(lambda: parts.streams.count == 0)
        writer.close()
