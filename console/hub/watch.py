"""How long a connection may stay in each part of a request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import asyncio

NEVER = float("inf")


@dataclass(frozen=True, slots=True)
class DoorLimits:
    """What one connection may take."""

    head_seconds: float = 10.0
    body_seconds: float = 30.0
    """For the whole body."""
    quiet_seconds: float = 10.0
    """Without a byte of the body."""
    idle_seconds: float = 25.0
    """Between requests."""
    stalled_seconds: float = 30.0
    """Without reading what we send."""
    head_bytes: int = 64 * 1024
    headers: int = 100
    connections: int = 2000

    @property
    def pace(self) -> float:
        """Seconds between two looks at a deadline."""
        return 0.25 * min(
            self.head_seconds, self.quiet_seconds, self.idle_seconds, self.stalled_seconds
        )


class Watch:
    """Aborts a connection whose time is over.

    One timer for a connection's whole life, so that none is set and cancelled per request.
    """

    def __init__(
        self, limits: DoorLimits, loop: asyncio.AbstractEventLoop, transport: asyncio.Transport
    ) -> None:
        self._limits = limits
        self._loop = loop
        self._transport = transport
        self.stage: Literal["idle", "head", "body", "work"] = "idle"
        self._deadline = NEVER
        self._body_until = NEVER
        self._stalled_until = NEVER
        self.head()
        self._timer = loop.call_later(limits.pace, self._look)

    def stop(self) -> None:
        """Watch no more."""
        self._timer.cancel()

    def head(self) -> None:
        """A request head is to be sent now."""
        self.stage = "head"
        self._deadline = self._loop.time() + self._limits.head_seconds

    def body(self) -> None:
        """A body is to be sent now."""
        now = self._loop.time()
        self.stage = "body"
        self._body_until = now + self._limits.body_seconds
        self._deadline = min(self._body_until, now + self._limits.quiet_seconds)

    def progress(self) -> None:
        """Some of the body came."""
        self._deadline = min(self._body_until, self._loop.time() + self._limits.quiet_seconds)

    def work(self) -> None:
        """The request is complete; it is our turn."""
        self.stage = "work"
        self._deadline = NEVER

    def rest(self) -> None:
        """The answer is complete."""
        self.stage = "idle"
        self._deadline = self._loop.time() + self._limits.idle_seconds

    def stalled(self) -> None:
        """The client does not read what we send."""
        self._stalled_until = self._loop.time() + self._limits.stalled_seconds

    def flowing(self) -> None:
        """The client has read."""
        self._stalled_until = NEVER

    def _look(self) -> None:
        if self._loop.time() >= min(self._deadline, self._stalled_until):
            self._transport.abort()
        else:
            self._timer = self._loop.call_later(self._limits.pace, self._look)
