"""The call: what each event does to its state, in any order of callbacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.answering import ANSWERING_EVENTS, evolve_answering
from console.domain.arrival import ARRIVAL_EVENTS, evolve_arrival
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
from console.domain.call_state import Call, Part
from console.domain.callbacks import CALLBACK_EVENTS, evolve_callback
from console.domain.captions import CAPTION_EVENTS, evolve_captions
from console.domain.company import CallerLeft, LeaveAsked, is_kept
from console.domain.guests import GUEST_EVENTS, AgentLeft, evolve_guests, guest_seen
from console.domain.recording import AnnouncementRepeated, evolve_recording, not_recorded
from console.domain.room import (
    hold_ended,
    leg_reported,
    out_of_the_room,
    room_reported,
    with_part,
)
from console.domain.supervision import evolve_leads
from console.domain.transfer import evolve_transfer
from console.domain.transfer_events import TRANSFER_EVENTS

if TYPE_CHECKING:
    from datetime import datetime


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
        case CallOffered(agent=agent, name=name, until=until, why=why):
            return state.model_copy(
                update={
                    "offer": agent,
                    "offer_name": name,
                    "offer_at": at,
                    "offer_until": until,
                    "offer_why": why,
                }
            )
        case OfferEnded(agent=agent, how=how):
            missed = state.missed if how == "caller-left" else (*state.missed, agent)
            told = state.missed_how if how in ("caller-left", "withdrawn") else how
            return state.model_copy(update={**no_offer, "missed": missed, "missed_how": told})
        case CallAccepted(agent=agent, name=name, leg=leg):
            return state.model_copy(
                update={
                    **no_offer,
                    "agent": agent,
                    "agent_name": name,
                    "agent_leg": leg,
                    "attempts": state.attempts + 1,
                    "left": False,
                    "trouble": "",
                }
            )
        case CallRequeued(in_room=in_room):
            return _requeued(state, at, in_room=in_room)
        case _:
            return state


def _requeued(state: Call, at: datetime, *, in_room: bool) -> Call:
    waiting = {
        "queued_at": state.queued_at or at,
        "leave_asked": False,
        "agent": None,
        "agent_name": "",
        "agent_leg": "",
        "mute_asked": False,
        "hold_asked": False,
    }
    if in_room:
        return state.model_copy(update=waiting)
    return out_of_the_room(hold_ended(state, at)).model_copy(update=waiting)


def _began(state: Call, event: CallArrived | CallDialed, at: datetime) -> Call:
    if isinstance(event, CallArrived):
        return state.model_copy(
            update={
                "handle": event.handle,
                "to": event.to,
                "attestation": event.attestation,
                "queue": event.queue,
                "language": event.language,
                "dropped": event.dropped,
                "dropped_with": event.dropped_with,
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
            "is_redial": event.is_redial,
            "is_silent": event.is_silent,
        }
    )


def evolve_call(state: Call, event: Event, at: datetime) -> Call:
    """Apply one event; callbacks may come in any order, twice, or late."""
    match event:
        case CallArrived() | CallDialed():
            return _began(state, event, at)
        case CallQueued() | CallOffered() | OfferEnded() | CallAccepted() | CallRequeued():
            return _queueing(state, event, at)
        case LegNamed(leg=leg, sid=sid):
            return with_part(state, leg, sid=sid)
        case LegReported() | RoomReported():
            return _reported(state, event, at)
        case CallConnected():
            return state.model_copy(update={"answered_at": state.answered_at or at})
        case HoldAsked(on=on, by=by):
            asked = {"hold_asked": on, "trouble": "", **({"hold_by": by} if on else {})}
            return state.model_copy(update=asked)
        case MuteAsked(on=on):
            return state.model_copy(update={"mute_asked": on, "trouble": ""})
        case ConsentHeard():
            return evolve_captions(evolve_recording(state, event, at), event, at)
        case RecordingAsked() | RecordingConfirmed() | RecordingReported():
            return evolve_recording(state, event, at)
        case AnnouncementRepeated():
            return evolve_recording(state, event, at)
        case CallTroubled():
            return _troubled(state, event)
        case EndAsked() | LeaveAsked() | AgentLeft() | CallerLeft():
            return _going(state, event)
        case CallEnded():
            return _ended(state, event, at)
        case WrapUpEnded():
            return state.model_copy(update={"wrapped": True})
        case _:
            return _elsewhere(state, event, at)


def _elsewhere(state: Call, event: Event, at: datetime) -> Call:
    """Apply an event of a concept that has a module of its own."""
    match event:
        case _ if isinstance(event, ANSWERING_EVENTS):
            return evolve_answering(state, event)
        case _ if isinstance(event, CAPTION_EVENTS):
            return evolve_captions(state, event, at)
        case _ if isinstance(event, ARRIVAL_EVENTS):
            return evolve_arrival(state, event)
        case _ if isinstance(event, GUEST_EVENTS):
            return evolve_guests(state, event, at)
        case _ if isinstance(event, TRANSFER_EVENTS):
            return evolve_transfer(state, event)
        case _ if isinstance(event, CALLBACK_EVENTS):
            return evolve_callback(state, event, at)
        case _:
            return evolve_leads(state, event)


def _reported(state: Call, event: LegReported | RoomReported, at: datetime) -> Call:
    if isinstance(event, LegReported):
        return guest_seen(leg_reported(state, event), event.leg, at)
    return guest_seen(room_reported(state, event, at), event.leg, at)


def _troubled(state: Call, event: CallTroubled) -> Call:
    """Fall back to what the provider has confirmed; what was asked may be asked again."""
    update: dict[str, object] = {"trouble": event.words}
    if event.about == "hold":
        update["hold_asked"] = state.customer.hold
    if event.about == "mute":
        update["mute_asked"] = state.mine.muted
    if event.about == "record":
        update["recording"] = not_recorded(state.recording, is_unsure=event.is_unsure)
    if event.about == "leave":
        update["leave_asked"] = False
    if event.about == "end":
        update |= {"end_asked": False, "end_tried": True}
    return state.model_copy(update=update)


def _true_end(state: Call, at: datetime) -> datetime:
    """When it ended by the provider's books, as far as that can be true; else now."""
    known = state.customer.ended_at or state.mine.ended_at
    began = state.answered_at or state.arrived_at
    return at if known is None else min(max(known, began or at), at)


def _going(state: Call, event: EndAsked | LeaveAsked | AgentLeft | CallerLeft) -> Call:
    match event:
        case EndAsked(agent=agent):
            update = {"end_asked": True, "end_by": agent, "trouble": ""}
            return state.model_copy(update=update)
        case LeaveAsked():
            return state.model_copy(update={"leave_asked": True, "trouble": ""})
        case AgentLeft():
            left = {"left": True, "leave_asked": False, "mute_asked": False, "trouble": ""}
            return state.model_copy(update=left)
        case CallerLeft():
            return state.model_copy(update={"caller_left": True, "hold_asked": False})


def _ended(state: Call, event: CallEnded, at: datetime) -> Call:
    ended = _true_end(state, at)
    return hold_ended(state, ended).model_copy(
        update={
            "over": True,
            "over_reason": event.reason,
            "over_leg": event.leg,
            "ended_at": state.ended_at or ended,
            "offer": None,
            "offer_until": None,
        }
    )


def is_over_now(state: Call) -> bool:
    """Tell whether the facts say that the call has ended, announced or not."""
    # A room may also end because the agent left it before the caller came.
    if state.room_over and state.customer.joined_seq >= 0:
        return True
    if is_kept(state):
        return False
    if state.customer.is_over or state.left or state.caller_left:
        return True
    return not state.inbound and state.mine.is_over


def check_mine(state: Call, agent: int) -> None:
    """Refuse to touch somebody else's call, or one that is over. Raises Rejected."""
    if state.over:
        raise Rejected("This call is over.", code="conflict")
    if state.left:
        raise Rejected("This call goes on without us; it can only be ended.", code="conflict")
    if state.agent != agent:
        who = state.agent_name or "nobody"
        raise Rejected(f"This call is with {who}, not with you.", code="conflict")
