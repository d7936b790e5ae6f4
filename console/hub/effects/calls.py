"""Requests about live calls: straight to the provider, confirmed by its callbacks."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from channels.base import ChannelError, LegWish, Refused, Uncertain, Unreachable, Withdrawn
from channels.twilio import twiml
from console.domain.call_events import CUSTOMER
from console.domain.call_state import Call, Part
from console.domain.person import Contact, address_of
from console.domain.safe_contact import why_not
from console.hub.effects.transfers import TransferDoer
from console.hub.effects.urls import detection
from console.hub.store.asks import LIVE_SECONDS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from channels.base import Voice
    from channels.legs import Still
    from console.domain.base import State
    from console.hub.effects.base import Bench, Ending
    from console.hub.effects.guests import GuestDoer
    from console.hub.effects.table import Job
    from console.hub.effects.urls import Urls

AGAIN_SECONDS = 1.0
EXPIRED = "It could not be done in time, so it was not done. Try again."
MAYBE = "The hub stopped meanwhile, so it may or may not have been done. Check what is shown."
_ONCE = frozenset({"call.ring_agent", "call.add_customer", "guest.invite", "start"})
"""What a second request would do twice, should the first have been processed after all."""

_AT_ONCE = frozenset({"call.ring_agent", "call.hold", "call.mute", "call.record"})
"""What is not looked into again before its first request: a wish that changes it has its turn."""

Turns = WeakValueDictionary[tuple[str, str], asyncio.Lock]


@dataclass(frozen=True, slots=True)
class CallDoer:
    """Does what agents and rules want of a live call; setting a state is safe to repeat."""

    bench: Bench
    voice: Voice
    urls: Urls
    guests: GuestDoer
    ring_seconds: int = 25
    also: Mapping[str, Callable[[Job, Call], Awaitable[None]]] = field(default_factory=dict)
    """What is done for further kinds of effects."""
    _turns: Turns = field(default_factory=WeakValueDictionary, repr=False)

    async def do(self, job: Job) -> Ending:
        """Make the request unless it is too late; a refusal becomes words for the agent."""
        # Two wishes of one kind for one call reach the provider in the order they were made.
        turn = self._turns.setdefault((job.stream, job.kind), asyncio.Lock())
        known = job.state if job.kind in _AT_ONCE and not turn.locked() else None
        async with turn:
            try:
                return await self._while_fresh(job, known)
            except Uncertain as unsure:
                self.bench.outages.silent("phone")
                await self.bench.tell(job, "unsure", code=unsure.code, words=str(unsure))
                return "unknown"
            except ChannelError as no:
                if isinstance(no, Refused):
                    self.bench.outages.answered("phone")
                else:
                    self.bench.outages.silent("phone")
                await self.bench.tell(job, "refused", code=no.code, words=str(no))
                return "failed"

    async def _while_fresh(self, job: Job, known: State | None) -> Ending:
        """Make the request; repeat what may be repeated while it is of use."""
        was_killed = job.attempts > 1
        while job.expires is None or self.bench.now() <= job.expires:
            call = known if isinstance(known, Call) else await self.bench.state(Call, job.key)
            known = None
            if call is None:
                return "done"
            try:
                await self._doing(job.kind)(job, call)
            except Withdrawn:
                self.bench.outages.reachable("phone")
                if job.expires is None or self.bench.now() <= job.expires:
                    return "done"
            except (Unreachable, Uncertain) as away:
                pause = _pause(job, away)
                until = min(job.expires or 0.0, job.due + LIVE_SECONDS)
                if pause is None or self.bench.now() + pause > until:
                    raise
                self.bench.outages.silent("phone")
                await self.bench.pause(pause)
                if isinstance(away, Uncertain):
                    job = replace(job, attempts=job.attempts + 1)
            else:
                self.bench.outages.answered("phone")
                return "done"
        if was_killed:
            await self.bench.tell(job, "unsure", words=MAYBE)
            return "unknown"
        await self.bench.tell(job, "expired", words=EXPIRED)
        return "expired"

    def _doing(self, kind: str) -> Callable[[Job, Call], Awaitable[None]]:
        return {
            "call.ring_agent": self._ring_agent,
            "call.bridge": self._bridge,
            "call.add_customer": self._add_customer,
            "call.hold": self._hold,
            "call.mute": self._mute,
            "call.end": self._end,
            "call.requeue": self._requeue,
            "call.clear": self._clear,
            **self.guests.doing(),
            **self.also,
            **TransferDoer(self.voice, self.guests.rooms, self.urls).doing(),
        }[kind]

    async def _ring_agent(self, job: Job, call: Call) -> None:
        leg = str(job.payload["leg"])
        if call.over or call.agent_leg != leg:
            if _is_live(named := call.parts.get(leg, Part())):
                await self.voice.hang_up(named.sid)
            return
        # A second attempt at creating a leg would ring the same phone twice.
        if job.attempts > 1:
            return
        wish = LegWish(
            to=str(job.payload["to"]),
            caller_id=call.to,
            twiml_url=self.urls.agent_leg(call.id, leg),
            status_url=self.urls.leg_status(call.id, leg),
            timeout=self.ring_seconds,
            still=self._still(job, call, lambda now: now.agent_leg == leg),
        )
        receipt = await self.voice.ring(wish)
        await self.bench.tell(job, "done", sid=receipt.sid, leg=leg)
        after = await self.bench.state(Call, call.id)
        if after is not None and (after.over or after.end_asked or after.agent_leg != leg):
            await self.voice.hang_up(receipt.sid)

    def _still(self, job: Job, call: Call, wanted: Callable[[Call], bool]) -> Still:
        """Make the question whether a leg is still to be dialled when its turn has come."""

        async def still() -> bool:
            now = await self.bench.state(Call, call.id)
            is_late = job.expires is not None and self.bench.now() > job.expires
            return not is_late and now is not None and is_on(now) and wanted(now)

        return still

    async def _bridge(self, job: Job, call: Call) -> None:
        # To redirect a caller who is in the room already would end it.
        if call.over or call.end_asked or call.customer.is_present or not call.mine.is_present:
            return
        if job.attempts > 1 and await self.guests.rooms.has(call.conference, call.customer.sid):
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
        if call.over or call.end_asked or not call.mine.is_present or job.attempts > 1:
            return
        # Their card may have changed while our own phone rang.
        contact = await self.bench.state(Contact, call.handle)
        now = self.bench.clock.now()
        if contact is not None and (why := why_not(contact, "call", call.incident, now)):
            raise Refused(f"They were not rung. {why}")
        receipt = await self.voice.add(
            call.conference or call.room,
            to=address_of(call.handle),
            caller_id=call.to,
            label=CUSTOMER,
            status_url=self.urls.leg_status(call.id, CUSTOMER),
            conference_status_url=self.urls.conference(call.id),
            still=self._still(job, call, lambda now: now.mine.is_present),
            detect_url=detection(self.urls, call.id) if job.payload.get("detect") else "",
        )
        await self.bench.tell(job, "done", sid=receipt.sid, leg=CUSTOMER)
        after = await self.bench.state(Call, call.id)
        if after is not None and (after.over or after.end_asked):
            await self.voice.hang_up(receipt.sid)

    async def _hold(self, job: Job, call: Call) -> None:
        on = bool(job.payload["on"])
        if not call.over and call.hold_asked == on:
            await self.voice.hold(call.conference, call.customer.sid, on, self.urls.hold())

    async def _mute(self, job: Job, call: Call) -> None:
        on = bool(job.payload["on"])
        # Who has asked otherwise since must not be muted, or heard, by a late request.
        if not call.over and call.mute_asked == on:
            await self.voice.mute(call.conference, call.mine.sid, on)

    async def _end(self, _job: Job, call: Call) -> None:
        requests = [self.voice.hang_up(p.sid) for p in call.parts.values() if _is_live(p)]
        if call.conference:
            requests.append(self.voice.end_conference(call.conference))
        await _all(requests)

    async def _requeue(self, job: Job, call: Call) -> None:
        # Who has taken the call since must not lose it to a late request.
        if call.over or call.agent is not None:
            return
        document = twiml.enqueue(
            queue=call.queue,
            wait_url=self.urls.wait(call.id),
            after_url=self.urls.dequeued(call.id),
        )
        # One after the other: who was with the caller stays until the caller is in the queue.
        await self.voice.redirect(call.customer.sid, document)
        await self._clear(job, call)

    async def _clear(self, _job: Job, call: Call) -> None:
        """Hang up whoever has nobody to talk to any more."""
        stale = [
            part
            for label, part in call.parts.items()
            if (call.over or label not in (CUSTOMER, call.agent_leg, *call.guests))
            and _is_live(part)
        ]
        await _all([self.voice.hang_up(part.sid) for part in stale])


def _pause(job: Job, away: Unreachable | Uncertain) -> float | None:
    """Seconds until a request may be repeated; None when it must not be."""
    if isinstance(away, Unreachable):
        return max(AGAIN_SECONDS, away.retry_after or 0.0)
    return None if _ONCE & {job.kind, job.payload.get("want")} else AGAIN_SECONDS


def is_on(call: Call) -> bool:
    """Whether anybody still wants to be in a call."""
    return not (call.over or call.end_asked)


def _is_live(part: Part) -> bool:
    return part.sid != "" and not part.is_over


async def _all(requests: Sequence[Awaitable[None]]) -> None:
    """Make every request; then raise the first failure, so that one does not hide the others."""
    failed = [e for e in await asyncio.gather(*requests, return_exceptions=True) if e is not None]
    if failed:
        raise failed[0]
