"""Transfers: a call goes to a colleague, a queue or a number outside; nobody is lost on the way.

Who sends a caller stays with them until the receiver is in the room; whatever goes wrong before
that leaves the caller where they are. What is told to the receiver is the handoff card.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from console.domain.base import Event, Rejected, State
from console.domain.guests import Guest
from console.domain.transfer_events import (
    AcceptTransfer,
    CardLines,
    How,
    Target,
    TransferAccepted,
    TransferAsked,
    TransferDone,
    TransferFailed,
    TransferJoined,
    TransferOffered,
    TransferRefused,
    TransferReturned,
    TransferTried,
)

if TYPE_CHECKING:
    from console.domain.agent import Agent
    from console.domain.call_state import Call

_TAKES_CALLS = frozenset({"agent", "lead"})


class Transfer(State):
    """A transfer under way."""

    how: How
    target: Target
    by: int
    by_name: str = ""
    agent: int | None = None
    name: str = ""
    to: str = ""
    asked: str = ""
    card: CardLines = ()
    version: str = ""
    held: bool = False
    """The caller was put on hold for it, and is taken off hold when it ends."""
    until: datetime | None = None
    """How long the receiver's desk rings."""
    leg: str = ""
    """The receiver's leg, once their telephone is rung."""
    taken_by: int | None = None
    """Who read the card and said yes."""
    joined: bool = False
    """All three talk to each other."""
    tried: bool = False
    """The sender was asked out of the room, in favour of an outsider."""
    returned: bool = False
    """Nobody took it from the queue: it is offered to the sender too."""


def evolve_transfer(state: Call, event: Event) -> Call:
    """Apply one event of a transfer to its call."""
    match event:
        case TransferAsked():
            return state.model_copy(update=_asked(state, event))
        case TransferDone():
            return state.model_copy(update=_done(state, event))
        case TransferRefused(name=name, reason=reason):
            words = f"{name} refused: {reason}"
            return state.model_copy(update={"transfer": None, "trouble": words})
        case TransferFailed(words=words):
            return state.model_copy(update={"transfer": None, "trouble": words})
        case TransferReturned(is_waiting=False):
            return state.model_copy(update={"transfer": None})
    if state.transfer is None:
        return state
    after = state.transfer.model_copy(update=_step(event))
    return state.model_copy(update={"transfer": after})


def _asked(state: Call, event: TransferAsked) -> dict[str, object]:
    transfer = Transfer(**event.model_dump(exclude={"kind"}))
    update: dict[str, object] = {"transfer": transfer, "trouble": ""}
    if event.target == "queue":
        # Whoever lets a call pass is offered it again only when nobody else is there.
        update |= {"queue": event.to, "missed": (event.by,)}
    return update


def _step(event: Event) -> dict[str, object]:
    match event:
        case TransferOffered(until=until):
            return {"until": until}
        case TransferAccepted(agent=agent, leg=leg):
            return {"taken_by": agent, "leg": leg, "until": None}
        case TransferJoined():
            return {"joined": True, "held": False}
        case TransferTried():
            return {"tried": True}
        case TransferReturned():
            return {"returned": True}
        case _:
            return {}


def _done(state: Call, event: TransferDone) -> dict[str, object]:
    if event.target != "agent" or event.agent is None:
        return {"transfer": None, "trouble": ""}
    guests = {leg: guest for leg, guest in state.guests.items() if leg != event.leg}
    guests[event.former_leg] = Guest(
        leg=event.former_leg,
        role="colleague",
        name=event.former_name,
        agent=event.former,
        by=event.former,
        purpose="transfer",
        drop_asked=True,
    )
    return {
        "transfer": None,
        "guests": guests,
        "agent": event.agent,
        "agent_name": event.name,
        "agent_leg": event.leg,
        "attempts": state.attempts + 1,
        "mute_asked": False,
        "hold_asked": False,
        "trouble": "",
    }


def why_unreachable(agent: Agent, me: int) -> str:
    """Why a call can't be given to somebody now; empty when it can."""
    reasons = (
        ("this is you", agent.number == me),
        ("takes no calls", agent.disabled or agent.role not in _TAKES_CALLS),
        (agent.presence, agent.presence != "available"),
        ("on a call", agent.call is not None),
        ("something rings for them", agent.offer is not None),
        ("finishing a call", agent.wrapping is not None),
        ("listening to a call", agent.watching is not None),
        ("no phone", not agent.phone),
    )
    return next((words for words, is_so in reasons if is_so), "")


def is_direct(call: Call, agent: int) -> bool:
    """Whether a colleague's desk rings, or their telephone does, because of a transfer."""
    transfer = call.transfer
    return transfer is not None and transfer.target == "agent" and transfer.agent == agent


def check_free_for_transfer(call: Call) -> None:
    """Refuse to begin a transfer that could not be carried out. Raises Rejected."""
    if call.transfer is not None:
        words = f"{call.transfer.name} is being asked already; take the caller back first."
        raise Rejected(words, code="conflict")
    if call.end_asked or call.caller_left:
        raise Rejected("The caller has gone.", code="gone")
    if call.phase != "talking" or call.leave_asked or not call.customer.is_present:
        raise Rejected("Nobody is connected yet.")


def check_read(transfer: Transfer, command: AcceptTransfer) -> None:
    """Refuse who has not read this very card. Raises Rejected."""
    if not command.read or command.version != transfer.version:
        raise Rejected("Read the handoff card first.", code="unread")


def receiver_is_in(call: Call) -> bool:
    """Whether whoever gets the call is in the room, as the provider has confirmed."""
    leg = call.transfer.leg if call.transfer is not None else ""
    return leg != "" and call.part(leg).is_present


BACK = "nobody has taken it since you handed it over"


def back_to_senders(calls: dict[str, Call], agents: dict[int, Agent]) -> list[tuple[Call, Agent]]:
    """Take out of both what nobody took in time and its sender, who is free: they get it again."""
    found = []
    for key, call in list(calls.items()):
        transfer = call.transfer
        if transfer is None or not transfer.returned:
            continue
        sender = agents.get(transfer.by)
        if sender is not None and sender.is_free:
            found.append((calls.pop(key), agents.pop(transfer.by)))
    return found
