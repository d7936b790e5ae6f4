"""The event stream of a desk: every entry once and in order, resumed by Last-Event-ID."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from console.domain.permissions import is_allowed
from console.hub.asgi import NotServed, header, unavailable
from console.hub.store.wish import StoreUnavailable

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from console.hub.auth import Caller, Gate
    from console.hub.desks import Desks
    from console.hub.feed import Feed

log = logging.getLogger(__name__)

HEAD = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]
HELLO = b"retry: 1000\n: hello\n\n"
BEAT = b": \n\n"
BYE = b"event: bye\ndata: {}\n\n"
RESYNC = b'event: resync\ndata: {"seq":%d}\n\n'
AGAIN_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class StreamLimits:
    """Times and numbers of streams."""

    heartbeat_seconds: float = 15.0
    recheck_seconds: float = 2.0
    """How often the rights of open streams are looked up again."""
    per_agent: int = 8


@dataclass(eq=False, slots=True)
class _Desk:
    """One open stream."""

    caller: Caller | None
    """None for a development stream that nobody logged in for."""
    cursor: int
    passed: int
    beats: int
    bell: asyncio.Event
    """Rings when there may be something to send."""
    is_cut: bool = False
    """The token is not good any more."""
    says: list[bytes] = field(default_factory=list)
    """To be sent before anything else."""


class Streams:
    """Serves ``GET /events``."""

    def __init__(self, feed: Feed, gate: Gate, desks: Desks, limits: StreamLimits) -> None:
        self._feed = feed
        self._gate = gate
        self._desks = desks
        self._limits = limits
        self._open: set[_Desk] = set()
        self._beats = 0

    @property
    def count(self) -> int:
        """Count the open streams."""
        return len(self._open)

    async def serve(
        self, scope: Scope, receive: Receive, send: Send, caller: Caller | None
    ) -> None:
        """Follow the feed until the client leaves, its rights end or the hub does.

        Raises:
            NotServed: Before anything was sent: 403, 429 or 503.
        """
        self._check(caller)
        with self._feed.listening(_number(caller)) as bell:
            desk = await self._begin(scope, caller, bell)
            self._open.add(desk)
            if caller:
                self._desks.arrived(caller.agent)
            try:
                await self._follow(desk, receive, send)
            finally:
                self._open.discard(desk)
                if caller:
                    self._desks.left(caller.agent)

    async def beat(self) -> None:
        """Send heartbeats to all streams, until cancelled."""
        while True:
            await asyncio.sleep(self._limits.heartbeat_seconds)
            self._beats += 1
            self._feed.wake()

    async def recheck(self) -> None:
        """End the streams whose token is not good any more, until cancelled."""
        while True:
            await asyncio.sleep(self._limits.recheck_seconds)
            try:
                await self._recheck()
            except StoreUnavailable:
                log.warning("rights_not_checked", extra={"streams": len(self._open)})

    async def _recheck(self) -> None:
        asked = [(desk, desk.caller.digest) for desk in self._open if desk.caller]
        if not asked:
            return
        rights = await self._gate.rights({digest for _, digest in asked})
        for desk, digest in asked:
            desk.caller = rights.get(digest)
            if desk.caller is None or not is_allowed(desk.caller.role, "read"):
                desk.is_cut = True
        self._feed.wake()

    def _check(self, caller: Caller | None) -> None:
        if caller is None:
            return
        if not is_allowed(caller.role, "read"):
            raise NotServed(403, "forbidden", "Your role does not allow this; ask a lead.")
        if self._desks.count(caller.agent) >= self._limits.per_agent:
            wait = (b"retry-after", b"30")
            raise NotServed(429, "streams", "You have too many desks open.", (wait,))

    async def _begin(self, scope: Scope, caller: Caller | None, bell: asyncio.Event) -> _Desk:
        try:
            newest = await self._feed.newest()
        except StoreUnavailable as error:
            raise unavailable() from error
        self._feed.stir()
        asked = _asked(scope)
        desk = _Desk(caller, newest, self._feed.passing.count, self._beats, bell)
        desk.says.append(HELLO)
        if asked is None:
            return desk
        cursor = int(asked) if asked.isdecimal() and len(asked) < 19 else -1
        if self._feed.limits.is_too_far(cursor, newest):
            desk.says.append(RESYNC % newest)
        else:
            desk.cursor = cursor
        return desk

    async def _follow(self, desk: _Desk, receive: Receive, send: Send) -> None:
        pump = asyncio.create_task(self._pump(desk, send))
        gone = asyncio.create_task(_until_gone(receive))
        try:
            done, _ = await asyncio.wait((pump, gone), return_when=asyncio.FIRST_COMPLETED)
            if pump in done:
                pump.result()
        finally:
            pump.cancel()
            gone.cancel()

    async def _pump(self, desk: _Desk, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": HEAD})
        while not (desk.is_cut or self._feed.is_over):
            desk.bell.clear()
            body = await self._next(desk)
            if body:
                await send({"type": "http.response.body", "body": body, "more_body": True})
            else:
                await desk.bell.wait()
        last = BYE if self._feed.is_over else b""
        await send({"type": "http.response.body", "body": last, "more_body": False})

    async def _next(self, desk: _Desk) -> bytes:
        """What the desk has not seen yet; empty when it has seen everything."""
        said, desk.says = b"".join(desk.says), []
        passing, desk.passed = self._feed.passing.since(desk.passed, _number(desk.caller))
        try:
            frames, desk.cursor = await self._feed.since(desk.cursor, _number(desk.caller))
        except StoreUnavailable:
            await asyncio.sleep(AGAIN_SECONDS)
            frames = b""
        is_due, desk.beats = desk.beats != self._beats, self._beats
        return said + passing + frames or (BEAT if is_due else b"")


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _number(caller: Caller | None) -> int:
    """Of the agent; 0 is nobody."""
    return caller.agent if caller else 0


def _asked(scope: Scope) -> str | None:
    """Where the desk wants to go on: its header, or ``?after=``; None for "from now"."""
    given = header(scope, b"last-event-id")
    if given is not None:
        return given.decode("latin-1").strip()
    found = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    return found["after"][-1].strip() if "after" in found else None
