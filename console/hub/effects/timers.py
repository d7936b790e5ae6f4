"""Timers: what becomes due by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from console.hub.store.asks_paging import TIMER
from console.hub.store.wish import Wish
from console.hub.wishes import (
    CheckCall,
    CheckWatch,
    IncidentDue,
    PauseDue,
    PresenceDue,
    QueueDue,
    RingOut,
    TransferDue,
)
from console.hub.wishes_paging import PageDue
from console.hub.wishes_people import FlagDue, MachineHeard
from console.hub.wishes_recording import AnnouncementDue
from console.hub.wishes_waiting import NextAttempt

if TYPE_CHECKING:
    from console.hub.effects.base import Bench, Ending
    from console.hub.effects.table import Job

    Due = (
        NextAttempt
        | FlagDue
        | MachineHeard
        | AnnouncementDue
        | RingOut
        | CheckCall
        | CheckWatch
        | IncidentDue
        | PageDue
        | PauseDue
        | PresenceDue
        | QueueDue
        | TransferDue
    )


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

    def _wish(self, job: Job) -> Due:
        if job.kind == "timer.presence":
            return PresenceDue(agent=int(job.key))
        if job.kind == "timer.callback":
            return NextAttempt(incident=int(job.key), entry=job.seq, **job.payload)
        if job.kind == "timer.wake":
            return IncidentDue(incident=int(job.key))
        if job.kind == TIMER:
            due = datetime.fromisoformat(job.payload["due"])
            return PageDue(incident=int(job.key), page=str(job.payload["page"]), due=due)
        if job.kind == "timer.queue":
            return QueueDue(queue=job.key)
        if job.kind == "timer.flag":
            return FlagDue(handle=job.key)
        if job.kind == "timer.machine":
            return MachineHeard(call=job.key)
        if job.kind == "timer.watch":
            return CheckWatch(agent=int(job.key))
        if job.kind == "timer.announce":
            return AnnouncementDue(call=job.key, **job.payload)
        if job.kind == "timer.recording":
            return PauseDue(call=job.key, **job.payload)
        if job.kind == "timer.transfer":
            return TransferDue(call=job.key, **job.payload)
        if job.kind == "timer.ring_out":
            return RingOut(call=job.key, agent=int(job.payload["agent"]), offered_seq=job.seq)
        return CheckCall(
            call=job.key,
            leg=str(job.payload["leg"]),
            is_deadline=job.kind == "timer.connect",
            is_undialled=bool(job.payload.get("undialled")),
        )
