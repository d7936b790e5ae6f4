"""Tells every desk that calls wait to be dialled, as long as they do."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from console.domain.wire import Notice

if TYPE_CHECKING:
    from collections.abc import Callable

    from channels.ports import Paced

ABOUT = "dialling"


@dataclass(slots=True)
class DialQueue:
    """Looks at the legs that the provider is not asked for yet, again and again."""

    pace: Paced
    say: Callable[[Notice], None]
    _told: Notice = field(default_factory=lambda: Notice(about=ABOUT, words=""))

    async def look(self) -> None:
        """Say it when another number waits."""
        found = self._notice()
        if found != self._told:
            self._told = found
            self.say(found)

    def current(self) -> list[Notice]:
        """What a desk that starts now must know."""
        found = self._notice()
        return [found] if found.words else []

    def _notice(self) -> Notice:
        count = self.pace.waiting
        if not count:
            return Notice(about=ABOUT, words="")
        which = "1 call waits" if count == 1 else f"{count} calls wait"
        seconds = max(1, math.ceil(self.pace.next_in))
        return Notice(about=ABOUT, words=f"{which} to be dialled, the next within {seconds} s.")
