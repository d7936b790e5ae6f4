"""What can happen to a call: the events and the commands of ``call.py``."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from console.domain.base import Command, Event

CUSTOMER = "customer"
"""Label of the customer's leg in every room."""
OfferEnd = Literal["declined", "no-answer", "caller-left", "withdrawn"]


class CallArrived(Event):
    """Somebody rings one of our numbers."""

    kind: Literal["call.arrived"] = "call.arrived"
    sid: str
    handle: str
    to: str
    attestation: str = ""
    queue: str = "safety"
    language: str = ""
    """The language they are greeted in; empty: any."""
    dropped: str = ""
    """The call of theirs that dropped a moment ago."""
    dropped_with: int | None = None
    """Whose call that was."""


class CallDialed(Event):
    """An agent rings somebody from an incident; the leg is linked before it rings."""

    kind: Literal["call.dialed"] = "call.dialed"
    id: str
    handle: str
    caller_id: str
    agent: int
    name: str
    phone: str
    leg: str
    is_redial: bool = False
    """Whether they are to be got back to."""
    is_silent: bool = False
    """Whether nothing may be left on their machine."""


class ConsentHeard(Event):
    """The recording announcement was played; ``refused`` when the caller pressed the key."""

    kind: Literal["call.consent_heard"] = "call.consent_heard"
    refused: bool
    leg: str = CUSTOMER
    """Who heard it."""
    captioned: bool = False
    """Whether it told of captions too."""


class CallQueued(Event):
    """The caller waits for an agent."""

    kind: Literal["call.queued"] = "call.queued"


class CallOffered(Event):
    """One agent's desk rings."""

    kind: Literal["call.offered"] = "call.offered"
    agent: int
    name: str
    until: datetime
    why: str = ""
    """The rule in words: why this call, and why this agent."""


class OfferEnded(Event):
    """The offer was not taken; seconds rung and why."""

    kind: Literal["call.offer_ended"] = "call.offer_ended"
    agent: int
    name: str
    how: OfferEnd
    seconds: int


class CallAccepted(Event):
    """The agent took the call; their phone rings next."""

    kind: Literal["call.accepted"] = "call.accepted"
    agent: int
    name: str
    phone: str
    leg: str
    """Label of the agent's leg, new for each attempt."""


class CallRequeued(Event):
    """The caller goes back to the head of the queue and keeps their place."""

    kind: Literal["call.requeued"] = "call.requeued"
    agent: int
    reason: str
    in_room: bool = False
    """True when they talk with guests meanwhile: whoever takes the call joins them."""


class LegNamed(Event):
    """The provider named a leg that we asked for."""

    kind: Literal["call.leg_named"] = "call.leg_named"
    leg: str
    sid: str


class LegReported(Event):
    """A call-progress callback of one leg."""

    kind: Literal["call.leg_reported"] = "call.leg_reported"
    leg: str
    sid: str
    status: str
    sequence: int = 0
    duration: int | None = None
    sip_code: int = 0
    ended_at: datetime | None = None
    """When it ended, if the provider was asked."""
    words: str = ""
    """How this is known, when no callback said it."""


class RoomReported(Event):
    """A conference callback."""

    kind: Literal["call.room_reported"] = "call.room_reported"
    conference: str
    event: str
    sequence: int
    leg: str = ""
    sid: str = ""
    muted: bool = False
    hold: bool = False
    coaching: bool = False
    reason: str = ""
    participant_status: str = ""
    ended_by: str = ""


class CallConnected(Event):
    """Caller and agent hear each other."""

    kind: Literal["call.connected"] = "call.connected"


class HoldAsked(Event):
    """The agent asked to hold or resume; shown as done when the provider says so."""

    kind: Literal["call.hold_asked"] = "call.hold_asked"
    on: bool
    by: int = 0
    """Who asked; 0 when it was nobody's wish."""


class MuteAsked(Event):
    """The agent asked to mute or unmute; nobody and nothing else may."""

    kind: Literal["call.mute_asked"] = "call.mute_asked"
    on: bool


class RecordingAsked(Event):
    """Recording was asked to start, pause, resume or stop."""

    kind: Literal["call.recording_asked"] = "call.recording_asked"
    want: Literal["start", "pause", "resume", "stop"]
    reason: str = ""


class RecordingConfirmed(Event):
    """The provider confirmed that it records, paused, resumed or stopped."""

    kind: Literal["call.recording_confirmed"] = "call.recording_confirmed"
    now: Literal["on", "paused", "off"]
    sid: str = ""


class RecordingReported(Event):
    """A recording callback."""

    kind: Literal["call.recording_reported"] = "call.recording_reported"
    sid: str
    status: str
    duration: int | None = None
    url: str = ""


class CallTroubled(Event):
    """A request about the call failed: what happened and what to do, for the agent."""

    kind: Literal["call.troubled"] = "call.troubled"
    about: str
    words: str
    is_unsure: bool = False
    """True when it may have been done all the same."""


class EndAsked(Event):
    """The agent hung up; the provider is asked to end the call."""

    kind: Literal["call.end_asked"] = "call.end_asked"
    agent: int


class CallEnded(Event):
    """The call is over."""

    kind: Literal["call.ended"] = "call.ended"
    reason: str = ""
    leg: str = ""
    """Whose going ended it, when the others had gone on without somebody before."""


class WrapUpEnded(Event):
    """The agent (or a named lead) finished the wrap-up."""

    kind: Literal["call.wrap_up_ended"] = "call.wrap_up_ended"
    agent: int
    reason: str = ""
    """Why somebody else than its agent finished it."""


class AcceptCall(Command):
    """Take the offered call."""

    kind: Literal["call.accept"] = "call.accept"
    call: str


class DeclineCall(Command):
    """Let somebody else take the offered call."""

    kind: Literal["call.decline"] = "call.decline"
    call: str


class HoldCall(Command):
    """Hold or resume the customer."""

    kind: Literal["call.hold"] = "call.hold"
    call: str
    on: bool


class MuteCall(Command):
    """Mute or unmute my own leg."""

    kind: Literal["call.mute"] = "call.mute"
    call: str
    on: bool


class PauseRecording(Command):
    """Pause or resume the recording; pausing needs a reason."""

    kind: Literal["call.pause_recording"] = "call.pause_recording"
    call: str
    on: bool
    reason: str = Field(default="", max_length=200)


class EndCall(Command):
    """Hang up."""

    kind: Literal["call.end"] = "call.end"
    call: str


class EndWrapUp(Command):
    """Finish the wrap-up and be free for the next call."""

    kind: Literal["call.wrap_up"] = "call.wrap_up"
    call: str


class DialCall(Command):
    """Ring somebody of an incident from one of our numbers."""

    kind: Literal["call.dial"] = "call.dial"
    incident: int
    to: str
    """Handle: ``tel:+1…``."""
    caller_id: str = ""
    """One of our numbers; empty for the first configured one."""
