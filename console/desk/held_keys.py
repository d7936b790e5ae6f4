"""Keys of somebody who is faster than the session: they wait for it, in their order."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from textual import events

from console.desk.leaving import DeskLeaving

if TYPE_CHECKING:
    from textual.timer import Timer

HELD_SECONDS = 3.0
"""A key waits at most this long."""
RELEASE_SECONDS = 0.02


class DeskHeldKeys(DeskLeaving):
    """The part of the app that loses no key between the first look and the session."""

    _held_until = -inf
    _releasing: Timer | None = None

    def __init__(self) -> None:
        super().__init__()
        self._held: list[events.Event] = []

    async def on_event(self, event: events.Event) -> None:
        """Hear keys, except that what only a session can do waits for it."""
        is_typed = isinstance(event, events.Key | events.Paste)
        if is_typed and (self._held or (self._waits and not self._is_of_app(event))):
            self._held.append(event)
        else:
            await super().on_event(event)

    @property
    def _waits(self) -> bool:
        return self.moment() < self._held_until and not self.is_read

    @property
    def is_read(self) -> bool:
        """Whether the session has read the hub's answer."""
        return self.session is not None and self.session.model.me is not None

    def _is_of_app(self, event: events.Event) -> bool:
        own = {key.key for key in self.table if key.id.startswith("app.")}
        return isinstance(event, events.Key) and event.key in own

    def _check_whether_read(self) -> None:
        if not self._waits:
            if self._releasing is not None:
                self._releasing.stop()
            # Not from the timer: it is gone now, and would take along the key it was waiting for.
            self.call_later(self._release)

    async def _release(self) -> None:
        while self._held:
            await super().on_event(self._held[0])
            # Until here, whatever is pressed meanwhile lines up behind it.
            del self._held[0]

    def hold_keys(self) -> None:
        """From now on, for a moment, have them wait."""
        self._held_until = self.moment() + HELD_SECONDS
        self._releasing = self.set_interval(RELEASE_SECONDS, self._check_whether_read)
