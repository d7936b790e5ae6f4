"""Who hears a lead: set step by step, so that nobody hears a whisper who must not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.call_state import Call

if TYPE_CHECKING:
    from channels.base import Voice
    from channels.rooms import Rooms
    from console.domain.call_state import Part
    from console.domain.guests import Guest
    from console.hub.effects.base import Bench
    from console.hub.effects.table import Job


@dataclass(frozen=True, slots=True)
class LeadVoice:
    """Sets who hears one who watches, as they asked last; every step may be repeated."""

    bench: Bench
    voice: Voice
    rooms: Rooms

    async def set(self, job: Job, call: Call) -> None:
        """Do what was asked, unless it was asked otherwise since."""
        leg, mode = str(job.payload["leg"]), str(job.payload["mode"])
        if _meant(call, leg, mode) is None:
            return
        part, agent = call.part(leg), call.mine
        if not part.is_present:
            return
        if mode == "whisper" and agent.is_present:
            await self._whisper(job, call, part)
        elif mode == "barge" and agent.sid:
            await self.rooms.coach(
                call.conference, part.sid, coached_sid=agent.sid, on=False, muted=False
            )
        else:
            await self._listen(call, part)

    async def _listen(self, call: Call, part: Part) -> None:
        # Without a leg to name, the provider takes no word about coaching.
        if not call.mine.is_present:
            await self.voice.mute(call.conference, part.sid, on=True)
            return
        await self.rooms.coach(
            call.conference, part.sid, coached_sid=call.mine.sid, on=False, muted=True
        )

    async def _whisper(self, job: Job, call: Call, part: Part) -> None:
        """Be a coach first, without a voice; then, if all that still holds, with one."""
        leg, coached = str(job.payload["leg"]), call.mine.sid
        await self.rooms.coach(call.conference, part.sid, coached_sid=coached, on=True, muted=True)
        now = await self.bench.state(Call, call.id)
        if now is None or _meant(now, leg, "whisper") is None:
            return
        if now.mine.sid != coached or not now.mine.is_present:
            return
        await self.voice.mute(call.conference, part.sid, on=False)


def _meant(call: Call, leg: str, mode: str) -> Guest | None:
    """The guest, if they still mean to be heard like this."""
    guest = call.guests.get(leg)
    is_meant = guest is not None and guest.mode == mode and not guest.drop_asked
    return guest if is_meant and not call.over else None
