"""What leads are told while the database takes nothing, and for a while afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.wire import Notice

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from console.domain.base import Role
    from console.hub.hub import Clock

ABOUT = "store"
LEADS: tuple[Role, ...] = ("lead", "manager")
STANDS_SECONDS = 3600.0
"""How long leads can read afterwards what was stored late."""


@dataclass(slots=True)
class Gap:
    """One outage of the database, in words."""

    clock: Clock
    say: Callable[[Notice], None]
    _notice: Notice | None = None
    _ends: float | None = None

    def lasts(self, since: datetime, count: int) -> None:
        """It goes on."""
        many = "request waits" if count == 1 else "requests wait"
        words = (
            f"The database has taken nothing since {since:%H:%M:%S UTC}. Calls, texts and mails "
            f"still come in: {count} {many} on the hub's disk and will be stored. Tell an admin."
        )
        self._ends = None
        self._tell(Notice(about=ABOUT, words=words, since=since, roles=LEADS))

    def over(self, since: datetime, until: datetime, count: int) -> None:
        """All of it is stored."""
        many = "request was" if count == 1 else "requests were"
        words = (
            f"From {since:%H:%M:%S} to {until:%H:%M:%S UTC} the database took nothing; {count} "
            f"{many} kept meanwhile and stored at its end. Their entries bear the time of storing."
        )
        self._ends = self.clock.monotonic() + STANDS_SECONDS
        self._tell(Notice(about=ABOUT, words=words, roles=LEADS))

    def seconds(self) -> float | None:
        """How long until the last words are taken back."""
        return None if self._ends is None else max(0.0, self._ends - self.clock.monotonic())

    def look(self) -> None:
        """Take them back if it is time to."""
        if self._ends is not None and self.clock.monotonic() >= self._ends:
            self._ends = self._notice = None
            self.say(Notice(about=ABOUT, words="", roles=LEADS))

    def current(self) -> list[Notice]:
        """What a desk that starts now must know."""
        return [self._notice] if self._notice else []

    def _tell(self, notice: Notice) -> None:
        if notice != self._notice:
            self._notice = notice
            self.say(notice)
