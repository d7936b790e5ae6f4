"""Plans for transfers under way: accepted or refused, joined, taken back, given up in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.domain.agent import Agent, AgentEngaged
from console.domain.base import Rejected
from console.domain.call import check_mine
from console.domain.call_events import HoldAsked
from console.domain.call_state import Call
from console.domain.company import hears_announcement
from console.domain.guests import GuestInvited
from console.domain.transfer import (
    check_read,
    receiver_is_in,
)
from console.domain.transfer_events import (
    AcceptTransfer,
    CancelTransfer,
    CompleteTransfer,
    JoinAll,
    RefuseTransfer,
    TransferAccepted,
    TransferFailed,
    TransferJoined,
    TransferRefused,
    TransferReturned,
)
from console.hub.store.plans.calls import call_of, take_offer
from console.hub.store.plans.common import agent_of
from console.hub.store.plans.guests import next_leg
from console.hub.store.plans.transfer_beginnings import PLANS as BEGINNINGS
from console.hub.store.plans.transfer_ends import end_transfer, hand_over
from console.hub.wishes import TransferDue

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.transfer import Transfer
    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish


def _offered(call: Call, agent: int) -> Transfer:
    """The transfer that waits for somebody's answer. Raises Rejected."""
    transfer = call.transfer
    if call.over:
        raise Rejected("The caller has hung up.", code="gone")
    offered = call.offer if transfer and transfer.target == "queue" else None
    wanted = transfer.agent if transfer and transfer.until is not None else offered
    if transfer is None or wanted != agent:
        raise Rejected("This call is not offered to you any more.", code="gone")
    return transfer


def _accept(tx: Tx, wish: Wish, command: AcceptTransfer) -> None:
    agent, call = agent_of(tx, wish), call_of(tx, command.call)
    transfer = _offered(call, agent.number)
    check_read(transfer, command)
    stream, leg = f"call/{call.id}", ""
    if transfer.target == "agent":
        leg = next_leg(call)
    accepted = TransferAccepted(
        agent=agent.number, name=agent.name, version=command.version, leg=leg
    )
    tx.emit(stream, call.incident, accepted)
    if transfer.target == "queue":
        take_offer(tx, agent, call)
        return
    invited = GuestInvited(
        leg=leg,
        role="colleague",
        name=agent.name,
        to=agent.phone,
        agent=agent.number,
        by=transfer.by,
        purpose="transfer" if transfer.how == "cold" else "consult",
    )
    tx.emit(stream, call.incident, invited)
    tx.emit(f"agent/{agent.number}", None, AgentEngaged(call=call.id))


def _refuse(tx: Tx, wish: Wish, command: RefuseTransfer) -> None:
    agent, call = agent_of(tx, wish), call_of(tx, command.call)
    transfer = _offered(call, agent.number)
    if transfer.target == "queue":
        raise Rejected("It rings for you from the queue: decline it instead.")
    no = TransferRefused(agent=agent.number, name=agent.name, reason=command.reason)
    end_transfer(tx, call, no)


def _mine(tx: Tx, wish: Wish, key: str) -> tuple[Call, Transfer]:
    call = call_of(tx, key)
    check_mine(call, wish.agent)
    if call.transfer is None:
        raise Rejected("No transfer is under way.", code="gone")
    return call, call.transfer


def _complete(tx: Tx, wish: Wish, command: CompleteTransfer) -> None:
    call, transfer = _mine(tx, wish, command.call)
    if not receiver_is_in(call):
        raise Rejected(f"{transfer.name} is not in the call yet.")
    hand_over(tx, call, transfer)


def _cancel(tx: Tx, wish: Wish, command: CancelTransfer) -> None:
    call, _ = _mine(tx, wish, command.call)
    end_transfer(tx, call, TransferReturned(by=wish.agent, reason="taken back"))


def _join_all(tx: Tx, wish: Wish, command: JoinAll) -> None:
    call, transfer = _mine(tx, wish, command.call)
    if not receiver_is_in(call):
        raise Rejected(f"{transfer.name} is not in the call yet.")
    if call.hold_asked or call.is_held:
        tx.emit(f"call/{call.id}", call.incident, HoldAsked(on=False))
    if not transfer.joined:
        tx.emit(f"call/{call.id}", call.incident, TransferJoined(by=wish.agent))


def _due(tx: Tx, _wish: Wish, due: TransferDue) -> None:
    call = tx.get(Call, due.call)
    transfer = call.transfer if call is not None else None
    if call is None or transfer is None or call.over:
        return
    if due.queue:
        _unanswered(tx, call, transfer)
    elif due.leg:
        is_late = not receiver_is_in(call) and not hears_announcement(call, due.leg)
        if transfer.leg == due.leg and is_late:
            words = f"{transfer.name} could not be connected in time."
            end_transfer(tx, call, TransferFailed(words=words))
    elif transfer.agent == due.agent and transfer.until is not None and transfer.until <= tx.now:
        words = f"{transfer.name} did not answer."
        end_transfer(tx, call, TransferFailed(words=words))


def _unanswered(tx: Tx, call: Call, transfer: Transfer) -> None:
    if transfer.target != "queue" or transfer.returned or call.agent is not None:
        return
    reason = "nobody has taken it yet: it is offered to the sender too"
    back = TransferReturned(by=transfer.by, reason=reason, is_waiting=True)
    tx.emit(f"call/{call.id}", call.incident, back)


def desk_lost(tx: Tx, agent: Agent) -> None:
    """A receiver whose desk is gone can't read the card: back to the sender."""
    call = tx.get(Call, agent.offer) if agent.offer is not None else None
    transfer = call.transfer if call is not None else None
    if call is None or transfer is None or transfer.agent != agent.number:
        return
    words = f"{agent.name}'s desk is not connected any more."
    end_transfer(tx, call, TransferFailed(words=words))


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    **BEGINNINGS,
    AcceptTransfer: _accept,
    RefuseTransfer: _refuse,
    CompleteTransfer: _complete,
    CancelTransfer: _cancel,
    JoinAll: _join_all,
    TransferDue: _due,
}
