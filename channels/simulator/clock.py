"""Time on the network: real (at any pace) or moved by hand, so that tests need no waiting."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from contextlib import AbstractContextManager

QUIET_TURNS = 50
"""Turns of the event loop without traffic that a chain of awakened tasks may need."""


class Clock(Protocol):
    """What the network asks of time."""

    def now(self) -> datetime:
        """The network's date and time, aware UTC."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait until ``seconds`` of network time have passed."""
        ...

    async def settle(self) -> None:
        """Return when nothing more happens without time passing."""
        ...

    def working(self) -> AbstractContextManager[None]:
        """Mark socket traffic under way: time stands still until it is over."""
        ...


class RealClock:
    """The wall clock; a ``pace`` of 10 makes every wait of the network ten times shorter."""

    def __init__(self, pace: float = 1.0) -> None:
        self._pace = pace

    def now(self) -> datetime:
        """The date and time of this computer."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait ``seconds`` divided by the pace."""
        await asyncio.sleep(max(0.0, seconds) / self._pace)

    async def settle(self) -> None:
        """Let other tasks run once; real time never settles."""
        await asyncio.sleep(0)

    @contextmanager
    def working(self) -> Iterator[None]:
        """Nothing to mark: real time does not stop."""
        yield


class SimulatedClock:
    """A clock that stands still until `advance` moves it.

    ``quiet`` is how long (real seconds) no traffic may be seen before the network counts as
    settled; raise it when the other side of the socket works in threads or processes.
    """

    def __init__(self, start: datetime | None = None, *, quiet: float = 0.002) -> None:
        self._now = start or datetime(2026, 1, 6, 18, 0, tzinfo=UTC)
        self._quiet = quiet
        self._timers: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._order = itertools.count()
        self._work = 0

    def now(self) -> datetime:
        """The simulated date and time."""
        return self._now

    async def sleep(self, seconds: float) -> None:
        """Wait until the clock has been advanced by ``seconds``."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        timer: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        due = self._now + timedelta(seconds=seconds)
        heapq.heappush(self._timers, (due, next(self._order), timer))
        await timer

    @contextmanager
    def working(self) -> Iterator[None]:
        """Keep time still while a socket conversation is under way."""
        self._work += 1
        try:
            yield
        finally:
            self._work -= 1

    async def settle(self) -> None:
        """Return when no traffic was under way for the quiet time and many turns of the loop."""
        loop = asyncio.get_running_loop()
        since, turns = loop.time(), 0
        while turns < QUIET_TURNS or loop.time() - since < self._quiet:
            # Spinning would starve the threads that the other side may be waiting for.
            await asyncio.sleep(0.0005 if self._work else 0)
            turns += 1
            if self._work:
                since, turns = loop.time(), 0

    async def advance(self, seconds: float) -> None:
        """Move time forward, running every due timer in order and letting its effects settle."""
        until = self._now + timedelta(seconds=seconds)
        await self.settle()
        while self._timers and self._timers[0][0] <= until:
            due, _, timer = heapq.heappop(self._timers)
            if timer.done():
                continue
            self._now = due
            timer.set_result(None)
            await self.settle()
        self._now = until
        await self.settle()

    async def advance_until(self, happens: Callable[[], bool], *, seconds: float = 60.0) -> None:
        """Move time forward in small steps until ``happens()``; raises TimeoutError after
        ``seconds`` of network time."""
        until = self._now + timedelta(seconds=seconds)
        await self.settle()
        while not happens():
            if self._now >= until:
                raise TimeoutError(f"It did not happen within {seconds} s of network time.")
            await self.advance(0.25)


async def within(clock: Clock, seconds: float, happens: Callable[[], Awaitable[object]]) -> bool:
    """Whether ``happens()`` finished before ``seconds`` of network time had passed."""

    async def event() -> None:
        await happens()

    wanted = asyncio.ensure_future(event())
    limit = asyncio.ensure_future(clock.sleep(seconds))
    try:
        await asyncio.wait({wanted, limit}, return_when=asyncio.FIRST_COMPLETED)
        return wanted.done()
    finally:
        for task in (wanted, limit):
            task.cancel()
        await asyncio.gather(wanted, limit, return_exceptions=True)
