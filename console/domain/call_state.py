"""The state of a call: facts merged so that the order of callbacks is no matter."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from console.domain.base import State
from console.domain.call_events import CUSTOMER

Phase = Literal["greeting", "queued", "offered", "connecting", "talking", "wrap-up", "ended"]
Recording = Literal["off", "starting", "on", "pausing", "paused", "resuming", "saved"]
OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
"""Final call states (https://www.twilio.com/docs/voice/api/call-resource)."""


class Part(State):
    """One leg in the room; every field is merged so that the order of callbacks is no matter."""

    sid: str = ""
    status: str = ""
    status_seq: int = -1
    joined_seq: int = -1
    left_seq: int = -1
    left_reason: str = ""
    muted: bool = False
    muted_seq: int = -1
    hold: bool = False
    hold_seq: int = -1

    @property
    def is_over(self) -> bool:
        """Whether the leg has ended for good."""
        return self.status in OVER

    @property
    def is_present(self) -> bool:
        """Whether it is in the room now."""
        return self.joined_seq > self.left_seq and not self.is_over

    @property
    def has_left(self) -> bool:
        """Whether it was in the room and is not any more."""
        return self.left_seq > self.joined_seq or self.is_over

    def has_met(self, other: Part) -> bool:
        """Whether both were in the room at one time, in whatever order that was told."""
        if min(self.joined_seq, other.joined_seq) < 0:
            return False
        both_since = max(self.joined_seq, other.joined_seq)
        return all(p.left_seq < p.joined_seq or p.left_seq > both_since for p in (self, other))


class Call(State):
    """One call as it stands now."""

    id: str
    incident: int
    inbound: bool = True
    handle: str = ""
    to: str = ""
    """Our number: called (inbound) or shown (outbound)."""
    attestation: str = ""
    queue: str = "safety"
    conference: str = ""
    consent: Literal["", "given", "refused"] = ""
    arrived_at: datetime | None = None
    queued_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    offer: int | None = None
    offer_name: str = ""
    offer_at: datetime | None = None
    offer_until: datetime | None = None
    missed: tuple[int, ...] = ()
    """Agents who let an offer of this call pass."""
    agent: int | None = None
    agent_name: str = ""
    agent_leg: str = ""
    attempts: int = 0
    parts: dict[str, Part] = Field(default_factory=dict)
    hold_asked: bool = False
    held_at: datetime | None = None
    held_seconds: int = 0
    mute_asked: bool = False
    recording: Recording = "off"
    recording_sid: str = ""
    recording_reason: str = ""
    past_rooms: tuple[str, ...] = ()
    """Conferences that this call was taken out of; what they still report is history."""
    room_over: bool = False
    room_reason: str = ""
    room_ended_by: str = ""
    end_asked: bool = False
    over: bool = False
    over_reason: str = ""
    wrapped: bool = False
    trouble: str = ""

    @property
    def room(self) -> str:
        """Name of the conference: opaque, no personal data."""
        return f"call-{self.id}"

    @property
    def customer(self) -> Part:
        """The customer's leg."""
        return self.parts.get(CUSTOMER, Part())

    @property
    def mine(self) -> Part:
        """The present agent's leg."""
        return self.parts.get(self.agent_leg, Part())

    @property
    def phase(self) -> Phase:
        """What the facts amount to."""
        if self.over:
            return "wrap-up" if self.agent is not None and not self.wrapped else "ended"
        if self.agent is not None:
            return "talking" if self.customer.is_present and self.mine.is_present else "connecting"
        if self.offer is not None:
            return "offered"
        return "queued" if self.queued_at is not None else "greeting"

    @property
    def is_held(self) -> bool:
        """Whether the provider confirmed that the customer is on hold."""
        return self.customer.hold and not self.over

    @property
    def is_muted(self) -> bool:
        """Whether the provider confirmed that the agent is muted."""
        return self.mine.muted and not self.over

    @property
    def ended_by(self) -> str:
        """Who hung up: customer, agent, network, system; empty while the call lives."""
        if not self.over:
            return ""
        if self.end_asked:
            return "agent"
        if self.customer.sid and self.room_ended_by == self.customer.sid:
            return "customer"
        if self.customer.left_reason == "participant_hung_up":
            return "customer"
        if self.customer.status in ("failed", "busy", "no-answer", "canceled"):
            return "network" if self.customer.status == "failed" else "customer"
        return "customer" if self.customer.is_over else "system"
