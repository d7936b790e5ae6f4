"""Tells leads when signed input had to be set aside: it names an account or a thing not ours."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from console.domain.wire import Notice
from console.hub.store.tables import QuarantineRow, table
from console.hub.store.wish import StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from console.hub.hub import Clock
    from console.hub.store.read import Readings

log = logging.getLogger(__name__)

QUARANTINE = table(QuarantineRow)
LOOK_SECONDS = 5.0
STANDS = timedelta(hours=24)
"""How long after the last of them the notice stands: every shift sees it once."""
ABOUT = "quarantine"
Found = tuple[int, datetime | None]
"""How many, and when the first of them came."""


@dataclass(slots=True)
class Strangers:
    """Looks at what was set aside, by whichever hub, and says when there is more."""

    readings: Readings
    clock: Clock
    say: Callable[[Notice], None]
    _count: int = 0
    _since: datetime | None = None
    _next: float = field(default=0.0)

    @property
    def count(self) -> int:
        """How many were set aside within the last day."""
        return self._count

    async def look(self) -> None:
        """Look if it is time to."""
        now = self.clock.monotonic()
        if now < self._next:
            return
        self._next = now + LOOK_SECONDS
        try:
            found, since = await self.readings.run(_set_aside(self.clock.now() - STANDS))
        except StoreUnavailable:
            return
        before, self._count, self._since = self._count, found, since
        if found > before:
            log.warning("quarantine_grew", extra={"count": found})
        if found != before:
            self.say(self._notice())

    def current(self) -> list[Notice]:
        """What a desk that starts now must know."""
        return [self._notice()] if self._count else []

    def _notice(self) -> Notice:
        if not self._count:
            return Notice(about=ABOUT, words="", roles=("lead", "manager"))
        began = f"{self._since:%H:%M UTC}" if self._since else "today"
        many = "request was" if self._count == 1 else "requests were"
        words = (
            f"{self._count} signed {many} set aside since {began}: they name an account, a call or"
            " a message that is not ours. They were attached to nobody. Tell an admin."
        )
        return Notice(about=ABOUT, words=words, since=self._since, roles=("lead", "manager"))


def _set_aside(since: datetime) -> Callable[[Connection], Found]:
    def reading(connection: Connection) -> Found:
        wanted = select(func.count(), func.min(QUARANTINE.c.at)).where(QUARANTINE.c.at >= since)
        count, first = connection.execute(wanted).one()
        return int(count), first

    return reading
