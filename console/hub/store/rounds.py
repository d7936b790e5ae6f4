"""When the wishes that wait become a group.

Writer and loop share one interpreter: a group that begins while requests are still being read has
both of them wait for each other all the time, and is half as large as it could be.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

T = TypeVar("T")
QUIET_SECONDS = 0.002
"""Without another wish for this long, nobody is waited for any more."""
LOOKS = 10
"""How often a round that still grows is waited for."""


class Rounds(Generic[T]):
    """Gathers what waits: the next round begins when as many have come as were there last time.

    Whoever asks alone is never waited for by others: the last round was of one, so is the next.
    """

    def __init__(
        self, loop: asyncio.AbstractEventLoop, most: int, begin: Callable[[list[T]], None]
    ) -> None:
        self._loop = loop
        self._most = most
        self._begin = begin
        self._gate = threading.Lock()
        """Whoever ends it may do so from another thread."""
        self._waiting: list[T] = []
        self._is_busy = False
        self._is_over = False
        self._expected = 1
        self._looks = 0
        self._seen = 0
        self._timer: asyncio.TimerHandle | None = None

    def add(self, item: T) -> bool:
        """Let one more wait; False when there will be no other round."""
        with self._gate:
            if self._is_over:
                return False
            self._waiting.append(item)
            if not self._is_busy:
                self._consider()
            return True

    def answered(self, count: int) -> None:
        """End a round; those it answered are likely to come again."""
        with self._gate:
            self._is_busy = False
            self._expected = min(count + len(self._waiting), self._most)
            if self._waiting:
                self._consider()

    def end(self) -> None:
        """Begin with all who wait; nobody else is let in."""
        with self._gate:
            self._is_over = True
            while self._waiting:
                self._go()

    def _consider(self) -> None:
        if len(self._waiting) >= self._expected:
            self._go()
        elif self._timer is None:
            self._looks = LOOKS
            self._wait()

    def _wait(self) -> None:
        self._seen = len(self._waiting)
        self._timer = self._loop.call_later(QUIET_SECONDS, self._look)

    def _look(self) -> None:
        with self._gate:
            self._timer = None
            if self._is_busy or not self._waiting:
                return
            self._looks -= 1
            if self._looks and len(self._waiting) > self._seen:
                self._wait()
            else:
                self._go()

    def _go(self) -> None:
        group = self._waiting[: self._most]
        del self._waiting[: self._most]
        self._is_busy = True
        self._begin(group)
