"""Whose call dropped is asked first when the caller rings again; ringing them back is owed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from console.domain.agent import Agent, SetPresence
from console.domain.base import Rejected
from console.domain.call_events import AcceptCall, DeclineCall, DialCall, EndWrapUp
from console.domain.call_state import Call
from console.domain.dialling import Dialling
from console.domain.dropped import AGAIN
from console.domain.guests import InviteGuest, LeaveCall
from console.domain.supervision import FreeAgent
from console.hub.wishes import RingOut, RouteCalls
from console.hub.wishes_waiting import CallbackWanted
from tests.hub.store.shift import ANA, KIM, POLICY, Shift, shift

ONE = replace(POLICY, dialling=Dialling(per_hour=1))


async def hires(hub: Shift, *logins: str) -> None:
    """Let people be available, the first of them idle longest."""
    for at, login in enumerate(logins, 1):
        number = await hub.hires(login, f"+1415555011{at}")
        await hub.desk(number, SetPresence(state="available"))
        hub.clock.turn(1)


async def drops(hub: Shift, caller: str = ANA) -> str:
    """Let a call be taken by whoever it is offered to, and then be cut; gives the call."""
    call = await hub.rings(caller)
    await hub.asks(RouteCalls())
    agent = hub.state(Call, call).offer
    assert agent is not None
    await hub.desk(agent, AcceptCall(call=call))
    leg = hub.state(Call, call).agent_leg
    await hub.room(call, "participant-join", 1, leg)
    await hub.room(call, "participant-join", 2, "customer")
    await hub.room(call, "participant-leave", 3, "customer")
    await hub.leg(call, "customer", "failed", 9)
    return call


async def rings_again(hub: Shift, caller: str = ANA) -> Call:
    """Let them ring once more, and be routed."""
    call = await hub.rings(caller)
    await hub.asks(RouteCalls())
    return hub.state(Call, call)


async def test_whoever_had_a_call_that_dropped_is_asked_first_while_they_finish_it(
    database_url: str,
) -> None:
    async with shift(database_url) as hub:
        await hires(hub, "sam", "lee", "kim")
        first = await drops(hub)
        assert hub.state(Agent, 1).wrapping == first
        hub.clock.turn(30)
        again = await rings_again(hub)
        assert (again.offer, again.offer_why) == (1, AGAIN)
        await hub.desk(1, AcceptCall(call=again.id))
        assert hub.state(Call, first).phase == "ended"
        sam = hub.state(Agent, 1)
        assert (sam.call, sam.wrapping, sam.offer) == (again.id, None, None)
        assert hub.faults() == []


async def test_who_lets_it_pass_is_not_asked_again_and_not_sent_away(sqlite_url: str) -> None:
    async with shift(sqlite_url) as hub:
        await hires(hub, "sam", "lee")
        await drops(hub)
        again = await rings_again(hub)
        offered = [e.seq for e in hub.entries() if e.event.kind == "call.offered"][-1]
        await hub.asks(RingOut(call=again.id, agent=1, offered_seq=offered))
        assert hub.state(Agent, 1).presence == "available"
        await hub.asks(RouteCalls())
        assert hub.state(Call, again.id).offer == 2


@pytest.mark.parametrize("why", ["late", "away", "somebody else"])
async def test_the_same_agent_is_only_asked_soon_and_if_they_can(sqlite_url: str, why: str) -> None:
    async with shift(sqlite_url) as hub:
        await hires(hub, "sam", "lee")
        await drops(hub)
        if why == "late":
            hub.clock.turn(POLICY.same_agent_minutes * 60)
        if why == "away":
            await hub.desk(1, SetPresence(state="break"))
        again = await rings_again(hub, KIM if why == "somebody else" else ANA)
        assert again.offer == 2
        assert again.offer_why != AGAIN
        await hub.desk(2, DeclineCall(call=again.id))


async def test_whoever_waits_for_us_is_rung_back_beyond_the_limit_of_an_hour(
    sqlite_url: str,
) -> None:
    async with shift(sqlite_url, ONE) as hub:
        await hires(hub, "sam")
        await hub.desk(1, EndWrapUp(call=await drops(hub)))
        for _ in range(3):
            await hub.desk(1, EndWrapUp(call=await dials(hub, ANA)))
        await hub.desk(1, EndWrapUp(call=await dials(hub, ANA)))
        with pytest.raises(Rejected, match="1 numbers within an hour"):
            await dials(hub, ANA)
        with pytest.raises(Rejected, match="1 numbers within an hour"):
            await dials(hub, KIM)


async def dials(hub: Shift, to: str) -> str:
    """Ring somebody whom nobody reaches; gives the call."""
    outcome = await hub.desk(1, DialCall(incident=1, to=f"tel:{to}"))
    key = next(e.stream for e in outcome.entries if e.event.kind == "call.dialed")
    await hub.leg(key.removeprefix("call/"), "customer", "no-answer", 2)
    return key.removeprefix("call/")


async def test_callbacks_in_their_turn_count_against_no_agents_limit(sqlite_url: str) -> None:
    async with shift(sqlite_url, ONE) as hub:
        await hires(hub, "sam")
        await hub.texts(KIM)
        await hub.desk(1, EndWrapUp(call=await dials(hub, KIM)))
        await hub.desk(1, SetPresence(state="break"))
        for caller in (ANA, "+14155550103"):
            call = await hub.rings(caller)
            await hub.asks(CallbackWanted(call=call, number=""))
            await hub.leg(call, "customer", "completed", 9)
        await hub.desk(1, SetPresence(state="available"))
        for _ in range(2):
            await hub.asks(RouteCalls())
            key = hub.state(Agent, 1).offer
            assert key is not None
            assert hub.state(Call, key).callback is not None
            await hub.desk(1, AcceptCall(call=key))
            await hub.leg(key, "customer", "busy", 2)
            await hub.desk(1, EndWrapUp(call=key))


async def test_a_lead_frees_who_is_finishing_a_call_that_goes_on_without_us(
    sqlite_url: str,
) -> None:
    async with shift(sqlite_url) as hub:
        await hires(hub, "sam")
        await hub.hires("lee", "+14155550119", "lead")
        call = await hub.rings(ANA)
        await hub.asks(RouteCalls())
        await hub.desk(1, AcceptCall(call=call))
        await goes_on_without_us(hub, call)
        assert hub.state(Call, call).phase == "left"
        await hub.desk(2, FreeAgent(agent=1, reason="went home"), role="lead")
        assert hub.state(Agent, 1).is_free
        await hub.leg(call, "customer", "completed", 9)
        assert hub.state(Call, call).phase == "ended"
        assert hub.faults() == []


async def goes_on_without_us(hub: Shift, call: str) -> None:
    """Let a vet come and the agent leave them to each other."""
    leg = hub.state(Call, call).agent_leg
    await hub.room(call, "participant-join", 1, leg)
    await hub.room(call, "participant-join", 2, "customer")
    await hub.desk(1, InviteGuest(call=call, to="tel:+14155550150", name="Vet"))
    await hub.room(call, "participant-join", 3, "guest-1")
    await hub.desk(1, LeaveCall(call=call))
    await hub.room(call, "participant-leave", 4, leg)
