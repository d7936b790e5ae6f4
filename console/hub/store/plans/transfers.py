"""Plans for transfers: asked, offered with the card, accepted or refused, joined, taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from console.domain.agent import Agent, AgentEngaged, AgentOffered, AgentWrapping
from console.domain.base import Rejected
from console.domain.call import check_mine
from console.domain.call_events import CallRequeued, HoldAsked
from console.domain.call_state import Call
from console.domain.guests import GuestInvited, live_guests
from console.domain.handoff import Known, card_of, version_of
from console.domain.note import Note, NoteAdded
from console.domain.person import Contact, masked
from console.domain.transfer import (
    check_free_for_transfer,
    check_read,
    receiver_is_in,
    why_unreachable,
)
from console.domain.transfer_events import (
    AcceptTransfer,
    CancelTransfer,
    CompleteTransfer,
    JoinAll,
    RefuseTransfer,
    TransferAccepted,
    TransferAsked,
    TransferCall,
    TransferFailed,
    TransferJoined,
    TransferOffered,
    TransferRefused,
    TransferReturned,
)
from console.hub.store.plans.calls import call_of, take_offer
from console.hub.store.plans.common import agent_of, incident_of
from console.hub.store.plans.dialling import count_dial, dialable
from console.hub.store.plans.guests import MOST_GUESTS, next_leg
from console.hub.store.plans.incidents import join
from console.hub.store.plans.transfer_ends import end_transfer, hand_over
from console.hub.store.tables import EntryRow, table
from console.hub.wishes import TransferDue

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.handoff import CardLine
    from console.domain.transfer import Transfer
    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish

ENTRY = table(EntryRow)
NOTED: str = NoteAdded.model_fields["kind"].default


def card_for(tx: Tx, number: int, asked: str, caller: str = "") -> tuple[CardLine, ...]:
    """Make the handoff card of an incident as it stands now."""
    incident = incident_of(tx, number)
    first = func.min(ENTRY.c.seq)
    streams = tx.query(
        select(ENTRY.c.stream)
        .where(ENTRY.c.incident == number, ENTRY.c.kind == NOTED)
        .group_by(ENTRY.c.stream)
        .order_by(first)
    )
    keys = [stream.partition("/")[2] for stream in streams.scalars().all()]
    notes = [note for key in keys if (note := tx.get(Note, key)) is not None]
    handles = dict.fromkeys([caller, *incident.handles])
    contacts = [c for h in handles if h and (c := tx.get(Contact, h)) is not None]
    return card_of(Known(incident, notes, contacts, asked=asked, caller=caller))


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
    elif command.queue:
        _to_queue(tx, wish, call, command)
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
    if why := why_unreachable(receiver, wish.agent):
        words = f"{receiver.name} can't be reached now: {why}. Choose somebody else."
        raise Rejected(words, code="unreachable")
    _check_room(call)
    _asked(tx, wish, call, command, target="agent", agent=receiver.number, name=receiver.name)
    until = tx.now + timedelta(seconds=tx.policy.ring_seconds)
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
    _check_room(call)
    contact = tx.get(Contact, handle)
    name = (contact.name if contact is not None else "") or masked(handle)
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


def _to_queue(tx: Tx, wish: Wish, call: Call, command: TransferCall) -> None:
    known = {*tx.policy.queue_rules, *tx.policy.queues.values(), call.queue}
    if command.queue not in known:
        raise Rejected("There is no such queue.", code="not_found")
    if not call.inbound:
        raise Rejected("Only who rang us can wait in a queue; choose a colleague.")
    if any(guest.role != "lead" for guest in live_guests(call)):
        raise Rejected("Others are in this call; take them out first.", code="conflict")
    queue = command.queue
    _asked(tx, wish, call, command, target="queue", name=f"the queue {queue}", to=queue)
    waits = CallRequeued(agent=wish.agent, reason=f"handed over to the queue {queue}")
    tx.emit(f"call/{call.id}", call.incident, waits)
    tx.emit(f"agent/{wish.agent}", None, AgentWrapping(call=call.id))


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
        if transfer.leg == due.leg and not receiver_is_in(call):
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
    TransferCall: _transfer,
    AcceptTransfer: _accept,
    RefuseTransfer: _refuse,
    CompleteTransfer: _complete,
    CancelTransfer: _cancel,
    JoinAll: _join_all,
    TransferDue: _due,
}
