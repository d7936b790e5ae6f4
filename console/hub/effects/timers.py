"""Timers: what becomes due by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.hub.store.wish import Wish
from console.hub.wishes import CheckCall, RingOut

if TYPE_CHECKING:
    from console.hub.effects.base import Bench, Ending
    from console.hub.effects.table import Job


@dataclass(frozen=True, slots=True)
class TimerDoer:
    """Turns a timer into the wish it stands for; doing it twice changes nothing."""

    bench: Bench

    async def do(self, job: Job) -> Ending:
        """Ask the record door for what is due."""
        wish = self._wish(job)
        await self.bench.record.record(
            Wish(wish, cause=f"entry:{job.seq}:{job.kind}", actor="rule:timer")
        )
        return "done"

    def _wish(self, job: Job) -> RingOut | CheckCall:
        if job.kind == "timer.ring_out":
            return RingOut(call=job.key, agent=int(job.payload["agent"]), offered_seq=job.seq)
        return CheckCall(
            call=job.key, leg=str(job.payload["leg"]), is_deadline=job.kind == "timer.connect"
        )
