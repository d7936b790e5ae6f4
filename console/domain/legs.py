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
from console.domain.callbacks import CallbackBegan, CallSetAside
from console.domain.handover import evolve_handover
from console.domain.incident import Incident, evolve_incident
from console.domain.merging import AnsweredThere, AnswerTakenThere, evolve_merging
from console.domain.message import DEAD, RANK
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
from console.domain.moving import evolve_moving
from console.domain.note import noted
from console.domain.paging_words import is_of_a_page
from console.domain.parking import AWAKE, evolve_parking
from console.domain.restriction import evolve_restriction

if TYPE_CHECKING:
    from datetime import datetime

    from console.domain.base import Event


def _woken(state: Incident) -> dict[str, object]:
    # That nothing is owed was said before they came again.
    woken: dict[str, object] = {"none_owed": ""} | (AWAKE if state.parked_on_reply else {})
    return woken | {"status": "open"} if state.status in ("pending", "solved") else woken


def _rest(state: Incident, key: str) -> tuple[str, ...]:
    return tuple(k for k in state.trouble if k != key)


def _answered(state: Incident, key: str) -> dict[str, object]:
    if not state.unanswered:
        return {}
    return {
        "answer": key,
        "answer_count": state.unanswered,
        "answer_since": state.waiting_since,
        "unanswered": 0,
        "waiting_since": None,
    }


def _taken_back(state: Incident, key: str) -> dict[str, object]:
    if state.answer != key:
        return {"trouble": _rest(state, key)}
    return {
        "trouble": _rest(state, key),
        "answer": "",
        "answer_count": 0,
        "answer_since": None,
        "unanswered": state.unanswered + state.answer_count,
        "waiting_since": state.answer_since or state.waiting_since,
    }


def _messages(state: Incident, event: Event, at: datetime) -> dict[str, object]:
    if is_of_a_page(vars(event).get("id", "")):
        return {}
    match event:
        case MessageReceived(automatic=True):
            return {}
        case MessageReceived():
            since = state.waiting_since or at
            return {
                "unanswered": state.unanswered + 1,
                "waiting_since": since,
                **_woken(state),
            }
        case MessageComposed(id=key):
            return _answered(state, key)
        case MessageTaken(id=key):
            return _taken_back(state, key)
        case MessageReported(late=True) | MessageAccepted(late=True):
            return {}
        case MessageRefused(id=key) | MessageUnsure(id=key) if key not in state.trouble:
            return {"trouble": (*state.trouble, key)}
        case MessageReported(id=key, status=status) if status in DEAD:
            return {"trouble": (*_rest(state, key), key)}
        case MessageReported(id=key, status=status) if status in RANK:
            return {"trouble": _rest(state, key)}
        case MessageAccepted(id=key) | MessageHandled(id=key):
            return {"trouble": _rest(state, key)}
        case _:
            return {}


def _elsewhere(state: Incident, event: Event) -> dict[str, object]:
    """What is said to their people in the incident that this one is merged with."""
    match event:
        case AnsweredThere(id=key):
            return _answered(state, key)
        case AnswerTakenThere(id=key):
            return _taken_back(state, key)
        case _:
            return {}


def _calls(state: Incident, event: Event, stream: str) -> dict[str, object]:
    call = stream.partition("/")[2]
    others = tuple(c for c in state.waiting_calls if c != call)
    match event:
        case CallArrived():
            return {**_live(state, call), **_woken(state)}
        case CallDialed():
            return _live(state, call)
        case CallbackBegan():
            return {**_live(state, call), **_waiting((*others, call))}
        case CallSetAside(want=want) if want:
            return _waiting(others)
        case CallQueued() | CallRequeued():
            return _waiting((*others, call))
        case CallAccepted():
            return _waiting(others)
        case CallEnded():
            rest = tuple(c for c in state.live_calls if c != call)
            return {
                "live_calls": rest,
                "live_call": rest[-1] if rest else None,
                **_waiting(others),
            }
        case _:
            return {}


def _live(state: Incident, call: str) -> dict[str, object]:
    return {"live_calls": (*state.live_calls, call), "live_call": call, "last_call": call}


def _waiting(calls: tuple[str, ...]) -> dict[str, object]:
    return {"waiting_calls": calls, "call_waiting": bool(calls)}


def witness(state: Incident, event: Event, at: datetime, stream: str) -> Incident:
    """Apply one entry of the incident's timeline, whichever stream it belongs to."""
    if stream.startswith("incident/"):
        state = evolve_parking(evolve_incident(state, event, at), event, at)
        state = evolve_restriction(evolve_handover(state, event), event, at)
        state = evolve_moving(evolve_merging(state, event, at), event)
        extra = _elsewhere(state, event)
    elif stream.startswith("message/"):
        extra = _messages(state, event, at)
    elif stream.startswith("note/"):
        extra = {"facts": noted(state.facts, event)}
    else:
        extra = _calls(state, event, stream)
    seen = {"entries": state.entries + 1, "last_at": at, "last_kind": event.kind}
    return state.having({**extra, **seen})
