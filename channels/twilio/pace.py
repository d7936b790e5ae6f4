"""Keeps the calls we create within the rate the provider drains them at."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


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

    async def turn(self) -> None:
        """Wait for one's turn."""
        if not self._interval:
            return
        async with self._lock:
            wait = self._free_at - self._clock()
            if wait > 0:
                await self._pause(wait)
            self._free_at = max(self._free_at, self._clock()) + self._interval
