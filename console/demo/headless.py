"""A desk without a screen: the desk's own link and model, and nothing to look at."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import uuid4

from console.demo.timelines import timeline
from console.desk.link import Away, Link, Refused, Resync
from console.desk.model import Model
from console.domain.timeline import Entry
from console.domain.wire import CommandPost

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.wire import DeskCommand

AGAIN_SECONDS = 0.5


class Headless:
    """What one agent knows and can do."""

    def __init__(self, link: Link) -> None:
        self.model = Model()
        self.heard = time.monotonic()
        """When the last entry came."""
        self._link = link
        self._changed = asyncio.Condition()

    @property
    def is_busy(self) -> bool:
        """Whether a call rings, is on, or waits to be wrapped up."""
        return bool(self.model.my_call() or self.model.my_offer() or self.model.my_wrap())

    async def start(self) -> None:
        """Take in where everything stands."""
        self.model.load(await self._link.snapshot())

    async def follow(self, react: Callable[[Entry], None]) -> None:
        """Take in every entry and tell of it, until cancelled."""
        async for signal in self._link.follow(self.model.seq):
            if isinstance(signal, Entry):
                self.heard = time.monotonic()
                for missing in self.model.apply(signal).missing:
                    self.model.learn(await self._link.incident(missing))
                react(signal)
            elif isinstance(signal, Resync):
                await self.start()
            async with self._changed:
                self._changed.notify_all()

    async def wait(self, holds: Callable[[], bool], seconds: float) -> None:
        """Wait until something holds of the model, or it took too long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds), self._changed:
                await self._changed.wait_for(holds)

    async def do(self, command: DeskCommand) -> None:
        """Send one wish; what the hub refuses stays undone, as it would for a person."""
        post = CommandPost(id=uuid4().hex, command=command)
        while True:
            try:
                await self._link.send(post)
            except Away:
                await asyncio.sleep(AGAIN_SECONDS)
                continue
            except Refused:
                pass
            return

    async def tell(self) -> list[str]:
        """Every incident as plain lines, oldest first."""
        lines = []
        for number in sorted(self.model.incidents):
            self.model.open(await self._link.incident(number))
            lines += timeline(self.model, number)
        return lines
