"""What the legs of an incident (calls, messages, notes) mean for the incident itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.call_events import (
    CallAccepted,
    CallArrived,
    CallDialed,
    CallEnded,
    CallQueued,
    CallRequeued,
)
from console.domain.incident import Incident, evolve_incident
from console.domain.message import DEAD
from console.domain.message_events import (
    MessageAccepted,
    MessageComposed,
    MessageHandled,
    MessageReceived,
    MessageRefused,
    MessageReported,
    MessageTaken,
    MessageUnsure,
)

if TYPE_CHECKING:
    from datetime import datetime

    from console.domain.base import Event


def _messages(state: Incident, event: Event, at: datetime) -> dict[str, object]:
    match event:
        case MessageReceived(automatic=automatic):
            if automatic:
                return {}
            waiting = {"waiting_since": state.waiting_since or at}
            woken = {"status": "open"} if state.status in ("pending", "solved") else {}
            return {"unanswered": state.unanswered + 1, **waiting, **woken}
        case MessageComposed():
            return {"unanswered": 0, "waiting_since": None}
        case MessageRefused(id=key) | MessageUnsure(id=key) if key not in state.trouble:
            return {"trouble": (*state.trouble, key)}
        case MessageReported(id=key, status=status) if status in DEAD and key not in state.trouble:
            return {"trouble": (*state.trouble, key)}
        case MessageReported(id=key, status="delivered" | "sent"):
            return {"trouble": tuple(k for k in state.trouble if k != key)}
        case MessageAccepted(id=key) | MessageHandled(id=key) | MessageTaken(id=key):
            return {"trouble": tuple(k for k in state.trouble if k != key)}
        case _:
            return {}


def _calls(state: Incident, event: Event, stream: str) -> dict[str, object]:
    call = stream.partition("/")[2]
    match event:
        case CallArrived() | CallDialed():
            return {"live_call": call, "last_call": call}
        case CallQueued() | CallRequeued():
            return {"call_waiting": True}
        case CallAccepted():
            return {"call_waiting": False}
        case CallEnded() if state.live_call == call:
            return {"live_call": None, "call_waiting": False}
        case _:
            return {}


def witness(state: Incident, event: Event, at: datetime, stream: str) -> Incident:
    """Apply one entry of the incident's timeline, whichever stream it belongs to."""
    if stream.startswith("incident/"):
        state = evolve_incident(state, event, at)
        extra: dict[str, object] = {}
    elif stream.startswith("message/"):
        extra = _messages(state, event, at)
    else:
        extra = _calls(state, event, stream)
    seen = {"entries": state.entries + 1, "last_at": at, "last_kind": event.kind}
    return state.model_copy(update={**extra, **seen})
