"""Plans that begin a transfer: to a colleague, to a queue or one of its people, or outside."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from console.domain.agent import Agent, AgentOffered, AgentWrapping
from console.domain.base import Rejected
from console.domain.call import check_mine
from console.domain.call_events import CallRequeued, HoldAsked
from console.domain.guests import GuestInvited, live_guests
from console.domain.handoff import version_of
from console.domain.person import Contact, masked
from console.domain.transfer import check_free_for_transfer, why_unreachable
from console.domain.transfer_events import TransferAsked, TransferCall, TransferOffered
from console.hub.store.plans.calls import call_of
from console.hub.store.plans.common import agent_of
from console.hub.store.plans.dialling import count_dial, dialable
from console.hub.store.plans.guests import MOST_GUESTS, next_leg
from console.hub.store.plans.handoff import card_for
from console.hub.store.plans.incidents import join
from console.hub.store.plans.restriction import check_receiver_sees
from console.hub.store.plans.routing import best_of_queue
from console.hub.store.plans.safe_contact import check_card

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.call_state import Call
    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish


def _transfer(tx: Tx, wish: Wish, command: TransferCall) -> None:
    call = call_of(tx, command.call)
    check_mine(call, wish.agent)
    check_free_for_transfer(call)
    chosen = [command.agent is not None, bool(command.queue), bool(command.number)]
    if sum(chosen) != 1:
        raise Rejected("Choose one to whom the call goes.")
    if not command.asked.strip() and not command.number:
        raise Rejected("Say what you ask of them; it is on the card.")
    if command.agent is not None:
        _to_agent(tx, wish, call, command)
    elif command.queue and command.how == "cold":
        _to_queue(tx, wish, call, command)
    elif command.queue:
        _to_one_of(tx, wish, call, command)
    else:
        _to_number(tx, wish, call, command)


def _asked(tx: Tx, wish: Wish, call: Call, command: TransferCall, **target: Any) -> None:
    sender = agent_of(tx, wish)
    card = card_for(tx, call.incident, command.asked, call.handle)
    held = command.how != "cold" and target["target"] != "queue" and not call.hold_asked
    asked = TransferAsked(
        how=command.how,
        by=sender.number,
        by_name=sender.name,
        asked=command.asked.strip(),
        card=card,
        version=version_of(card),
        held=held,
        **target,
    )
    tx.emit(f"call/{call.id}", call.incident, asked)
    if held:
        tx.emit(f"call/{call.id}", call.incident, HoldAsked(on=True))


def _to_agent(tx: Tx, wish: Wish, call: Call, command: TransferCall) -> None:
    receiver = tx.get(Agent, command.agent)
    if receiver is None:
        raise Rejected("There is no such colleague.", code="not_found")
    check_receiver_sees(tx, call.incident, receiver)
    if why := why_unreachable(receiver, wish.agent):
        words = f"{receiver.name} can't be reached now: {why}. Choose somebody else."
        raise Rejected(words, code="unreachable")
    _ring(tx, wish, call, command, receiver)


def _ring(tx: Tx, wish: Wish, call: Call, command: TransferCall, receiver: Agent) -> None:
    """Let a colleague's desk ring, with the card."""
    _check_room(call)
    _asked(tx, wish, call, command, target="agent", agent=receiver.number, name=receiver.name)
    until = tx.now + timedelta(seconds=tx.policy.transfer_seconds)
    offered = TransferOffered(agent=receiver.number, name=receiver.name, until=until)
    tx.emit(f"call/{call.id}", call.incident, offered)
    tx.emit(f"agent/{receiver.number}", None, AgentOffered(call=call.id))


def _check_room(call: Call) -> None:
    if len(live_guests(call)) >= MOST_GUESTS:
        raise Rejected("There are enough people in this call; drop somebody first.")


def _to_number(tx: Tx, wish: Wish, call: Call, command: TransferCall) -> None:
    to = dialable(tx, wish.agent, command.number)
    handle = f"tel:{to}"
    if handle == call.handle or any(guest.to == to for guest in live_guests(call)):
        raise Rejected("They are in this call already.", code="conflict")
    check_card(tx, call.incident, handle, "call")
    _check_room(call)
    contact = tx.get(Contact, handle)
    known = contact.name if contact is not None else ""
    name = command.name.strip() or known or masked(handle)
    leg = next_leg(call)
    _asked(tx, wish, call, command, target="number", name=name, to=to, leg=leg)
    invited = GuestInvited(
        leg=leg,
        role="outsider",
        name=name,
        to=to,
        by=wish.agent,
        purpose="transfer" if command.how == "cold" else "consult",
    )
    tx.emit(f"call/{call.id}", call.incident, invited)
    join(tx, call.incident, handle)
    count_dial(tx, wish.agent, call.id)


def _to_one_of(tx: Tx, wish: Wish, call: Call, command: TransferCall) -> None:
    """Talk first with whoever of a queue would be next; the caller waits with the sender."""
    _check_queue(tx, call, command.queue)
    receiver = best_of_queue(tx, command.queue, call, wish.agent)
    if receiver is None:
        words = f"Nobody of the queue {command.queue} is free to be asked; hand the caller over."
        raise Rejected(words, code="unreachable")
    _ring(tx, wish, call, command, receiver)


def _check_queue(tx: Tx, call: Call, queue: str) -> None:
    if queue not in {*tx.policy.queue_rules, *tx.policy.queues.values(), call.queue}:
        raise Rejected("There is no such queue.", code="not_found")


def _to_queue(tx: Tx, wish: Wish, call: Call, command: TransferCall) -> None:
    _check_queue(tx, call, command.queue)
    if not call.inbound:
        raise Rejected("Only who rang us can wait in a queue; choose a colleague.")
    if any(guest.role != "lead" for guest in live_guests(call)):
        raise Rejected("Others are in this call; take them out first.", code="conflict")
    queue = command.queue
    _asked(tx, wish, call, command, target="queue", name=f"the queue {queue}", to=queue)
    waits = CallRequeued(agent=wish.agent, reason=f"handed over to the queue {queue}")
    tx.emit(f"call/{call.id}", call.incident, waits)
    tx.emit(f"agent/{wish.agent}", None, AgentWrapping(call=call.id))


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {TransferCall: _transfer}
