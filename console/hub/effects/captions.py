"""Requests about captions: begin and end what a provider writes down of a call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from channels.base import Uncertain
from channels.captions import CaptionWish
from console.hub.effects.urls import RETRY

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from channels.captions import Captioning
    from console.domain.call_state import Call
    from console.domain.captions import Sitting
    from console.hub.effects.base import Bench
    from console.hub.effects.table import Job
    from console.hub.effects.urls import Urls


@dataclass(frozen=True, slots=True)
class CaptionDoer:
    """Begins a sitting once; ends one as often as it takes."""

    bench: Bench
    captioning: Captioning
    urls: Urls

    def doing(self) -> dict[str, Callable[[Job, Call], Awaitable[None]]]:
        """Give what is done for each kind of effect."""
        return {"call.captions": self._set}

    async def _set(self, job: Job, call: Call) -> None:
        sitting = call.captions.sitting(int(job.payload["sitting"]))
        if sitting is None or sitting.is_over or call.over:
            return
        if job.payload["want"] == "start":
            await self._start(job, call, sitting)
        else:
            await self.captioning.stop(call.customer.sid, name_of(call, sitting))
            await self.bench.tell(job, "done", status="stop")

    async def _start(self, job: Job, call: Call, sitting: Sitting) -> None:
        if not sitting.is_open:
            return
        if job.attempts > 1:
            # It may have begun already; a second one would say everything twice.
            raise Uncertain("The hub stopped meanwhile.", do="Captions are asked for anew.")
        query = urlencode({"call": call.id, "sitting": sitting.number})
        url = f"{self.urls.public}/twilio/transcript?{query}{RETRY}"
        wish = CaptionWish(name_of(call, sitting), sitting.language, url)
        receipt = await self.captioning.start(call.customer.sid, wish)
        await self.bench.tell(job, "done", sid=receipt.sid, status="start")


def name_of(call: Call, sitting: Sitting) -> str:
    """Name a sitting at the provider: opaque, no personal data."""
    return f"captions-{call.id}-{sitting.number}"
