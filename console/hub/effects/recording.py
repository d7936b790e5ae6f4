"""Requests about recording: announcing it, starting, pausing, resuming and stopping it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from channels.base import Voice
    from channels.rooms import Rooms
    from console.domain.call_state import Call
    from console.hub.effects.base import Bench
    from console.hub.effects.table import Job
    from console.hub.effects.urls import Urls

_WANTED = {"pause": "pausing", "resume": "resuming", "stop": "stopping"}

_STATUS: dict[str, Literal["paused", "in-progress", "stopped"]] = {
    "pause": "paused",
    "resume": "in-progress",
    "stop": "stopped",
}


@dataclass(frozen=True, slots=True)
class RecordingDoer:
    """Does what is wanted of a recording, unless something else is wanted by now."""

    bench: Bench
    voice: Voice
    rooms: Rooms
    urls: Urls

    def doing(self) -> dict[str, Callable[[Job, Call], Awaitable[None]]]:
        """Give what is done for each kind of effect."""
        return {"call.announce": self._announce, "call.record": self._record}

    async def _announce(self, job: Job, call: Call) -> None:
        leg = str(job.payload["leg"])
        part = call.part(leg)
        if call.over or leg in call.announced or not part.is_present:
            return
        await self.rooms.announce(call.conference, part.sid, self.urls.announcement(call.id))

    async def _record(self, job: Job, call: Call) -> None:
        want = str(job.payload["want"])
        if call.over or call.recording != _WANTED.get(want, call.recording):
            return
        if want == "start":
            await self._start(job, call)
        else:
            await self.voice.set_recording(call.customer.sid, _STATUS[want])
            await self.bench.tell(job, "done", status=want)

    async def _start(self, job: Job, call: Call) -> None:
        if call.consent == "refused":
            return
        receipt = await self.voice.start_recording(call.customer.sid, self.urls.recording(call.id))
        await self.bench.tell(job, "done", sid=receipt.sid, status="start")
