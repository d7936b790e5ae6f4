"""Telephone lines and rooms as the provider has them, whatever a hub believes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from channels.simulator.audible import Presence, hears

Status = Literal["ringing", "in-progress", "completed", "busy", "no-answer"]
OVER = frozenset({"completed", "busy", "no-answer"})


@dataclass(eq=False)
class Line:
    """One leg."""

    sid: str
    call: str
    label: str
    to: str
    status: Status = "ringing"
    told: int = -1
    """SequenceNumber of its last callback."""
    is_queued: bool = False
    room: Room | None = None
    recording: str = ""

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self.status in OVER


@dataclass(eq=False)
class Seat:
    """One leg in a room, or on its way there, and what it may do in it."""

    line: Line
    label: str
    muted: bool = False
    hold: bool = False
    starts: bool = True
    ends: bool = False
    coaches: str = ""
    """The leg that alone hears it; empty: no coach."""

    @property
    def presence(self) -> Presence:
        """What decides its audio."""
        return Presence(
            self.line.sid, muted=self.muted, hold=self.hold, coaches=self.coaches or None
        )

    @property
    def form(self) -> dict[str, str]:
        """What callbacks say of it."""
        flags = {"Muted": self.muted, "Hold": self.hold, "Coaching": bool(self.coaches)}
        told = {name: "true" if on else "false" for name, on in flags.items()}
        return {"CallSid": self.line.sid, "ParticipantLabel": self.label} | told


@dataclass(eq=False)
class Room:
    """A conference; over for good once it has ended."""

    sid: str
    name: str
    seats: dict[str, Seat] = field(default_factory=dict)
    """By the sid of the leg."""
    told: int = 0
    is_started: bool = False
    is_over: bool = False

    def audible_to(self, sid: str) -> set[str]:
        """Labels of those whom a leg hears now."""
        room = [seat.presence for seat in self.seats.values()]
        heard = hears(sid, room, is_started=self.is_started)
        return {self.seats[other].label for other in heard}

    def seat_of(self, label: str) -> Seat | None:
        """Who sits there under a label."""
        return next((seat for seat in self.seats.values() if seat.label == label), None)
