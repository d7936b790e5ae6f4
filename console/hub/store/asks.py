"""What an entry asks of the outside world: effects to run now or later."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from console.domain.agent import Agent
from console.domain.answering import AnswerDetected
from console.domain.call_events import (
    CUSTOMER,
    CallAccepted,
    CallArrived,
    CallDialed,
    CallEnded,
    CallOffered,
    CallRequeued,
    EndAsked,
    HoldAsked,
    LegNamed,
    LegReported,
    MuteAsked,
    RoomReported,
)
from console.domain.call_state import OVER, Call
from console.domain.callbacks import CallbackBegan
from console.domain.company import lacks_customer
from console.domain.followup import FollowupOpened, FollowupTried
from console.domain.incident import Incident
from console.domain.message_events import MessageComposed
from console.domain.person import Contact
from console.domain.queue import Queue
from console.domain.voicemail import VoicemailEmpty
from console.hub.store.asks_callbacks import attempt_after, is_to_be_detected
from console.hub.store.asks_guests import asks_of_guests
from console.hub.store.asks_leads import asks_of_leads, loses_the_right
from console.hub.store.asks_paging import asks_of_pages
from console.hub.store.asks_presence import due_of, end_of, flag_over
from console.hub.store.asks_recording import asks_of_recording
from console.hub.store.asks_transfers import Asking, asks_of_transfers
from console.hub.store.asks_voicemail import DELETE, FIND, may_have_left_one, retention_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from console.domain.base import Event, State
    from console.domain.timeline import Entry
    from console.hub.store.policy import Policy

LIVE_SECONDS = 10.0
"""A live-call request that could not be made within this time must not be made any more."""


DIAL_SECONDS = 30.0
"""How long a leg may wait for its turn to be dialled; nobody is rung any later."""
WATCH_SECONDS = 0.2
"""How soon is looked whether somebody may still watch a call."""
LEASE_SECONDS = 30.0
"""How long a hub may work on an effect before others take it for dead."""


_DIALLED = frozenset({"call.ring_agent", "call.add_customer"})
"""What may have to wait until the provider takes another leg."""
_PLAIN: dict[type, str] = {
    EndAsked: "call.end",
    CallRequeued: "call.requeue",
    CallEnded: "call.clear",
}


@dataclass(slots=True)
class Ask:
    """One effect that an entry asks for."""

    kind: str
    stream: str
    seq: int
    due: float
    """Unix seconds."""
    expires: float | None = None
    payload: dict[str, Any] = field(default_factory=dict)
    stored: bool = False
    mine: bool = False
    """Whether it was due at the commit, so that the committing hub holds it."""
    state: State | None = field(default=None, repr=False, compare=False)
    """That of the stream after the entry, for who acts on it at once."""

    @property
    def id(self) -> str:
        """The same entry asks for the same thing once."""
        return f"{self.seq}:{self.kind}"

    def row(self, owner: str, now: float) -> dict[str, Any]:
        """Give the row of the effect table; what is due now belongs to the committing hub."""
        mine = self.mine = self.due <= now
        return {
            "id": self.id,
            "kind": self.kind,
            "stream": self.stream,
            "seq": self.seq,
            "state": "running" if mine else "ready",
            "due": self.due,
            "expires": self.expires,
            "attempts": 1 if mine else 0,
            "owner": owner if mine else None,
            "lease": now + LEASE_SECONDS if mine else None,
            "payload": json.dumps(self.payload),
        }


def asks(entry: Entry, state: State, policy: Policy) -> Iterator[Ask]:
    """Give the effects that an entry asks for; ``state`` is its stream's, after the entry."""
    event = entry.event
    if isinstance(event, MessageComposed):
        kind = "text.send" if event.channel == "sms" else "mail.send"
        yield Ask(kind, entry.stream, entry.seq, event.due.timestamp())
    elif isinstance(event, FollowupTried):
        for again_at, payload in attempt_after(entry, policy):
            yield Ask("timer.callback", entry.stream, entry.seq, again_at, None, payload)
    elif isinstance(event, FollowupOpened | VoicemailEmpty):
        for until, about in retention_of(entry):
            yield Ask(DELETE, entry.stream, entry.seq, until, None, about)
    elif isinstance(state, Agent):
        if (when := due_of(entry, state)) is not None:
            yield Ask("timer.presence", entry.stream, entry.seq, when.timestamp())
        if loses_the_right(event, state):
            # Not due at once: what a command line commits is for a hub that runs.
            due_at = entry.at.timestamp() + WATCH_SECONDS
            yield Ask("timer.watch", entry.stream, entry.seq, due_at)
    elif isinstance(state, Queue | Incident):
        for kind, when_due, expires, payload in asks_of_pages(entry, state, policy):
            yield Ask(kind, entry.stream, entry.seq, when_due, expires, payload)
        if (over := end_of(event)) is not None:
            kind = "timer.queue" if isinstance(state, Queue) else "timer.wake"
            yield Ask(kind, entry.stream, entry.seq, over.timestamp())
    elif isinstance(state, Contact):
        if (over := flag_over(event)) is not None:
            yield Ask("timer.flag", entry.stream, entry.seq, over.timestamp())
    elif isinstance(state, Call):
        if isinstance(event, CallArrived | CallDialed | CallbackBegan):
            first = entry.at.timestamp() + policy.sweep_waiting_seconds
            yield Ask("timer.sweep", entry.stream, entry.seq, first)
        for ask in _of_call(entry, state, policy):
            ask.state = state
            yield ask


def _live(entry: Entry) -> Callable[..., Ask]:
    """Give what makes effects that soon are of no use any more."""
    now = entry.at.timestamp()

    def live(kind: str, **payload: Any) -> Ask:
        seconds = DIAL_SECONDS if kind in _DIALLED else LIVE_SECONDS
        return Ask(kind, entry.stream, entry.seq, now, now + seconds, payload)

    return live


def _agent_leg(
    event: CallAccepted | CallDialed | LegNamed, call: Call, policy: Policy, asking: Asking
) -> Iterator[Ask]:
    if not isinstance(event, LegNamed):
        yield asking.live("call.ring_agent", to=event.phone, leg=event.leg)
        seconds = policy.connect_seconds
        yield asking.later("timer.connect", seconds, leg=event.leg, undialled=True)
    elif event.leg == call.agent_leg:
        # It rings from now on, however long it had to wait for its turn.
        yield asking.later("timer.connect", policy.connect_seconds, leg=event.leg)


def _looks(event: Event, call: Call, policy: Policy, later: Callable[..., Ask]) -> Iterator[Ask]:
    """What is looked at a little later, about machines: theirs, and what was left on ours."""
    if isinstance(event, CallEnded) and may_have_left_one(call):
        yield later(FIND, policy.voicemail_grace_seconds)
    if isinstance(event, AnswerDetected) and event.by == "machine" and event.no_message:
        yield later("timer.machine", policy.machine_seconds)


def _of_call(entry: Entry, call: Call, policy: Policy) -> Iterator[Ask]:
    now = entry.at.timestamp()

    live = _live(entry)

    def later(kind: str, seconds: float, **payload: Any) -> Ask:
        return Ask(kind, entry.stream, entry.seq, now + seconds, None, payload)

    match entry.event:
        case CallOffered(agent=agent, until=until):
            yield Ask(
                "timer.ring_out", entry.stream, entry.seq, until.timestamp(), None, {"agent": agent}
            )
        case CallAccepted() | CallDialed() | LegNamed():
            yield from _agent_leg(entry.event, call, policy, Asking(live, later))
        case RoomReported(event="participant-join", leg=leg) if leg == call.agent_leg:
            if lacks_customer(call):
                if call.inbound:
                    yield live("call.bridge")
                else:
                    yield live("call.add_customer", detect=is_to_be_detected(call, policy))
        case RoomReported(event="participant-leave", leg=leg) if leg == call.agent_leg:
            yield later("timer.check", policy.leg_grace_seconds, leg=leg)
        case LegReported(leg=leg, status=status) if leg != CUSTOMER and status in OVER:
            yield later("timer.check", policy.leg_grace_seconds, leg=leg)
        case HoldAsked(on=on):
            yield live("call.hold", on=on)
        case MuteAsked(on=on):
            yield live("call.mute", on=on)
        case CallRequeued(in_room=True):
            yield live("call.clear")
        case EndAsked() | CallRequeued() | CallEnded():
            yield live(_PLAIN[type(entry.event)])
        case _:
            yield from asks_of_guests(entry.event, call, live)
    yield from _looks(entry.event, call, policy, later)
    yield from asks_of_recording(entry, call, policy, live=live, later=later)
    yield from asks_of_leads(entry.event, call, live)
    yield from asks_of_transfers(entry.event, call, policy, Asking(live, later))
