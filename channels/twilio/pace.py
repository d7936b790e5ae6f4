"""Keeps the calls we create within the rate the provider drains them at."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from channels.errors import Withdrawn

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from channels.legs import Still


class Pace:
    """Lets callers through one by one, in the order they came, evenly spaced.

    More than one call a second is accepted by the provider and then waits there, out of our
    sight: https://www.twilio.com/docs/voice/api/call-resource

    Args:
        per_second: How many may pass; 0 lets everybody through at once.
        clock: Monotonic seconds.
        pause: Waits that many seconds.
    """

    def __init__(
        self,
        per_second: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._interval = 1.0 / per_second if per_second > 0 else 0.0
        self._clock = clock
        self._pause = pause
        self._lock = asyncio.Lock()
        self._free_at = clock()
        self._waiting = 0

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return self._waiting

    @property
    def next_in(self) -> float:
        """Seconds until the next turn; 0 when one could begin now."""
        return max(0.0, self._free_at - self._clock())

    async def turn(self, still: Still | None = None) -> None:
        """Wait for one's turn.

        Args:
            still: Asked when it has come, if it had to be waited for; whoever is not wanted any
                more takes no turn from the others.

        Raises:
            Withdrawn: Nobody wants it any more.
        """
        if not self._interval:
            return
        if not self._lock.locked() and not self.next_in:
            self._free_at = self._clock() + self._interval
            return
        self._waiting += 1
        try:
            async with self._lock:
                if wait := self.next_in:
                    await self._pause(wait)
                if still is not None and not await still():
                    raise Withdrawn("It was not dialled: nobody waits for it any more.")
                self._free_at = max(self._free_at, self._clock()) + self._interval
        finally:
            self._waiting -= 1
