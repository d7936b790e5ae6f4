"""Requests of a transfer: the caller off hold first, and only then the sender out of the room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from channels.base import Voice
    from channels.rooms import Rooms
    from console.domain.call_state import Call
    from console.hub.effects.table import Job
    from console.hub.effects.urls import Urls


@dataclass(frozen=True, slots=True)
class TransferDoer:
    """Does what a transfer asks for; every step may be repeated."""

    voice: Voice
    rooms: Rooms
    urls: Urls

    def doing(self) -> dict[str, Callable[[Job, Call], Awaitable[None]]]:
        """Give what is done for each kind of effect."""
        return {"transfer.hand": self._hand}

    async def _hand(self, job: Job, call: Call) -> None:
        """Let the caller and who has them now talk alone."""
        former = call.part(str(job.payload["leg"]))
        if call.over or not call.conference:
            return
        if call.customer.is_present and call.customer.hold and not call.hold_asked:
            await self.voice.hold(call.conference, call.customer.sid, False, self.urls.hold())
        if former.is_present:
            await self.rooms.drop(call.conference, former.sid)
