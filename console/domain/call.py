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
from console.domain.call_state import OVER, Call, Part, Recording

if TYPE_CHECKING:
    from datetime import datetime


def _part(state: Call, leg: str, **update: object) -> Call:
    part = state.parts.get(leg, Part()).model_copy(update=update)
    return state.model_copy(update={"parts": {**state.parts, leg: part}})


def _leg_reported(state: Call, event: LegReported) -> Call:
    part = state.parts.get(event.leg, Part())
    update: dict[str, object] = {"sid": part.sid or event.sid}
    newer = event.sequence > part.status_seq or event.status in OVER
    if newer and not part.is_over:
        update |= {"status": event.status, "status_seq": max(event.sequence, part.status_seq)}
    return _part(state, event.leg, **update)


def _room_reported(state: Call, event: RoomReported, at: datetime) -> Call:
    if event.conference in state.past_rooms:
        return state
    state = state.model_copy(update={"conference": state.conference or event.conference})
    if event.event == "conference-end":
        return state.model_copy(
            update={
                "room_over": True,
                "room_reason": event.reason,
                "room_ended_by": event.ended_by,
            }
        )
    if not event.leg:
        return state
    before = state.parts.get(event.leg, Part())
    update: dict[str, object] = {"sid": before.sid or event.sid}
    seq = event.sequence
    if event.event == "participant-join" and seq > before.joined_seq:
        update["joined_seq"] = seq
    if event.event == "participant-leave" and seq > before.left_seq:
        update |= {"left_seq": seq, "left_reason": event.reason}
    if seq > before.muted_seq:
        update |= {"muted": event.muted, "muted_seq": seq}
    if seq > before.hold_seq:
        update |= {"hold": event.hold, "hold_seq": seq}
    return _hold_clock(_part(state, event.leg, **update), state, at)


def _hold_clock(state: Call, before: Call, at: datetime) -> Call:
    if state.customer.hold and not before.customer.hold:
        return state.model_copy(update={"held_at": at})
    if before.customer.hold and not state.customer.hold and before.held_at is not None:
        spell = max(0, round((at - before.held_at).total_seconds()))
        return state.model_copy(
            update={"held_at": None, "held_seconds": state.held_seconds + spell}
        )
    return state


_ASKED: dict[str, Recording] = {"start": "starting", "pause": "pausing", "resume": "resuming"}


def _recording(state: Call, event: Event) -> Call:
    match event:
        case RecordingAsked(want=want, reason=reason):
            return state.model_copy(update={"recording": _ASKED[want], "recording_reason": reason})
        case RecordingConfirmed(now=now, sid=sid):
            if state.recording == "saved":
                return state
            return state.model_copy(
                update={"recording": now, "recording_sid": sid or state.recording_sid}
            )
        case RecordingReported(sid=sid, status=status):
            update: dict[str, object] = {"recording_sid": state.recording_sid or sid}
            if status in ("completed", "absent", "failed"):
                update["recording"] = "saved" if status == "completed" else "off"
            elif status == "in-progress" and state.recording in ("off", "starting"):
                update["recording"] = "on"
            return state.model_copy(update=update)
        case _:
            return state


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
            return _out_of_the_room(state)
        case _:
            return state


def _out_of_the_room(state: Call) -> Call:
    # The next room of this call counts its callbacks from one again.
    customer = Part(sid=state.customer.sid, status=state.customer.status)
    past = (*state.past_rooms, state.conference) if state.conference else state.past_rooms
    return state.model_copy(
        update={
            "agent": None,
            "agent_name": "",
            "agent_leg": "",
            "mute_asked": False,
            "hold_asked": False,
            "held_at": None,
            "conference": "",
            "past_rooms": past,
            "room_over": False,
            "parts": {**state.parts, CUSTOMER: customer},
        }
    )


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
            return _part(state, leg, sid=sid)
        case LegReported():
            return _leg_reported(state, event)
        case RoomReported():
            return _room_reported(state, event, at)
        case CallConnected():
            return state.model_copy(update={"answered_at": state.answered_at or at})
        case HoldAsked(on=on):
            return state.model_copy(update={"hold_asked": on, "trouble": ""})
        case MuteAsked(on=on):
            return state.model_copy(update={"mute_asked": on, "trouble": ""})
        case RecordingAsked() | RecordingConfirmed() | RecordingReported():
            return _recording(state, event)
        case CallTroubled(about=about, words=words):
            update: dict[str, object] = {"trouble": words}
            if about == "hold":
                update["hold_asked"] = state.customer.hold
            if about == "mute":
                update["mute_asked"] = state.mine.muted
            return state.model_copy(update=update)
        case EndAsked():
            return state.model_copy(update={"end_asked": True})
        case CallEnded(reason=reason):
            return _ended(state, reason, at)
        case WrapUpEnded():
            return state.model_copy(update={"wrapped": True})
        case _:
            return state


def _ended(state: Call, reason: str, at: datetime) -> Call:
    spell = round((at - state.held_at).total_seconds()) if state.held_at else 0
    return state.model_copy(
        update={
            "over": True,
            "over_reason": reason,
            "ended_at": state.ended_at or at,
            "held_at": None,
            "held_seconds": state.held_seconds + max(0, spell),
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
