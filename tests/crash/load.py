"""Load of mixed webhooks over several connections; each is repeated until it is acknowledged."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from tests.crash.webhooks import REPORTS, Post, Source
from tests.crash.wire import Lost, Wire

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

CONNECTIONS = 12
DUPLICATES = 0.08
AGAIN_SECONDS = 0.1
PATIENCE = 60.0
COME_AGAIN = 503


@dataclass
class Load:
    """What is being sent, and what the hub has said about it."""

    ports: Sequence[int]
    """Of every hub; a repetition may reach another one."""
    texts_of_ours: Sequence[str] = ()
    """Ids of texts whose delivery is reported."""
    seed: int = 1
    acknowledged: set[str] = field(default_factory=set)
    forged: set[str] = field(default_factory=set)
    """Causes that must not be stored."""
    answers: Counter[int] = field(default_factory=Counter)
    """By status; 0: no whole answer."""
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _is_ending: bool = False
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def begin(self) -> None:
        """Send until ``finish``."""
        self._chance = Random(self.seed)
        self._works = self._endless(Source(self._chance))
        self._tasks = [asyncio.create_task(self._send()) for _ in range(CONNECTIONS)]

    async def finish(self) -> None:
        """Begin nothing new and wait until everything begun is acknowledged."""
        self._is_ending = True
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*self._tasks)

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until something holds of what was answered."""
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(is_so)

    async def passes(self, count: int) -> None:
        """Wait until so many more are acknowledged."""
        wanted = len(self.acknowledged) + count
        await self.until(lambda: len(self.acknowledged) >= wanted)

    async def _send(self) -> None:
        wires = [Wire(port) for port in self.ports]
        while not self._is_ending:
            for post in next(self._works):
                await self._until_acknowledged(wires, post)
        for wire in wires:
            await wire.close()

    async def _until_acknowledged(self, wires: Sequence[Wire], post: Post) -> None:
        """Send one webhook until it is taken, and now and then once more."""
        if post.is_forged:
            self.forged.add(post.cause)
        left = 1 + (self._chance.random() < DUPLICATES)
        while left:
            status = await self._ask(self._chance.choice(wires), post)
            if 200 <= status < 300:
                self.acknowledged.add(post.cause)
                left -= 1
            elif post.is_forged and status == 403:
                left -= 1
            async with self._changed:
                self._changed.notify_all()

    async def _ask(self, wire: Wire, post: Post) -> int:
        try:
            status, body = await wire.ask(post.raw)
            if b"<Redirect" in body and b"<Gather" not in body:
                # "One moment" promises nothing: the caller is told to come again, and does.
                status = COME_AGAIN
        except Lost:
            status = 0
            await asyncio.sleep(AGAIN_SECONDS)
        self.answers[status] += 1
        return status

    def _endless(self, source: Source) -> Iterator[Sequence[Post]]:
        """Works to do: each a sequence of webhooks."""
        reports = [(out, status) for out in self.texts_of_ours for status in REPORTS]
        while True:
            dice = self._chance.random()
            if dice < 0.06:
                yield [source.text(forgery="other key")]
                yield [source.text(forgery="other body"), source.text(forgery="no signature")]
                yield [source.mail(forgery="other key")]
            elif dice < 0.16:
                yield [source.mail()]
            elif dice < 0.24:
                yield source.call()
            elif dice < 0.40 and reports:
                yield [source.report(*reports.pop())]
            else:
                yield [source.text()]
