"""What is handed over and not read in time goes back; who is gone can't have it back."""

from __future__ import annotations

from console.domain.agent import Agent, SetPresence
from console.domain.handover import HandOver, IncidentHandedOver
from console.domain.incident import Incident
from console.domain.incident_events import TakeIncident
from console.hub.wishes import IncidentDue
from tests.hub.store.shift import ANA, POLICY, Shift, shift

SAM, LEE = 1, 2


async def handed(hub: Shift) -> Incident:
    """Let Sam give an incident to Lee."""
    for number, login in ((SAM, "sam"), (LEE, "lee")):
        assert await hub.hires(login, f"+1415555011{number}") == number
        await hub.desk(number, SetPresence(state="available"))
    await hub.texts(ANA)
    await hub.desk(SAM, TakeIncident(incident=1))
    await hub.desk(SAM, HandOver(incident=1, agent=LEE, asked="answer her"))
    return hub.state(Incident, 1)


async def test_a_card_that_is_not_read_in_time_brings_it_back(sqlite_url: str) -> None:
    async with shift(sqlite_url) as hub:
        before = await handed(hub)
        assert before.owner == LEE
        await hub.asks(IncidentDue(incident=1))
        assert hub.state(Incident, 1).owner == LEE
        hub.clock.turn(POLICY.handover_minutes * 60)
        await hub.asks(IncidentDue(incident=1))
        after = hub.state(Incident, 1)
        assert (after.owner, after.handover) == (SAM, None)
        assert after.waiting_since == before.waiting_since
        reasons = [e.event.reason for e in hub.entries() if e.event.kind.endswith("over_refused")]
        assert reasons == ["the card was not read in time"]
        assert hub.faults() == []


async def test_a_timer_stands_for_every_card_that_somebody_has_to_read(sqlite_url: str) -> None:
    async with shift(sqlite_url) as hub:
        await handed(hub)
        told = next(e.event for e in hub.entries() if isinstance(e.event, IncidentHandedOver))
        assert told.until is not None
        assert hub.many("effect") >= 1


async def test_it_goes_to_everybody_when_the_sender_is_gone_too(sqlite_url: str) -> None:
    async with shift(sqlite_url) as hub:
        await handed(hub)
        await hub.desk(SAM, SetPresence(state="offline"))
        hub.clock.turn(POLICY.handover_minutes * 60)
        await hub.asks(IncidentDue(incident=1))
        after = hub.state(Incident, 1)
        assert (after.owner, after.handover, after.unanswered) == (None, None, 1)
        assert hub.state(Agent, LEE).presence == "available"
