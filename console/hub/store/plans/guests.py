"""Plans for guests of a call: asked in, held, taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.domain.base import Rejected
from console.domain.call import check_mine
from console.domain.company import LeaveAsked, people
from console.domain.guests import (
    DropGuest,
    GuestDropAsked,
    GuestHoldAsked,
    GuestInvited,
    HoldGuest,
    InviteGuest,
    LeaveCall,
    live_guests,
)
from console.domain.person import Contact, masked
from console.hub.store.plans.calls import call_of
from console.hub.store.plans.common import agent_of
from console.hub.store.plans.company import take_off_hold
from console.hub.store.plans.dialling import count_dial, dialable
from console.hub.store.plans.incidents import join
from console.hub.store.plans.safe_contact import check_card

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.call_state import Call
    from console.domain.guests import Guest
    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish

MOST_GUESTS = 6


def next_leg(call: Call) -> str:
    """Give a label that no guest of this call has had."""
    return f"guest-{len(call.guests) + 1}"


def guest_of(call: Call, leg: str) -> Guest:
    """Give a guest who is there or on the way. Raises Rejected."""
    guest = next((g for g in live_guests(call) if g.leg == leg), None)
    if guest is None:
        raise Rejected("They are not in this call any more.", code="gone")
    return guest


def _invite(tx: Tx, wish: Wish, command: InviteGuest) -> None:
    agent, call = agent_of(tx, wish), call_of(tx, command.call)
    check_mine(call, wish.agent)
    if call.phase != "talking":
        raise Rejected("Nobody is connected yet.")
    if not command.to.startswith("tel:"):
        raise Rejected("This address can't be called.")
    to = dialable(tx, agent.number, command.to)
    handle = f"tel:{to}"
    check_card(tx, call.incident, handle, "call")
    waiting = live_guests(call)
    is_caller = handle == call.handle and not call.caller_left
    if any(guest.to == to for guest in waiting) or is_caller:
        raise Rejected("They are in this call already.", code="conflict")
    if len(waiting) >= MOST_GUESTS:
        raise Rejected("There are enough people in this call; drop somebody first.")
    join(tx, call.incident, handle)
    name = command.name.strip() or _known_as(tx, handle)
    invited = GuestInvited(leg=next_leg(call), role="outsider", name=name, to=to, by=agent.number)
    tx.emit(f"call/{call.id}", call.incident, invited)
    count_dial(tx, agent.number, call.id)


def _known_as(tx: Tx, handle: str) -> str:
    contact = tx.get(Contact, handle)
    return (contact.name if contact is not None else "") or masked(handle)


def _hold(tx: Tx, wish: Wish, command: HoldGuest) -> None:
    call = call_of(tx, command.call)
    check_mine(call, wish.agent)
    guest = guest_of(call, command.leg)
    if not call.part(guest.leg).is_present:
        raise Rejected(f"{guest.name} is not connected yet.")
    if guest.hold_asked != command.on or call.part(guest.leg).hold != command.on:
        held = GuestHoldAsked(leg=guest.leg, on=command.on)
        tx.emit(f"call/{call.id}", call.incident, held)


def _drop(tx: Tx, wish: Wish, command: DropGuest) -> None:
    call = call_of(tx, command.call)
    check_mine(call, wish.agent)
    guest = guest_of(call, command.leg)
    dropped = GuestDropAsked(leg=guest.leg, by=wish.agent)
    tx.emit(f"call/{call.id}", call.incident, dropped)


def _leave(tx: Tx, wish: Wish, command: LeaveCall) -> None:
    call = call_of(tx, command.call)
    check_mine(call, wish.agent)
    if call.leave_asked:
        return
    if not call.mine.is_present or people(call) < 3:
        words = "Nobody would be left to talk to. Add somebody first, or hang up."
        raise Rejected(words)
    asked = LeaveAsked(agent=wish.agent)
    tx.emit(f"call/{call.id}", call.incident, asked, *take_off_hold(call))


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    InviteGuest: _invite,
    HoldGuest: _hold,
    DropGuest: _drop,
    LeaveCall: _leave,
}
