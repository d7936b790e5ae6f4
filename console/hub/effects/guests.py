"""Requests about guests of a call: ringing them in, holding, coaching and dropping them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from channels.base import LegWish, Refused
from channels.rooms import GuestWish
from console.domain.call_events import CUSTOMER
from console.domain.call_state import Call
from console.domain.company import people, talkers
from console.hub.effects.leads import LeadVoice

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from channels.base import Receipt, Voice
    from channels.rooms import Rooms
    from console.domain.guests import Guest
    from console.hub.effects.base import Bench
    from console.hub.effects.table import Job
    from console.hub.effects.urls import Urls

PERHAPS = "The hub stopped just then, so their phone may or may not have rung. Try again."


@dataclass(frozen=True, slots=True)
class GuestDoer:
    """Does what was asked of a guest; a late wish for somebody who is gone does nothing."""

    bench: Bench
    voice: Voice
    rooms: Rooms
    urls: Urls
    ring_seconds: int = 30
    transfer_seconds: int = 45
    """How long an outsider rings to whom a call is to go."""

    def doing(self) -> dict[str, Callable[[Job, Call], Awaitable[None]]]:
        """Give what is done for each kind of effect."""
        return {
            "guest.invite": self._invite,
            "guest.hold": self._hold,
            "guest.mode": LeadVoice(self.bench, self.voice, self.rooms).set,
            "guest.drop": self._drop,
            "guest.exit": self._exit,
            "guest.leave": self._leave,
        }

    async def _invite(self, job: Job, call: Call) -> None:
        guest = _guest(job, call)
        if guest is None or call.over or guest.drop_asked:
            return
        if job.attempts > 1:
            # A second attempt at creating a leg would ring the same phone twice.
            if not call.part(guest.leg).sid:
                await self.bench.tell(job, "unsure", leg=guest.leg, words=PERHAPS)
            return
        receipt = await self._ring(job, call, guest)
        await self.bench.tell(job, "done", sid=receipt.sid, leg=guest.leg)
        after = await self.bench.state(Call, call.id)
        if after is not None and (after.over or _is_unwanted(after, guest.leg)):
            await self.voice.hang_up(receipt.sid)

    async def _ring(self, job: Job, call: Call, guest: Guest) -> Receipt:
        async def still() -> bool:
            now = await self.bench.state(Call, call.id)
            is_late = job.expires is not None and self.bench.now() > job.expires
            return not (is_late or now is None or now.over or _is_unwanted(now, guest.leg))

        is_outsider = guest.role == "outsider"
        if guest.role != "lead" or guest.to.startswith("+"):
            # Our telephones ask for a key, so that no voicemail talks to the customer. Outsiders
            # hear of the recording before the room, and so before the tape, hears of them.
            wish = LegWish(
                to=guest.to,
                caller_id=call.to,
                twiml_url=self.urls.agent_leg(call.id, guest.leg, is_outsider=is_outsider),
                status_url=self.urls.leg_status(call.id, guest.leg),
                timeout=self._patience(guest),
                still=still,
            )
            return await self.voice.ring(wish)
        invited = GuestWish(
            to=guest.to,
            caller_id=call.to,
            label=guest.leg,
            status_url=self.urls.leg_status(call.id, guest.leg),
            conference_status_url=self.urls.conference(call.id),
            muted=True,
            early_media=False,
            ring_seconds=self.ring_seconds,
            still=still,
        )
        return await self.rooms.invite(call.conference, invited)

    def _patience(self, guest: Guest) -> int:
        is_asked = guest.role == "outsider" and guest.purpose in ("consult", "transfer")
        return self.transfer_seconds if is_asked else self.ring_seconds

    async def _hold(self, job: Job, call: Call) -> None:
        guest, on = _guest(job, call), bool(job.payload["on"])
        if guest is None or call.over or guest.hold_asked != on:
            return
        part = call.part(guest.leg)
        if part.is_present:
            await self.voice.hold(call.conference, part.sid, on, self.urls.hold())

    async def _exit(self, _job: Job, call: Call) -> None:
        """Let the room outlive its caller as long as there are guests in it."""
        if not call.over and call.customer.is_present and call.conference:
            ends = not talkers(call)
            await self.rooms.set_exit(call.conference, call.customer.sid, ends=ends)

    async def _leave(self, job: Job, call: Call) -> None:
        """Let the agent out, once nobody would be left on hold and the others would go on."""
        is_wanted = call.leave_asked and call.agent_leg == job.payload["leg"]
        if call.over or not is_wanted or not call.mine.is_present:
            return
        if people(call) < 3:
            raise Refused("Nobody would be left to talk to.", do="Hang up, or add somebody.")
        room, url = call.conference, self.urls.hold()
        if call.customer.is_present:
            await self.rooms.set_exit(room, call.customer.sid, ends=False)
        for leg in (CUSTOMER, *(guest.leg for guest in talkers(call))):
            part = call.part(leg)
            if part.is_present and part.hold:
                await self.voice.hold(room, part.sid, False, url)
        await self.rooms.drop(room, call.mine.sid)

    async def _drop(self, job: Job, call: Call) -> None:
        part = call.part(str(job.payload["leg"]))
        if part.is_present and call.conference:
            await self.rooms.drop(call.conference, part.sid)
        elif part.sid and not part.is_over:
            await self.voice.hang_up(part.sid)


def _is_unwanted(call: Call, leg: str) -> bool:
    guest = call.guests.get(leg)
    return guest is not None and guest.drop_asked


def _guest(job: Job, call: Call) -> Guest | None:
    return call.guests.get(str(job.payload["leg"]))
