"""The call: what each event does to its state, in any order of callbacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.base import Event, Rejected
from console.domain.call_events import (
    CUSTOMER,
    CallAccepted,
    CallArrived,
    CallConnected,
    CallDialed,
    CallEnded,
    CallOffered,
    CallQueued,
    CallRequeued,
    CallTroubled,
    ConsentHeard,
    EndAsked,
    HoldAsked,
    LegNamed,
    LegReported,
    MuteAsked,
    OfferEnded,
    RecordingAsked,
    RecordingConfirmed,
    RecordingReported,
    RoomReported,
    WrapUpEnded,
)
from console.domain.call_state import Call, Part, Recording
from console.domain.room import (
    hold_ended,
    leg_reported,
    out_of_the_room,
    room_reported,
    with_part,
)

if TYPE_CHECKING:
    from datetime import datetime


_ASKED: dict[str, Recording] = {"start": "starting", "pause": "pausing", "resume": "resuming"}
_NOT_DONE: dict[Recording, Recording] = {"starting": "off", "pausing": "on", "resuming": "paused"}


def _recording(state: Call, event: Event) -> Call:
    match event:
        case RecordingAsked(want=want, reason=reason):
            return state.model_copy(update={"recording": _ASKED[want], "recording_reason": reason})
        case RecordingConfirmed(now=now, sid=sid):
            if _is_recording_over(state):
                return state
            return state.model_copy(
                update={"recording": now, "recording_sid": sid or state.recording_sid}
            )
        case RecordingReported(sid=sid, status=status):
            update: dict[str, object] = {"recording_sid": state.recording_sid or sid}
            if status in ("completed", "absent", "failed"):
                update["recording"] = "saved" if status == "completed" else "off"
            elif status == "in-progress" and not _is_recording_over(state):
                update["recording"] = "on" if state.recording == "off" else _settled(state)
            return state.model_copy(update=update)
        case _:
            return state


def _is_recording_over(state: Call) -> bool:
    """Whether the provider said that this recording is saved, or that nothing was kept."""
    return state.recording == "saved" or (state.recording == "off" and state.recording_sid != "")


def _settled(state: Call) -> Recording:
    return "on" if state.recording == "starting" else state.recording


def _queueing(state: Call, event: Event, at: datetime) -> Call:
    no_offer: dict[str, object] = {
        "offer": None,
        "offer_name": "",
        "offer_at": None,
        "offer_until": None,
    }
    match event:
        case CallQueued():
            return state.model_copy(update={"queued_at": state.queued_at or at})
        case CallOffered(agent=agent, name=name, until=until):
            return state.model_copy(
                update={"offer": agent, "offer_name": name, "offer_at": at, "offer_until": until}
            )
        case OfferEnded(agent=agent, how=how):
            missed = state.missed if how == "caller-left" else (*state.missed, agent)
            return state.model_copy(update={**no_offer, "missed": missed})
        case CallAccepted(agent=agent, name=name, leg=leg):
            return state.model_copy(
                update={
                    **no_offer,
                    "agent": agent,
                    "agent_name": name,
                    "agent_leg": leg,
                    "attempts": state.attempts + 1,
                    "trouble": "",
                }
            )
        case CallRequeued():
            return _requeued(state, at)
        case _:
            return state


def _requeued(state: Call, at: datetime) -> Call:
    waiting = {
        "agent": None,
        "agent_name": "",
        "agent_leg": "",
        "mute_asked": False,
        "hold_asked": False,
    }
    return out_of_the_room(hold_ended(state, at)).model_copy(update=waiting)


def _began(state: Call, event: CallArrived | CallDialed, at: datetime) -> Call:
    if isinstance(event, CallArrived):
        return state.model_copy(
            update={
                "handle": event.handle,
                "to": event.to,
                "attestation": event.attestation,
                "queue": event.queue,
                "arrived_at": at,
                "parts": {CUSTOMER: Part(sid=event.sid)},
            }
        )
    return state.model_copy(
        update={
            "inbound": False,
            "handle": event.handle,
            "to": event.caller_id,
            "arrived_at": at,
            "agent": event.agent,
            "agent_name": event.name,
            "agent_leg": event.leg,
            "attempts": 1,
        }
    )


def evolve_call(state: Call, event: Event, at: datetime) -> Call:
    """Apply one event; callbacks may come in any order, twice, or late."""
    match event:
        case CallArrived() | CallDialed():
            return _began(state, event, at)
        case ConsentHeard(refused=refused):
            return state.model_copy(update={"consent": "refused" if refused else "given"})
        case CallQueued() | CallOffered() | OfferEnded() | CallAccepted() | CallRequeued():
            return _queueing(state, event, at)
        case LegNamed(leg=leg, sid=sid):
            return with_part(state, leg, sid=sid)
        case LegReported():
            return leg_reported(state, event)
        case RoomReported():
            return room_reported(state, event, at)
        case CallConnected():
            return state.model_copy(update={"answered_at": state.answered_at or at})
        case HoldAsked(on=on):
            return state.model_copy(update={"hold_asked": on, "trouble": ""})
        case MuteAsked(on=on):
            return state.model_copy(update={"mute_asked": on, "trouble": ""})
        case RecordingAsked() | RecordingConfirmed() | RecordingReported():
            return _recording(state, event)
        case CallTroubled(about=about, words=words):
            return _troubled(state, about, words)
        case EndAsked():
            return state.model_copy(update={"end_asked": True})
        case CallEnded(reason=reason):
            return _ended(state, reason, at)
        case WrapUpEnded():
            return state.model_copy(update={"wrapped": True})
        case _:
            return state


def _troubled(state: Call, about: str, words: str) -> Call:
    """Fall back to what the provider has confirmed."""
    update: dict[str, object] = {"trouble": words}
    if about == "hold":
        update["hold_asked"] = state.customer.hold
    if about == "mute":
        update["mute_asked"] = state.mine.muted
    if about == "record":
        update["recording"] = _NOT_DONE.get(state.recording, state.recording)
    return state.model_copy(update=update)


def _ended(state: Call, reason: str, at: datetime) -> Call:
    return hold_ended(state, at).model_copy(
        update={
            "over": True,
            "over_reason": reason,
            "ended_at": state.ended_at or at,
            "offer": None,
            "offer_until": None,
        }
    )


def is_over_now(state: Call) -> bool:
    """Tell whether the facts say that the call has ended, announced or not."""
    if state.customer.is_over:
        return True
    # A room may also end because the agent left it before the caller came.
    if state.room_over and state.customer.joined_seq >= 0:
        return True
    return not state.inbound and state.mine.is_over


def check_mine(state: Call, agent: int) -> None:
    """Refuse to touch somebody else's call, or one that is over. Raises Rejected."""
    if state.over:
        raise Rejected("This call is over.", code="conflict")
    if state.agent != agent:
        who = state.agent_name or "nobody"
        raise Rejected(f"This call is with {who}, not with you.", code="conflict")
