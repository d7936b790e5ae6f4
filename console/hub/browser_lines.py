"""Whose browser can be rung now: what every audio page tells, at whichever hub, kept for a moment.

A caller who is offered to somebody without a line waits for nothing, so such a desk is not rung.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from pydantic import ValidationError

from console.domain.audio_line import GOOD, QUIET_SECONDS, AudioLine
from console.hub.audio_door import AudioDoor

if TYPE_CHECKING:
    from collections.abc import Callable

    from channels.twilio.tokens import AudioKey
    from console.hub.api.parts import ApiParts
    from console.hub.broadcast import Broadcast
    from console.hub.effects.worker import Effects

log = logging.getLogger(__name__)


class BrowserLines:
    """Forgets a page that was not heard of for a while."""

    def __init__(self, broadcast: Broadcast, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._until: dict[int, float] = {}
        broadcast.overhear("line", self.told)

    def told(self, text: str) -> None:
        """Take in what a page told; what can't be read changes nothing."""
        try:
            line = AudioLine.model_validate_json(text)
        except ValidationError:
            log.warning("line_unread", extra={"size": len(text)})
            return
        self._until.pop(line.agent, None)
        if line.state in GOOD:
            self._until[line.agent] = self._monotonic() + QUIET_SECONDS

    def ready(self) -> frozenset[int]:
        """Give the agents whose browser can be rung."""
        now = self._monotonic()
        return frozenset(agent for agent, until in self._until.items() if until > now)


def audio_door(api: ApiParts, key: AudioKey, effects: Effects) -> AudioDoor:
    """Make the door of the audio page, and let routing know whom it can ring through it."""
    effects.browsers = BrowserLines(api.broadcast, api.clock.monotonic).ready
    return AudioDoor(api.clock.monotonic, key.secret, api.broadcast)
