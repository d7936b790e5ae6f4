"""Who has which incident open, as their desks say; forgotten when they do not say it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.wire import Typing

if TYPE_CHECKING:
    from console.hub.broadcast import Broadcast
    from console.hub.hub import Clock

STANDS_SECONDS = 75.0
"""Desks say it every 30 seconds."""


class Viewers:
    """Kept in memory only, at every hub of one database alike."""

    def __init__(self, broadcast: Broadcast, clock: Clock) -> None:
        self._clock = clock
        self._at: dict[tuple[int, int], float] = {}
        """Incident and agent to when they last said so."""
        broadcast.overhear("typing", self.told)

    def told(self, text: str) -> None:
        """Take in that somebody has an incident open, or left it."""
        word = Typing.model_validate_json(text)
        key, now = (word.incident, word.agent), self._clock.monotonic()
        self._at.pop(key, None)
        if word.doing != "left":
            self._at[key] = now
        while self._at and now - next(iter(self._at.values())) > STANDS_SECONDS:
            del self._at[next(iter(self._at))]

    def of(self, incident: int) -> frozenset[int]:
        """The agents who have an incident open."""
        since = self._clock.monotonic() - STANDS_SECONDS
        return frozenset(
            agent for (number, agent), at in self._at.items() if number == incident and at >= since
        )
