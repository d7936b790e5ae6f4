"""Requests about live calls: straight to the provider, confirmed by its callbacks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from channels.base import ChannelError, LegWish, Uncertain, Unreachable
from channels.twilio import twiml
from console.domain.call_events import CUSTOMER
from console.domain.call_state import Call
from console.domain.person import address_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from channels.base import Voice
    from console.hub.effects.base import Bench, Ending
    from console.hub.effects.table import Job
    from console.hub.effects.urls import Urls

EXPIRED = "It could not be done in time, so it was not done. Try again."


@dataclass(frozen=True, slots=True)
class CallDoer:
    """Does what agents and rules want of a live call; setting a state is safe to repeat."""

    bench: Bench
    voice: Voice
    urls: Urls
    ring_seconds: int = 25

    async def do(self, job: Job) -> Ending:
        """Make the request unless it is too late; a refusal becomes words for the agent."""
        if job.expires is not None and self.bench.now() > job.expires:
            await self.bench.tell(job, "expired", words=EXPIRED)
            return "expired"
        call = await self.bench.state(Call, job.key)
        if call is None:
            return "done"
        try:
            await self._doing(job.kind)(job, call)
        except Uncertain as unsure:
            self.bench.outages.silent("phone")
            await self.bench.tell(job, "unsure", code=unsure.code, words=str(unsure))
            return "unknown"
        except ChannelError as no:
            if isinstance(no, Unreachable):
                self.bench.outages.silent("phone")
            await self.bench.tell(job, "refused", code=no.code, words=str(no))
            return "failed"
        self.bench.outages.answered("phone")
        return "done"

    def _doing(self, kind: str) -> Callable[[Job, Call], Awaitable[None]]:
        return {
            "call.ring_agent": self._ring_agent,
            "call.bridge": self._bridge,
            "call.add_customer": self._add_customer,
            "call.hold": self._hold,
            "call.mute": self._mute,
            "call.record": self._record,
            "call.end": self._end,
            "call.requeue": self._requeue,
            "call.clear": self._clear,
        }[kind]

    async def _ring_agent(self, job: Job, call: Call) -> None:
        leg = str(job.payload["leg"])
        # A second attempt at creating a leg would ring the same phone twice.
        if call.over or call.agent_leg != leg or job.attempts > 1:
            return
        wish = LegWish(
            to=str(job.payload["to"]),
            caller_id=call.to,
            twiml_url=self.urls.agent_leg(call.id, leg),
            status_url=self.urls.leg_status(call.id, leg),
            timeout=self.ring_seconds,
        )
        receipt = await self.voice.ring(wish)
        await self.bench.tell(job, "done", sid=receipt.sid, leg=leg)
        after = await self.bench.state(Call, call.id)
        if after is not None and (after.over or after.agent_leg != leg):
            await self.voice.hang_up(receipt.sid)

    async def _bridge(self, _job: Job, call: Call) -> None:
        if call.over:
            return
        document = twiml.join_customer(
            room=call.room,
            label=CUSTOMER,
            status_url=self.urls.conference(call.id),
            wait_url=self.urls.room_wait(),
            after_url=self.urls.after(call.id),
        )
        await self.voice.redirect(call.customer.sid, document)

    async def _add_customer(self, job: Job, call: Call) -> None:
        if call.over or job.attempts > 1:
            return
        receipt = await self.voice.add(
            call.conference or call.room,
            to=address_of(call.handle),
            caller_id=call.to,
            label=CUSTOMER,
            status_url=self.urls.leg_status(call.id, CUSTOMER),
            conference_status_url=self.urls.conference(call.id),
        )
        await self.bench.tell(job, "done", sid=receipt.sid, leg=CUSTOMER)

    async def _hold(self, job: Job, call: Call) -> None:
        on = bool(job.payload["on"])
        await self.voice.hold(call.conference, call.customer.sid, on, self.urls.hold())

    async def _mute(self, job: Job, call: Call) -> None:
        await self.voice.mute(call.conference, call.mine.sid, bool(job.payload["on"]))

    async def _record(self, job: Job, call: Call) -> None:
        want = str(job.payload["want"])
        if want == "start":
            receipt = await self.voice.start_recording(
                call.customer.sid, self.urls.recording(call.id)
            )
            await self.bench.tell(job, "done", sid=receipt.sid, status=want)
            return
        status = "paused" if want == "pause" else "in-progress"
        await self.voice.set_recording(
            call.customer.sid, "paused" if status == "paused" else "in-progress"
        )
        await self.bench.tell(job, "done", status=want)

    async def _end(self, _job: Job, call: Call) -> None:
        if call.conference:
            await self.voice.end_conference(call.conference)
        for part in call.parts.values():
            if part.sid and not part.is_over:
                await self.voice.hang_up(part.sid)

    async def _requeue(self, _job: Job, call: Call) -> None:
        if call.over:
            return
        document = twiml.enqueue(
            queue=call.queue,
            wait_url=self.urls.wait(call.id),
            after_url=self.urls.dequeued(call.id),
        )
        await self.voice.redirect(call.customer.sid, document)
        await self._clear(_job, call)

    async def _clear(self, _job: Job, call: Call) -> None:
        """Hang up agents' legs that have nobody to talk to any more."""
        for label, part in call.parts.items():
            stale = label != CUSTOMER and (call.over or label != call.agent_leg)
            if stale and part.sid and not part.is_over:
                await self.voice.hang_up(part.sid)
