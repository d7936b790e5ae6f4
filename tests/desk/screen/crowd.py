"""A floor with many people on it, for the lead's screen: agents, callers who wait, live calls."""

from __future__ import annotations

from datetime import timedelta

from console.domain.agent import AgentAdded, AgentEngaged, AgentOffered, AgentWrapping, PresenceSet
from console.domain.assistance import HelpAsked
from console.domain.call_events import (
    CallAccepted,
    CallArrived,
    CallConnected,
    CallEnded,
    CallOffered,
    CallQueued,
    HoldAsked,
    RoomReported,
)
from console.domain.guests import GuestInvited
from console.domain.incident_events import CategorySet
from tests.desk.core.entries import ME
from tests.desk.screen.happenings import joined
from tests.desk.screen.paper_hub import PaperHub

FIRST = ("Ana", "Ben", "Cleo", "Dan", "Eve", "Finn", "Gus", "Hana", "Ida", "Jo", "Kai", "Lou")
LAST = ("Reyes", "Ng", "Okafor", "Silva", "Tran", "Weber", "Xu", "Young", "Zima", "Adair")
QUEUES = ("safety", "billing", "pets")
PRESENCES = (
    ("available", ""),
    ("available", ""),
    ("available", ""),
    ("break", "lunch"),
    ("training", ""),
    ("away", "lets calls ring"),
    ("offline", ""),
)


def crowd(agents: int = 24, waiting: int = 6, live: int = 5) -> PaperHub:
    """A floor where I am a lead."""
    hub = PaperHub()
    lead = AgentAdded(number=ME.number, login=ME.login, name=ME.name, role="lead", phone="+1")
    hub.add(f"agent/{ME.number}", lead, incident=None)
    for number in range(10, 10 + agents):
        _agent(hub, number)
    for number in range(1, 1 + live):
        _live(hub, number, 9 + number)
    for number in range(100, 100 + waiting):
        waits(hub, number)
    return hub


def _agent(hub: PaperHub, number: int) -> None:
    name = f"{FIRST[number % len(FIRST)]} {LAST[number % len(LAST)]}"
    added = AgentAdded(number=number, login=f"a{number}", name=name, role="agent", phone="+1")
    hub.add(f"agent/{number}", added, incident=None, after=0.01)
    state, reason = PRESENCES[number % len(PRESENCES)]
    event = PresenceSet.model_validate({"state": state, "reason": reason})
    hub.add(f"agent/{number}", event, incident=None, after=0.5)


def waits(hub: PaperHub, number: int, *, after: float = 1.0) -> None:
    """Somebody rings and waits in one of the queues."""
    handle = f"tel:+1415555{number:04}"
    hub.log.opened(number, handle)
    if number % 4 == 0:
        event = CategorySet.model_validate({"category": "pet-poison", "severity": "critical"})
        hub.add(f"incident/{number}", event, incident=number)
    call = f"CA{number}"
    queue = QUEUES[number % len(QUEUES)]
    arrived = CallArrived(sid=call, handle=handle, to="+14155550100", queue=queue, language="en")
    hub.add(f"call/{call}", arrived, incident=number, after=after)
    hub.add(f"call/{call}", CallQueued(), incident=number, after=after)


def rings(hub: PaperHub, number: int, agent: int) -> None:
    """A waiting call is offered to somebody."""
    until = hub.log.now + timedelta(seconds=30)
    offered = CallOffered(agent=agent, name=name_of(agent), until=until)
    hub.add(f"call/CA{number}", offered, incident=number)
    hub.add(f"agent/{agent}", AgentOffered(call=f"CA{number}"), incident=None)


def name_of(agent: int) -> str:
    """How one of the crowd is called."""
    return f"{FIRST[agent % len(FIRST)]} {LAST[agent % len(LAST)]}"


def _live(hub: PaperHub, number: int, agent: int) -> None:
    waits(hub, number, after=3)
    call = f"CA{number}"
    taken = CallAccepted(agent=agent, name=name_of(agent), phone="+1", leg=f"a{agent}")
    hub.add(f"call/{call}", taken, incident=number)
    hub.add(f"agent/{agent}", AgentEngaged(call=call), incident=None)
    hub.add(f"call/{call}", joined("customer", 1), incident=number)
    hub.add(f"call/{call}", joined(f"a{agent}", 2), incident=number)
    hub.add(f"call/{call}", CallConnected(), incident=number, after=20)


def holds(hub: PaperHub, number: int) -> None:
    """An agent puts their caller on hold."""
    hub.add(f"call/CA{number}", HoldAsked(on=True), incident=number)
    held = RoomReported(
        conference="CF1", event="participant-hold", sequence=9, leg="customer", hold=True
    )
    hub.add(f"call/CA{number}", held, incident=number)


def listens(hub: PaperHub, number: int, name: str = "Lee Park") -> None:
    """Another lead listens to a call."""
    guest = GuestInvited(
        leg="l1",
        role="lead",
        name=name,
        to="+1",
        agent=4,
        by=4,
        purpose="watch",
        mode="listen",
    )
    hub.add(f"call/CA{number}", guest, incident=number)
    hub.add(f"call/CA{number}", joined("l1", 11), incident=number)


def asks_help(hub: PaperHub, number: int, agent: int, words: str) -> None:
    """An agent asks leads for help."""
    asked = HelpAsked(agent=agent, name=name_of(agent), words=words)
    hub.add(f"incident/{number}", asked, incident=number, actor=f"agent:{agent}")


def ends(hub: PaperHub, number: int, agent: int) -> None:
    """A call is over, and its agent wraps up."""
    hub.add(f"call/CA{number}", CallEnded(reason="completed"), incident=number)
    hub.add(f"agent/{agent}", AgentWrapping(call=f"CA{number}"), incident=None)


def busy_floor() -> PaperHub:
    """A floor on which something of everything goes on."""
    hub = crowd()
    holds(hub, 2)
    listens(hub, 3)
    rings(hub, 101, 22)
    asks_help(hub, 2, 11, "she says she has the keys")
    hub.texted("hello? is anybody there", handle="tel:+14155550100", number=100)
    ends(hub, 5, 14)
    hub.log.now += timedelta(seconds=42)
    return hub
