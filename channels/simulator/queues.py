"""Queues that callers wait in until they are bridged, redirected, give up or leave.

Source: https://www.twilio.com/docs/voice/twiml/enqueue
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from channels.simulator.sids import new_sid

if TYPE_CHECKING:
    from datetime import datetime

    from channels.simulator.legs import Leg
    from channels.simulator.plant import Plant


@dataclass(eq=False, slots=True)
class Member:
    """A caller in a queue."""

    leg: Leg
    since: datetime
    result: str = ""
    """QueueResult, once out."""
    out: asyncio.Event = field(default_factory=asyncio.Event)
    done: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a bridge that took the member out of the queue is over."""

    @property
    def waited(self) -> int:
        """Seconds in the queue."""
        return int((self.leg.plant.clock.now() - self.since).total_seconds())


@dataclass(eq=False, slots=True)
class Queue:
    """A named queue, first in first out."""

    name: str
    created: datetime
    max_size: int = 1000
    sid: str = field(default_factory=lambda: new_sid("QU"))
    members: list[Member] = field(default_factory=list)
    waits: list[int] = field(default_factory=list)
    """Seconds that past members waited."""

    @property
    def average_wait(self) -> int:
        """Mean wait of past members in seconds."""
        return sum(self.waits) // len(self.waits) if self.waits else 0

    def take_out(self, member: Member, result: str) -> None:
        """Let a member out, once."""
        if member in self.members:
            self.members.remove(member)
            self.waits.append(member.waited)
            member.result = result
            member.out.set()

    def find(self, key: str) -> Member | None:
        """By call sid, or ``Front``."""
        if key == "Front":
            return self.members[0] if self.members else None
        return next((one for one in self.members if one.leg.sid == key), None)

    def form(self, member: Member) -> dict[str, str]:
        """What a member's waitUrl is told."""
        return {
            "QueueSid": self.sid,
            "QueuePosition": str(self.members.index(member) + 1),
            "QueueTime": str(member.waited),
            "AvgQueueTime": str(self.average_wait),
            "CurrentQueueSize": str(len(self.members)),
            "MaxQueueSize": str(self.max_size),
        }


class Queues:
    """All queues of the account."""

    def __init__(self, plant: Plant) -> None:
        self._plant = plant
        self.all: dict[str, Queue] = {}

    def named(self, name: str) -> Queue:
        """The queue of that name, made on first use."""
        queue = next((one for one in self.all.values() if one.name == name), None)
        if queue is None:
            queue = Queue(name, self._plant.clock.now())
            self.all[queue.sid] = queue
        return queue
