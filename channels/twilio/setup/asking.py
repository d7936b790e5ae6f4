"""Asks the provider, again where that can do no harm, and says what was asked when it fails."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from channels.base import ChannelError, Uncertain, Unreachable
from channels.twilio.errors import translated

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

Answer = TypeVar("Answer")

LONGEST_PAUSE = 10.0


class SetupFailed(Exception):
    """A request that did not succeed: what was to be done, and how it failed."""

    def __init__(self, doing: str, error: ChannelError) -> None:
        super().__init__(f"{doing}: {error}")
        self.doing = doing
        self.error = error


@dataclass(frozen=True, slots=True)
class Asking:
    """How patient a setup is."""

    tries: int = 4
    first_pause_seconds: float = 0.5
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def read(self, what: str, request: Callable[[], Awaitable[Answer]]) -> Answer:
        """Read; asked again after anything but a refusal. Raises SetupFailed."""
        return await self._ask(f"Reading {what}", request, (Unreachable, Uncertain))

    async def change(self, what: str, request: Callable[[], Awaitable[Answer]]) -> Answer:
        """Set values that are the same however often they are set. Raises SetupFailed."""
        return await self._ask(f"Changing {what}", request, (Unreachable, Uncertain))

    async def make(self, what: str, request: Callable[[], Awaitable[Answer]]) -> Answer:
        """Make something; asked again only when it surely was not made. Raises SetupFailed."""
        return await self._ask(f"Making {what}", request, (Unreachable,))

    async def _ask(
        self,
        doing: str,
        request: Callable[[], Awaitable[Answer]],
        passing: tuple[type[ChannelError], ...],
    ) -> Answer:
        tries = 0
        while True:
            tries += 1
            try:
                with translated():
                    return await request()
            except ChannelError as error:
                if tries >= self.tries or not isinstance(error, passing):
                    raise SetupFailed(doing, error) from error
                await self.pause(self._delay(tries, error))

    def _delay(self, tries: int, error: ChannelError) -> float:
        asked = error.retry_after if isinstance(error, Unreachable) else None
        return min(LONGEST_PAUSE, max(self.first_pause_seconds * 2.0 ** (tries - 1), asked or 0.0))
