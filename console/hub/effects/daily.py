"""Asks once a day for what nobody will end any more to be ended; over all hubs it happens once."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from console.hub.store.wish import StoreUnavailable, Wish
from console.hub.wishes_waiting import SweepGhosts

if TYPE_CHECKING:
    from datetime import date, tzinfo

    from console.hub.hub import Clock
    from console.hub.recorder import Recorder
    from console.settings.floor import FloorSection

log = logging.getLogger(__name__)


@dataclass(slots=True)
class DailySweep:
    """Looks at the clock of the floor."""

    recorder: Recorder
    clock: Clock
    at: time | None
    """None: never."""
    zone: tzinfo
    hours: int
    _done: date | None = None

    async def look(self) -> None:
        """Ask, when the time of a day has come; a hub that starts later asks then."""
        now = self.clock.now().astimezone(self.zone)
        if self.at is None or now.time() < self.at or self._done == now.date():
            return
        # The day makes it one wish, whichever hub is first and however often one starts.
        wish = Wish(SweepGhosts(self.hours), cause=f"sweep:{now.date()}", actor="rule:sweep")
        try:
            await self.recorder.record(wish)
        except StoreUnavailable:
            log.warning("sweep_waits_for_the_database")
        else:
            self._done = now.date()


def daily_sweep(floor: FloorSection, recorder: Recorder, clock: Clock) -> DailySweep:
    """Make the one that is configured."""
    at = time.fromisoformat(floor.sweep_at) if floor.sweep_at else None
    return DailySweep(recorder, clock, at, ZoneInfo(floor.sweep_zone), floor.stuck_hours)
