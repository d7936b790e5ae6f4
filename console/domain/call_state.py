"""The state of a call: facts merged so that the order of callbacks is no matter."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from console.domain.answering import AnsweredBy
from console.domain.base import State
from console.domain.call_events import CUSTOMER
from console.domain.callbacks import Aside, Callback
from console.domain.captions import Captions
from console.domain.ending import EndedBy, ended_by
from console.domain.guests import Guest
from console.domain.supervision import TakeOver
from console.domain.transfer import Transfer

Phase = Literal[
    "greeting", "queued", "offered", "connecting", "talking", "left", "wrap-up", "ended"
]
Recording = Literal["off", "starting", "on", "pausing", "paused", "resuming", "stopping", "saved"]
OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
"""Final call states (https://www.twilio.com/docs/voice/api/call-resource)."""


class Part(State):
    """One leg in the room; every field is merged so that the order of callbacks is no matter."""

    sid: str = ""
    status: str = ""
    status_seq: int = -1
    ended_at: datetime | None = None
    """When it ended by the provider's own books; None when a callback told that it had."""
    words: str = ""
    """How its end is known, when no callback said it."""
    joined_seq: int = -1
    left_seq: int = -1
    left_reason: str = ""
    muted: bool = False
    muted_seq: int = -1
    hold: bool = False
    hold_seq: int = -1
    coaching: bool = False
    """Heard by the coached leg only."""
    coaching_seq: int = -1

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


class Spell(State):
    """One time on hold."""

    by: int
    """Who held them; 0 when it was nobody's wish."""
    at: datetime
    seconds: int


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
    language: str = ""
    """The language the caller wants, as far as it is known."""
    dropped: str = ""
    """The call of theirs that dropped a moment before they rang again."""
    dropped_with: int | None = None
    """Who had it."""
    turned_away: str = ""
    """Why the queue was closed when they came."""
    offer_why: str = ""
    """Why it came to whom it was offered last, in words."""
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
    missed_how: str = ""
    """How the last of them did."""
    aside: Aside = ""
    """What the caller wants instead of waiting on the telephone."""
    callback: Callback | None = None
    """Set when we ring somebody who asked for it, in their turn."""
    agent: int | None = None
    agent_name: str = ""
    agent_leg: str = ""
    attempts: int = 0
    parts: dict[str, Part] = Field(default_factory=dict)
    guests: dict[str, Guest] = Field(default_factory=dict)
    """By the label of their leg, in the order in which they were asked."""
    take_over: TakeOver | None = None
    transfer: Transfer | None = None
    leave_asked: bool = False
    left: bool = False
    """The agent left it to the others, who go on."""
    caller_left: bool = False
    """The customer hung up; agent and guests go on."""
    hold_asked: bool = False
    held_at: datetime | None = None
    held_seconds: int = 0
    hold_by: int = 0
    spells: tuple[Spell, ...] = ()
    """Every time the customer was on hold that is over."""
    mute_asked: bool = False
    recording: Recording = "off"
    recording_sid: str = ""
    recording_reason: str = ""
    paused_at: datetime | None = None
    announced: tuple[str, ...] = ()
    """Legs that heard that the call may be recorded."""
    announce_tries: int = 0
    """How often the customer was told anew because nobody knew whether they had heard it."""
    refusals: tuple[str, ...] = ()
    """Legs of whoever does not want to be recorded."""
    answered_by: AnsweredBy = ""
    """What picked up the telephone that we rang, as far as anybody can tell."""
    answered_words: str = ""
    """Who says so, when it was one of us."""
    is_redial: bool = False
    """Whether we ring somebody back who is to be got back to."""
    is_silent: bool = False
    """Whether nothing may be left on a machine that answers."""
    captions: Captions = Field(default_factory=Captions)
    past_rooms: tuple[str, ...] = ()
    """Conferences that this call was taken out of; what they still report is history."""
    room_over: bool = False
    room_reason: str = ""
    room_ended_by: str = ""
    end_asked: bool = False
    end_by: int | None = None
    """Who of us asked to end it."""
    end_tried: bool = False
    """A wish to end it failed, at least in part: it may be asked again, and may have worked."""
    over: bool = False
    over_reason: str = ""
    over_leg: str = ""
    """Whose going ended it, as far as that is known for good."""
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

    def part(self, leg: str) -> Part:
        """What is known of a leg."""
        return self.parts.get(leg, Part())

    @property
    def mine(self) -> Part:
        """The present agent's leg."""
        return self.parts.get(self.agent_leg, Part())

    @property
    def phase(self) -> Phase:
        """What the facts amount to."""
        if self.over:
            return "wrap-up" if self.agent is not None and not self.wrapped else "ended"
        if self.left:
            return "left"
        if self.agent is not None:
            is_met = self.customer.is_present or self.caller_left
            return "talking" if is_met and self.mine.is_present else "connecting"
        if self.offer is not None:
            return "offered"
        return "queued" if self.queued_at is not None and not self.aside else "greeting"

    @property
    def is_held(self) -> bool:
        """Whether the provider confirmed that the customer is on hold."""
        return self.customer.hold and not self.over

    @property
    def is_muted(self) -> bool:
        """Whether the provider confirmed that the agent is muted."""
        return self.mine.muted and not self.over

    @property
    def ended_by(self) -> EndedBy:
        """Who hung up; empty while the call lives."""
        return ended_by(self)
