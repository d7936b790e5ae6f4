"""What becomes of a transfer by itself: done, failed or returned, whatever happened to the call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.agent import Agent, AgentEngaged, AgentFreed, AgentWrapping
from console.domain.call_events import CallTroubled, HoldAsked
from console.domain.call_state import Call
from console.domain.company import LeaveAsked, people
from console.domain.guests import GuestDropAsked
from console.domain.incident import decide_take
from console.domain.supervision import is_gone
from console.domain.transfer import receiver_is_in
from console.domain.transfer_events import (
    TransferDone,
    TransferFailed,
    TransferReturned,
    TransferTried,
)
from console.hub.store.plans.common import incident_of
from console.hub.store.plans.company import take_off_hold

if TYPE_CHECKING:
    from console.domain.base import Event
    from console.domain.transfer import Transfer
    from console.hub.store.tx import Tx
    from console.hub.wishes import EffectTold

CALLER_GONE = "The caller hung up."
NO_SENDER = "The sender's phone is not connected any more."


def follow_transfer(tx: Tx, key: str) -> None:
    """After something happened to a call: carry out the transfer, or end it and free everybody."""
    call = tx.get(Call, key)
    if call is None:
        return
    if call.transfer is not None:
        _follow(tx, call, call.transfer)
    _free_colleagues(tx, tx.get(Call, key) or call)


def _follow(tx: Tx, call: Call, transfer: Transfer) -> None:
    if call.over:
        end_transfer(tx, call, TransferFailed(words=CALLER_GONE))
    elif transfer.target == "queue":
        _follow_queue(tx, call, transfer)
    elif call.left and transfer.target == "number":
        _outside(tx, call, transfer)
    elif call.caller_left:
        end_transfer(tx, call, TransferFailed(words=CALLER_GONE))
    elif words := _lost(call, transfer):
        end_transfer(tx, call, TransferFailed(words=words))
    elif transfer.how == "cold" and receiver_is_in(call) and call.customer.is_present:
        hand_over(tx, call, transfer)


def _lost(call: Call, transfer: Transfer) -> str:
    """Why the receiver will not come, or is gone again; empty while all is well."""
    if call.agent is None:
        return NO_SENDER
    if not transfer.leg or (guest := call.guests.get(transfer.leg)) is None:
        return ""
    part = call.part(transfer.leg)
    if part.has_left:
        return guest.trouble or f"{transfer.name} has left again."
    return guest.trouble if not part.is_present else ""


def _follow_queue(tx: Tx, call: Call, transfer: Transfer) -> None:
    if call.phase != "talking" or call.agent is None:
        return
    if call.agent == transfer.by:
        back = TransferReturned(by=transfer.by, reason="nobody took it from the queue")
        tx.emit(f"call/{call.id}", call.incident, back)
        return
    done = TransferDone(
        target="queue",
        name=call.agent_name,
        agent=call.agent,
        leg=call.agent_leg,
        former=transfer.by,
        former_name=transfer.by_name,
    )
    tx.emit(f"call/{call.id}", call.incident, done)
    own(tx, call.incident, call.agent, call.agent_name)


def _outside(tx: Tx, call: Call, transfer: Transfer) -> None:
    done = TransferDone(
        target="number",
        name=transfer.name,
        leg=transfer.leg,
        former=transfer.by,
        former_name=transfer.by_name,
    )
    tx.emit(f"call/{call.id}", call.incident, done)


def hand_over(tx: Tx, call: Call, transfer: Transfer) -> None:
    """The receiver is in the room: the caller is theirs, and the sender may go."""
    if transfer.target == "number":
        _leave_to(tx, call, transfer)
        return
    receiver, former = tx.get(Agent, transfer.agent), call.agent
    if receiver is None or former is None:
        return
    done = TransferDone(
        target="agent",
        name=receiver.name,
        agent=receiver.number,
        leg=transfer.leg,
        former=former,
        former_name=call.agent_name,
        former_leg=call.agent_leg,
    )
    tx.emit(f"call/{call.id}", call.incident, done)
    tx.emit(f"agent/{former}", None, AgentWrapping(call=call.id))
    tx.emit(f"agent/{receiver.number}", None, AgentEngaged(call=call.id))
    own(tx, call.incident, receiver.number, receiver.name)


def _leave_to(tx: Tx, call: Call, transfer: Transfer) -> None:
    if transfer.tried or call.leave_asked or people(call) < 3:
        return
    by = call.agent or transfer.by
    asked: list[Event] = [TransferTried(by=by), LeaveAsked(agent=by), *take_off_hold(call)]
    tx.emit(f"call/{call.id}", call.incident, *asked)


def own(tx: Tx, number: int, agent: int, name: str) -> None:
    """Make the receiver the owner of the incident as well."""
    taken = decide_take(incident_of(tx, number), agent, name, over=True)
    tx.emit(f"incident/{number}", number, *taken)


def end_transfer(tx: Tx, call: Call, how: Event) -> None:
    """End it without a receiver: the caller is with the sender, and nobody else is kept busy."""
    transfer = call.transfer
    if transfer is None:
        return
    stream = f"call/{call.id}"
    if transfer.held and not call.over and call.agent is not None and not call.caller_left:
        tx.emit(stream, call.incident, HoldAsked(on=False))
    tx.emit(stream, call.incident, how)
    part = call.part(transfer.leg)
    if transfer.leg in call.guests and not (part.has_left or call.over or call.caller_left):
        tx.emit(stream, call.incident, GuestDropAsked(leg=transfer.leg, by=0))
    receiver = tx.get(Agent, transfer.agent) if transfer.target == "agent" else None
    if receiver is not None and receiver.offer == call.id:
        tx.emit(f"agent/{receiver.number}", None, AgentFreed(call=call.id))
    _free_colleagues(tx, tx.get(Call, call.id) or call)


def _free_colleagues(tx: Tx, call: Call) -> None:
    """A colleague who was asked into a call and is not in it any more has nothing to do with it."""
    for guest in call.guests.values():
        is_asked = guest.agent is not None and guest.purpose in ("consult", "transfer")
        if not is_asked or not is_gone(call, guest) or guest.agent == call.agent:
            continue
        colleague = tx.get(Agent, guest.agent)
        if colleague is not None and colleague.call == call.id:
            tx.emit(f"agent/{colleague.number}", None, AgentFreed(call=call.id))


def hand_troubled(tx: Tx, call: Call, told: EffectTold) -> None:
    """Say that the last step of a transfer is not certain; the sender is asked out once more."""
    if call.over or told.how in ("attempted", "done"):
        return
    words = f"{told.words} Take the caller off hold by hand, if they are."
    troubled = CallTroubled(about="hold", words=words, is_unsure=told.how == "unsure")
    tx.emit(f"call/{call.id}", call.incident, troubled)
    if call.is_held and not call.hold_asked:
        tx.emit(f"call/{call.id}", call.incident, HoldAsked(on=False))
    for guest in call.guests.values():
        is_sender = guest.purpose == "transfer" and guest.drop_asked and guest.agent is not None
        if is_sender and call.part(guest.leg).is_present:
            tx.emit(f"call/{call.id}", call.incident, GuestDropAsked(leg=guest.leg, by=0))


def saves_the_caller(tx: Tx, call: Call) -> bool:
    """Give the caller to the receiver at once when the sender's phone is gone; tells whether."""
    transfer = call.transfer
    if transfer is None or transfer.target != "agent" or not receiver_is_in(call):
        return False
    if not call.customer.is_present:
        return False
    hand_over(tx, call, transfer)
    return True
