"""The legs of a call and its room: callbacks merged so that their order is no matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.call_events import CUSTOMER
from console.domain.call_state import OVER, Call, Part, Spell

if TYPE_CHECKING:
    from datetime import datetime

    from console.domain.call_events import LegReported, RoomReported

_PROGRESS = ("", "queued", "initiated", "ringing", "answered", "in-progress", *sorted(OVER))


def with_part(state: Call, leg: str, **update: object) -> Call:
    """Change what is known of one leg."""
    part = state.parts.get(leg, Part()).model_copy(update=update)
    return state.model_copy(update={"parts": {**state.parts, leg: part}})


def _standing(status: str, sequence: int) -> tuple[bool, int, int]:
    """How much a status weighs: an end for good, then the later, then the further."""
    progress = _PROGRESS.index(status) if status in _PROGRESS else -1
    return status in OVER, sequence, progress


def leg_reported(state: Call, event: LegReported) -> Call:
    """Merge a progress callback of a leg."""
    part = state.parts.get(event.leg, Part())
    update: dict[str, object] = {"sid": part.sid or event.sid}
    before = _standing(part.status, part.status_seq)
    if _standing(event.status, event.sequence) > before:
        update |= {"status": event.status, "status_seq": event.sequence}
        if event.words and event.status in OVER:
            update |= {"ended_at": event.ended_at, "words": event.words}
    return with_part(state, event.leg, **update)


def room_reported(state: Call, event: RoomReported, at: datetime) -> Call:
    """Merge a conference callback; those of a room the call has left are history."""
    state = _present_room(state, event)
    if event.conference != state.conference:
        return state
    if event.event == "conference-end":
        ended = {
            "room_over": True,
            "room_reason": event.reason,
            "room_ended_by": event.ended_by,
        }
        return state.model_copy(update=ended)
    if not event.leg:
        return state
    after = with_part(state, event.leg, **_reported(state.parts.get(event.leg, Part()), event))
    return _hold_clock(after, state, at)


def _present_room(state: Call, event: RoomReported) -> Call:
    """Find out whether an event names the room of the present attempt."""
    room, past = event.conference, state.past_rooms
    is_mine = state.agent_leg != "" and event.leg == state.agent_leg
    if room == state.conference or (room in past and not is_mine):
        return state
    if is_mine or (event.leg in ("", CUSTOMER) and state.agent_leg and not state.conference):
        # The label of the agent's leg is new for each attempt: it alone vouches for a room.
        state = out_of_the_room(state) if state.conference else state
        known = tuple(r for r in state.past_rooms if r != room)
        return state.model_copy(update={"conference": room, "past_rooms": known})
    return state.model_copy(update={"past_rooms": (*past, room)})


def out_of_the_room(state: Call) -> Call:
    """Forget the room: the next one counts its callbacks from one again."""
    was = state.customer
    customer = Part(sid=was.sid, status=was.status, status_seq=was.status_seq)
    left = (state.conference,) if state.conference else ()
    return state.model_copy(
        update={
            "conference": "",
            "past_rooms": (*state.past_rooms, *left),
            "room_over": False,
            "room_reason": "",
            "room_ended_by": "",
            "parts": {**state.parts, CUSTOMER: customer},
        }
    )


def _reported(before: Part, event: RoomReported) -> dict[str, object]:
    seq = event.sequence
    update: dict[str, object] = {"sid": before.sid or event.sid}
    if event.event == "participant-join" and seq > before.joined_seq:
        update["joined_seq"] = seq
    if event.event == "participant-leave" and seq > before.left_seq:
        update |= {"left_seq": seq, "left_reason": event.reason}
    if seq > before.muted_seq:
        update |= {"muted": event.muted, "muted_seq": seq}
    if seq > before.hold_seq:
        update |= {"hold": event.hold, "hold_seq": seq}
    if seq > before.coaching_seq:
        update |= {"coaching": event.coaching, "coaching_seq": seq}
    return update


def _hold_clock(state: Call, before: Call, at: datetime) -> Call:
    if state.customer.hold and not before.customer.hold:
        return state.model_copy(update={"held_at": at})
    return state if state.customer.hold else hold_ended(state, at)


def hold_ended(state: Call, at: datetime) -> Call:
    """Add the present spell of hold to the seconds held."""
    if state.held_at is None:
        return state
    spell = max(0, round((at - state.held_at).total_seconds()))
    # What lasted no time was told in the wrong order.
    told = (Spell(by=state.hold_by, at=state.held_at, seconds=spell),) if spell else ()
    held: dict[str, object] = {"held_at": None, "held_seconds": state.held_seconds + spell}
    held["spells"] = (*state.spells, *told)
    return state.model_copy(update=held)
