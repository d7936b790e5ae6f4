"""Asks the phone provider for a sign of life, so that an outage is known before it hurts."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from channels.base import ChannelError, Refused

if TYPE_CHECKING:
    from channels.base import Voice
    from console.hub.effects.outage import Outages
    from console.hub.hub import Clock

PATIENCE_SECONDS = 4.0
IDLE_SECONDS = 12.0
"""How long nobody may have heard from the provider before it is asked."""
DOUBT_SECONDS = 2.0
"""Until the next question after one, or another request, that got no answer."""
OUT_SECONDS = 10.0
"""The same during an outage."""


@dataclass(slots=True)
class Probe:
    """One question at a time, which changes nothing at the provider."""

    outages: Outages
    voice: Voice
    clock: Clock
    _asked: float = float("-inf")

    async def look(self) -> None:
        """Ask if there is a reason to; the answer is told to the outages."""
        if not self._is_due(self.clock.monotonic()):
            return
        self._asked = self.clock.monotonic()
        if await self._is_answered():
            self.outages.reachable("phone")
        else:
            self.outages.silent("phone")

    def _is_due(self, now: float) -> bool:
        since = now - self._asked
        if self.outages.is_out("phone"):
            return since >= OUT_SECONDS
        if self.outages.last_silence("phone") >= self._asked:
            return since >= DOUBT_SECONDS
        return min(since, now - self.outages.last_word("phone")) >= IDLE_SECONDS

    async def _is_answered(self) -> bool:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self.voice.probe()
        except Refused:
            return True
        except (ChannelError, TimeoutError):
            return False
        return True
