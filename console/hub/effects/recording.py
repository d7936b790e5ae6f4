"""Requests about recording: announcing it, starting, pausing, resuming and stopping it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from channels.base import ChannelError, Uncertain
from console.domain.answering import is_machine
from console.domain.call_events import CUSTOMER
from console.domain.recording import may_be_recorded

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from channels.base import Voice
    from channels.recordings import Recordings
    from channels.rooms import Rooms
    from console.domain.call_state import Call
    from console.hub.effects.base import Bench
    from console.hub.effects.table import Job
    from console.hub.effects.urls import Urls

GOING_ON = ("in-progress", "processing")
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
    recordings: Recordings
    urls: Urls

    def doing(self) -> dict[str, Callable[[Job, Call], Awaitable[None]]]:
        """Give what is done for each kind of effect."""
        return {"call.announce": self._announce, "call.record": self._record}

    async def _announce(self, job: Job, call: Call) -> None:
        leg = str(job.payload["leg"])
        part = call.part(leg)
        is_deaf = leg == CUSTOMER and is_machine(call)
        if call.over or leg in call.announced or is_deaf or not part.is_present:
            return
        captions = bool(job.payload.get("captions"))
        url = self.urls.announcement(call.id, captions=captions)
        await self.rooms.announce(call.conference, part.sid, url)

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
        if not may_be_recorded(call):
            return
        sid = call.customer.sid
        try:
            begun = (await self.voice.start_recording(sid, self.urls.recording(call.id))).sid
        except Uncertain:
            # Nobody may be recorded while we say that they are not.
            begun = await self._running(sid)
            if not begun:
                raise
        await self.bench.tell(job, "done", sid=begun, status="start")

    async def _running(self, leg_sid: str) -> str:
        """The recording of a leg that has begun though nobody told us; empty: none is known."""
        try:
            found = await self.recordings.of_call(leg_sid)
        except ChannelError:
            return ""
        return next((one.sid for one in found if one.status in GOING_ON), "")
