"""Messages at the provider: found when nobody told of them, deleted when their time is over."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from channels.base import ChannelError, RecordingStatus, Refused
from console.domain.call_state import Call
from console.domain.incident import Incident
from console.domain.voicemail import key_of_message, legal_hold
from console.hub.store.asks_voicemail import FIND
from console.hub.store.wish import Wish
from console.hub.wishes_recording import VoicemailEnded
from console.hub.wishes_waiting import VoicemailReported

if TYPE_CHECKING:
    from channels.recordings import RecordingFound, Recordings
    from console.hub.effects.base import Bench, Ending
    from console.hub.effects.table import EffectTable, Job
    from console.hub.store.policy import Policy

log = logging.getLogger(__name__)

AGAIN_SECONDS = 60.0
"""Until a question, or a deletion, that failed is tried again; longer each time."""
LONGEST_SECONDS = 3600.0
MOST_TRIES = 12
"""About half a day; after that somebody has to look."""
HELD_SECONDS = 86_400.0
"""How often is looked whether a legal hold has ended."""
BY_CALLER = "RecordVerb"
UNFINISHED = ("in-progress", "paused", "stopped", "processing")


@dataclass(frozen=True, slots=True)
class VoicemailDoer:
    """Asks about messages and deletes them; both may be done twice."""

    bench: Bench
    table: EffectTable
    recordings: Recordings
    policy: Policy

    async def do(self, job: Job) -> Ending:
        """Do one of the two, or put it off."""
        return await (self._find(job) if job.kind == FIND else self._delete(job))

    async def _find(self, job: Job) -> Ending:
        call = await self.bench.state(Call, job.key)
        incident = await self.bench.state(Incident, str(call.incident)) if call else None
        if call is None or incident is None or not call.customer.sid:
            return "done"
        if any(f.key == key_of_message(call.id) for f in incident.followups):
            return "done"
        try:
            found = await self.recordings.of_call(call.customer.sid)
        except ChannelError as error:
            self._heard(error)
            return await self._later(job)
        self.bench.outages.reachable("phone")
        messages = [one for one in found if one.source == BY_CALLER]
        for one in messages:
            if one.status == "completed":
                await self._report(call, one)
        if any(one.status in UNFINISHED for one in messages):
            return await self._later(job)
        return "done"

    async def _report(self, call: Call, found: RecordingFound) -> None:
        """Record what was found as the callback would have told it, and as if by it."""
        log.info("voicemail_found", extra={"call": call.id})
        report = RecordingStatus(
            sid=found.sid,
            account=self.policy.account,
            status=found.status,
            call_sid=call.customer.sid,
            url=found.url,
            duration=found.duration,
        )
        wish = VoicemailReported(call.id, report)
        cause = f"twilio:{found.sid}:{found.status}"
        await self.bench.record.record(Wish(wish, cause=cause, actor="rule:sweep"))

    async def _delete(self, job: Job) -> Ending:
        incident = await self.bench.state(Incident, job.key)
        if incident is not None and (hold := legal_hold(incident, self.bench.clock.now())):
            await self._tell(job, "held", hold)
            await self._put_off(job, HELD_SECONDS, tries=0)
            return ""
        try:
            await self.recordings.delete(str(job.payload["sid"]))
        except ChannelError as error:
            self._heard(error)
            if _tries(job) < MOST_TRIES:
                return await self._later(job)
            log.error("voicemail_not_deleted", extra={"effect": job.id, "code": error.code})
            await self._tell(job, "failed", str(error))
            return "failed"
        self.bench.outages.answered("phone")
        await self._tell(job, "deleted")
        return "done"

    async def _tell(self, job: Job, how: str, words: str = "") -> None:
        ended = VoicemailEnded(int(job.key), str(job.payload["key"]), how, words)
        cause = f"entry:{job.seq}:{job.kind}:{how}"
        await self.bench.record.record(Wish(ended, cause=cause, actor="rule:retention"))

    async def _later(self, job: Job) -> Ending:
        tries = _tries(job)
        if tries >= MOST_TRIES:
            log.error("voicemail_not_found", extra={"effect": job.id})
            return "failed"
        seconds = min(AGAIN_SECONDS * 2**tries, LONGEST_SECONDS)
        await self._put_off(job, seconds, tries=tries + 1)
        return ""

    async def _put_off(self, job: Job, seconds: float, *, tries: int) -> None:
        due = self.bench.now() + seconds
        await asyncio.to_thread(self.table.put_off, job, due, tries=tries)

    def _heard(self, error: ChannelError) -> None:
        if isinstance(error, Refused):
            self.bench.outages.reachable("phone")
        else:
            self.bench.outages.silent("phone")


def _tries(job: Job) -> int:
    return int(job.payload.get("tries", 0))
