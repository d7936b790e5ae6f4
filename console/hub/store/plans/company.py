"""What a callback makes true of the company of a call: who never came, who left the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.call_events import CallEnded, CallRequeued, HoldAsked
from console.domain.call_state import Call
from console.domain.company import is_kept, news, people, waits_in_room
from console.domain.ending import last_to_leave
from console.domain.guests import AgentLeft, GuestHoldAsked, present_guests
from console.hub.store.plans.calls import wrap_or_free
from console.hub.store.plans.endings import why_over

if TYPE_CHECKING:
    from console.domain.base import Event
    from console.hub.store.tx import Tx


def settle_company(tx: Tx, key: str) -> Call | None:
    """Record what became true of guests and of who has left; gives the call after that."""
    call = tx.get(Call, key)
    if call is None or call.over:
        return call
    stream = f"call/{key}"
    tx.emit(stream, call.incident, *news(call))
    after = tx.get(Call, key) or call
    if after.leave_asked and after.mine.has_left and is_kept(after):
        left = AgentLeft(agent=after.agent or 0, name=after.agent_name)
        tx.emit(stream, call.incident, left)
        wrap_or_free(tx, after)
    after = tx.get(Call, key) or after
    if waits_in_room(after) and after.inbound and people(after) == 1 and after.customer.is_present:
        # The last guest left a caller who waits for one of us to join: silence, but for the queue.
        reason = "everybody else has left"
        tx.emit(stream, call.incident, CallRequeued(agent=0, reason=reason))
    return tx.get(Call, key)


def take_off_hold(call: Call) -> list[Event]:
    """Nobody stays on hold whom nobody could take off it again."""
    held: list[Event] = []
    if call.hold_asked or call.is_held:
        held.append(HoldAsked(on=False))
    for guest in present_guests(call):
        if guest.hold_asked or call.part(guest.leg).hold:
            held.append(GuestHoldAsked(leg=guest.leg, on=False))
    return held


def back_to_the_queue(tx: Tx, call: Call, agent: int, reason: str) -> bool:
    """Offer a call anew; tells whether they talk with guests meanwhile, in the same room."""
    stream, in_room = f"call/{call.id}", is_kept(call)
    again = CallRequeued(agent=agent, reason=reason, in_room=in_room)
    held = take_off_hold(call) if in_room else []
    tx.emit(stream, call.incident, again, *held)
    return in_room


def end_of(call: Call) -> CallEnded:
    """The end of a call; it says whose going ended what others had gone on with."""
    leg = last_to_leave(call) if call.left or call.caller_left else ""
    return CallEnded(reason=why_over(call), leg=leg)
