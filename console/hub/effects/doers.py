"""What each kind of effect does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.hub.effects.base import Ending
    from console.hub.effects.calls import CallDoer
    from console.hub.effects.messages import MessageDoer
    from console.hub.effects.table import Job
    from console.hub.effects.timers import TimerDoer


@dataclass(frozen=True, slots=True)
class Doers:
    """Kind of effect to who does it."""

    messages: MessageDoer
    calls: CallDoer
    timers: TimerDoer

    async def do(self, job: Job) -> Ending:
        """Do one claimed effect; raises only what the worker must know of."""
        if job.kind in ("text.send", "mail.send"):
            return await self.messages.do(job)
        if job.kind.startswith("timer."):
            return await self.timers.do(job)
        return await self.calls.do(job)
