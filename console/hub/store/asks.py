"""What an entry asks of the outside world: effects to run now or later."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from console.domain.call_events import (
    CUSTOMER,
    CallAccepted,
    CallConnected,
    CallDialed,
    CallEnded,
    CallOffered,
    CallRequeued,
    EndAsked,
    HoldAsked,
    LegReported,
    MuteAsked,
    RecordingAsked,
    RoomReported,
)
from console.domain.call_state import OVER, Call
from console.domain.message_events import MessageComposed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.domain.base import State
    from console.domain.timeline import Entry
    from console.hub.store.policy import Policy

LIVE_SECONDS = 10.0
"""A live-call request that could not be made within this time must not be made any more."""


LEASE_SECONDS = 30.0
"""How long a hub may work on an effect before others take it for dead."""


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
    elif isinstance(state, Call):
        yield from _of_call(entry, state, policy)


def _of_call(entry: Entry, call: Call, policy: Policy) -> Iterator[Ask]:
    now = entry.at.timestamp()

    def live(kind: str, **payload: Any) -> Ask:
        return Ask(kind, entry.stream, entry.seq, now, now + LIVE_SECONDS, payload)

    def later(kind: str, seconds: float, **payload: Any) -> Ask:
        return Ask(kind, entry.stream, entry.seq, now + seconds, None, payload)

    match entry.event:
        case CallOffered(agent=agent, until=until):
            yield Ask(
                "timer.ring_out", entry.stream, entry.seq, until.timestamp(), None, {"agent": agent}
            )
        case CallAccepted(phone=phone, leg=leg) | CallDialed(phone=phone, leg=leg):
            yield live("call.ring_agent", to=phone, leg=leg)
            yield later("timer.connect", policy.connect_seconds, leg=leg)
        case RoomReported(event="participant-join", leg=leg) if leg == call.agent_leg:
            if not call.over and call.mine.is_present and not call.customer.is_present:
                yield live("call.bridge" if call.inbound else "call.add_customer")
        case RoomReported(event="participant-leave", leg=leg) if leg == call.agent_leg:
            yield later("timer.check", policy.leg_grace_seconds, leg=leg)
        case LegReported(leg=leg, status=status) if leg != CUSTOMER and status in OVER:
            yield later("timer.check", policy.leg_grace_seconds, leg=leg)
        case CallConnected() if policy.record_calls and call.consent == "given":
            if not call.over:
                yield live("call.record", want="start")
        case HoldAsked(on=on):
            yield live("call.hold", on=on)
        case MuteAsked(on=on):
            yield live("call.mute", on=on)
        case RecordingAsked(want=want) if want != "start":
            yield live("call.record", want=want)
        case EndAsked():
            yield live("call.end")
        case CallRequeued():
            yield live("call.requeue")
        case CallEnded():
            yield live("call.clear")
