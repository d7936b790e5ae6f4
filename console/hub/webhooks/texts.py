"""Texts: what people send us, and what became of what we sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from channels.twilio.inbound import text_arrived, text_status
from console.domain.person import handle_of
from console.hub.store.wish import Wish
from console.hub.webhooks.signed import EMPTY, named

if TYPE_CHECKING:
    from console.hub.recorder import Recorder

RECEIVED = EMPTY.decode()


class Texts:
    """Routes below ``/twilio/sms``."""

    def __init__(self, recorder: Recorder) -> None:
        self._record = recorder.record

    async def arrived(self, form: dict[str, str], _: dict[str, str]) -> str:
        """Store a text; the empty document sends no reply."""
        text = text_arrived(form)
        cause = f"twilio:{named(text.sid)}:received"
        await self._record(Wish(text, cause=cause, actor=f"party:{handle_of(text.sender)}"))
        return RECEIVED

    async def reported(self, form: dict[str, str], query: dict[str, str]) -> None:
        """Store a delivery report."""
        status = text_status(form, query)
        cause = f"twilio:{named(status.sid)}:{status.status[:40]}"
        await self._record(Wish(status, cause=cause, actor="provider:twilio"))
