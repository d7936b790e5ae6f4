"""What each kind of effect does."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from console.hub.store.asks_paging import TIMER
from console.hub.store.asks_voicemail import DELETE, FIND
from console.hub.store.wish import StoreUnavailable

if TYPE_CHECKING:
    from console.hub.effects.base import Ending
    from console.hub.effects.calls import CallDoer
    from console.hub.effects.messages import MessageDoer
    from console.hub.effects.pages import PageDoer
    from console.hub.effects.sweep import SweepDoer
    from console.hub.effects.table import Job
    from console.hub.effects.timers import TimerDoer
    from console.hub.effects.voicemails import VoicemailDoer

log = logging.getLogger(__name__)

PAGE_ATTEMPTS = 3
"""After so many failures of ours the next step of a page is not waited for any more."""
STUCK = "Something went wrong on our side, so nobody further is told. Page again, or ring them."
BROKEN = "Something went wrong on our side; it may have been done. Check before you repeat it."


@dataclass(frozen=True, slots=True)
class Doers:
    """Kind of effect to who does it."""

    messages: MessageDoer
    calls: CallDoer
    timers: TimerDoer
    sweep: SweepDoer
    voicemails: VoicemailDoer
    pages: PageDoer

    async def do(self, job: Job) -> Ending:
        """Do one claimed effect. Raises what says that the store can't be reached."""
        try:
            return await self._doing(job)
        except (StoreUnavailable, SQLAlchemyError):
            raise
        except Exception:
            # Ours or an adapter's mistake: it may have happened outside, so say that.
            log.exception("effect_failed", extra={"effect": job.id})
            if job.kind in ("timer.sweep", FIND, DELETE):
                return ""  # its lease runs out and it is taken up again
            if job.kind == TIMER:
                return await self._page_is_stuck(job)
            if not job.kind.startswith("timer."):
                await self.calls.bench.tell(job, "unsure", words=BROKEN)
            return "unknown"

    async def _page_is_stuck(self, job: Job) -> Ending:
        """Try again when its lease is over; at last the page ends, and who asked hears it."""
        if job.attempts < PAGE_ATTEMPTS:
            return ""
        await self.calls.bench.tell(job, "unsure", words=STUCK)
        return "failed"

    async def _doing(self, job: Job) -> Ending:
        if job.kind in ("text.send", "mail.send"):
            return await self.messages.do(job)
        if job.kind in (FIND, DELETE):
            return await self.voicemails.do(job)
        if job.kind.startswith("page."):
            return await self.pages.do(job)
        if job.kind == "timer.sweep":
            return await self.sweep.do(job)
        if job.kind.startswith("timer."):
            return await self.timers.do(job)
        return await self.calls.do(job)
