"""What happens to an incident, in the words of the people it happens to."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from console.domain.agent import AgentEngaged, AgentOffered
from console.domain.call_events import (
    CallAccepted,
    CallArrived,
    CallConnected,
    CallOffered,
    CallQueued,
    RoomReported,
)
from console.domain.message_events import MessageComposed, MessageReceived
from tests.desk.core.entries import ANA, ME, Log

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from console.desk.signals import Signal
    from console.domain.base import Event
    from console.domain.timeline import Entry


class Happenings:
    """Commits entries; a desk is told of those that are handed to ``happens``."""

    def __init__(self) -> None:
        self.log = Log()
        self.add, self.opened = self.log.add, self.log.opened
        self._signals: asyncio.Queue[Signal] = asyncio.Queue()

    def happens(self, *entries: Entry) -> None:
        """Tell the desk what was committed."""
        for entry in entries:
            self._signals.put_nowait(entry)

    def signal(self, signal: Signal) -> None:
        """Say anything on the stream."""
        self._signals.put_nowait(signal)

    async def follow(self, after: int) -> AsyncIterator[Signal]:
        """What happens from now on."""
        while True:
            yield await self._signals.get()

    def composed(self, body: str) -> Entry:
        """I text the caller back."""
        return self.add(*self.compose("sms", (ANA,), body), actor=f"agent:{ME.number}")

    def texted(self, body: str, *, handle: str = ANA, number: int = 1, media: int = 0) -> Entry:
        """A party texts us."""
        items = [{"content_type": "image/jpeg", "size": 240_000}] * media
        event = MessageReceived.model_validate(
            {
                "channel": "sms",
                "sid": f"SM{len(self.log.entries)}",
                "handle": handle,
                "to": "+14155550100",
                "body": body,
                "media": items,
            }
        )
        stream = f"message/{event.sid}"
        return self.add(stream, event, incident=number, actor=f"party:{handle}")

    def rings(
        self, call: str = "CA1", *, number: int = 1, handle: str = ANA, why: str = ""
    ) -> list[Entry]:
        """A caller waits and is offered to me."""
        stream = f"call/{call}"
        arrived = CallArrived(
            sid=call, handle=handle, to="+14155550100", attestation="TN-Validation-Passed-A"
        )
        until = self.log.now + timedelta(seconds=30)
        offered = CallOffered(agent=ME.number, name=ME.name, until=until, why=why)
        return [
            self.add(stream, arrived, incident=number),
            self.add(stream, CallQueued(), incident=number),
            self.add(stream, offered, incident=number),
            self.add(f"agent/{ME.number}", AgentOffered(call=call), incident=None),
        ]

    def connected(self, call: str = "CA1", *, number: int = 1) -> list[Entry]:
        """I took the call, and both hear each other."""
        stream = f"call/{call}"
        accepted = CallAccepted(agent=ME.number, name=ME.name, phone="+14155550190", leg="a1")
        entries = [self.add(stream, accepted, incident=number)]
        engaged = AgentEngaged(call=call)
        entries.append(self.add(f"agent/{ME.number}", engaged, incident=None))
        for seq, leg in enumerate(("customer", "a1"), 1):
            entries.append(self.add(stream, joined(leg, seq), incident=number))
        return [*entries, self.add(stream, CallConnected(), incident=number)]

    def compose(
        self, channel: str, to: tuple[str, ...], body: str, cc: tuple[str, ...] = ()
    ) -> tuple[str, Event]:
        """A message of ours that can still be taken back: its stream and event."""
        key = f"M{len(self.log.entries)}"
        event = MessageComposed.model_validate(
            {
                "id": key,
                "channel": channel,
                "sender": "+14155550100",
                "to": to,
                "cc": cc,
                "body": body,
                "due": self.log.now + timedelta(seconds=11),
            }
        )
        return f"message/{key}", event


def joined(leg: str, seq: int) -> RoomReported:
    """A leg came into the room."""
    return RoomReported(conference="CF1", event="participant-join", sequence=seq, leg=leg)
