"""Callers whom an agent does not reach: back to the head of the queue, never in silence."""

from __future__ import annotations

import pytest

from channels.base import Refused, Uncertain, Unreachable
from console.domain.agent import Agent, SetPresence
from console.domain.call_events import (
    AcceptCall,
    DeclineCall,
    HoldCall,
)
from console.hub.wishes import QueueLeft, RouteCalls
from tests.hub.effects.crew import crew
from tests.hub.store.shift import ANA, KIM


async def test_an_agents_phone_that_is_not_answered_gives_the_caller_back_to_the_head(
    database_url: str,
) -> None:
    async with crew(database_url) as us:
        await us.opens()
        call = await us.accepts()
        queued = us.call(call).queued_at
        us.hub.clock.turn(15)
        later = await us.hub.rings(KIM)
        await us.hub.leg(call, us.call(call).agent_leg, "no-answer", 3)
        await us.passes(6)
        state, agent = us.call(call), us.hub.state(Agent, 1)
        assert (state.phase, state.queued_at, state.agent) == ("queued", queued, None)
        assert (agent.presence, agent.call) == ("away", None)
        assert us.phones.did[-1] == f"redirect {call} queue"
        await us.hub.hires("kim", phone="+14155550112")
        await us.hub.desk(2, SetPresence(state="available"))
        await us.settle()
        assert (us.call(call).offer, us.call(later).offer) == (2, None)
        assert us.hub.faults() == []


@pytest.mark.parametrize("how", [Refused("no such number"), Unreachable("away")])
async def test_an_agents_phone_that_can_not_be_rung_gives_the_caller_back(
    database_url: str, how: Exception
) -> None:
    async with crew(database_url) as us:
        await us.opens()
        us.phones.will("ring", *[how] * 30)
        call = await us.accepts()
        assert us.call(call).phase == "queued"
        assert us.hub.state(Agent, 1).presence == "away"
        assert us.call(call).trouble == str(how)


async def test_a_phone_that_never_joins_gives_the_caller_back(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        us.phones.will("ring", Uncertain("no answer"))
        call = await us.accepts()
        assert us.call(call).phase == "connecting"
        await us.passes(us.hub.policy.connect_seconds + 1)
        assert us.call(call).phase == "queued"


async def test_a_caller_who_leaves_while_the_phone_rings_ends_the_ringing(
    database_url: str,
) -> None:
    async with crew(database_url) as us:
        await us.opens()
        call = await us.accepts()
        await us.hub.asks(QueueLeft(call, "hangup"), cause="left", actor="provider:twilio")
        await us.settle()
        assert us.phones.did == ["ring +14155550111", "hang_up ring-1"]
        assert us.hub.state(Agent, 1).wrapping == call


async def test_a_caller_who_leaves_before_the_ring_is_answered_for_ends_it_too(
    database_url: str,
) -> None:
    async with crew(database_url) as us:
        await us.opens()

        async def leaves() -> None:
            (key,) = [e.stream[5:] for e in us.hub.entries() if e.event.kind == "call.accepted"]
            await us.hub.leg(key, "customer", "completed", 4)

        us.phones.will("ring").meanwhile.append(leaves)
        await us.accepts()
        ring, *ends = us.phones.did
        assert (ring, set(ends)) == ("ring +14155550111", {"hang_up ring-1"})


async def test_an_offer_nobody_answers_is_missed_once_and_its_agent_goes_away(
    database_url: str,
) -> None:
    async with crew(database_url) as us:
        await us.opens()
        await us.hub.desk(1, SetPresence(state="available"))
        call = await us.hub.rings(ANA)
        await us.hub.asks(RouteCalls())
        await us.passes(us.hub.policy.ring_seconds + 1)
        await us.passes(1)
        assert us.hub.kinds(f"call/{call}").count("call.offer_ended") == 1
        assert (us.call(call).missed, us.call(call).phase) == ((1,), "queued")
        assert us.hub.state(Agent, 1).presence == "away"


async def test_the_timer_of_an_old_offer_does_not_end_a_new_one(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        await us.hub.desk(1, SetPresence(state="available"))
        call = await us.hub.rings(ANA)
        await us.hub.asks(RouteCalls())
        first = us.call(call).offer_until
        us.hub.run_sql("UPDATE effect SET due = due + 25 WHERE kind = 'timer.ring_out'")
        await us.hub.desk(1, DeclineCall(call=call))
        await us.settle()
        us.hub.clock.turn(32)
        await us.hub.asks(RouteCalls())
        assert us.call(call).offer == 1
        assert us.call(call).offer_until != first
        await us.passes(14)
        assert us.call(call).offer == 1
        await us.passes(10)
        assert us.call(call).offer is None


async def test_timers_of_two_hubs_run_once(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        call = await us.accepts()
        async with crew(database_url, of=us) as other:
            await us.hub.leg(call, us.call(call).agent_leg, "no-answer", 3)
            us.hub.clock.turn(us.hub.policy.connect_seconds + 1)
            for one in (us, other, us, other):
                await one.effects.tick()
            for one in (us, other):
                await one.settle()
            assert us.hub.kinds(f"call/{call}").count("call.requeued") == 1
            assert us.phones.did.count(f"redirect {call} queue") == 1


async def test_a_caller_given_back_is_connected_to_the_next_agent(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        call = await us.talks()
        first = us.call(call).agent_leg
        await us.hub.leg(call, first, "completed", 3)
        await us.hub.room(call, "participant-leave", 4, first)
        await us.passes(6)
        assert us.call(call).phase == "queued"
        await us.hub.room(call, "participant-leave", 5, "customer")
        await us.hub.room(call, "conference-end", 6)
        assert not us.call(call).over
        await us.hub.hires("kim", phone="+14155550112")
        await us.hub.desk(2, SetPresence(state="available"))
        await us.settle()
        await us.hub.desk(2, AcceptCall(call=call))
        await us.settle()
        second = us.call(call).agent_leg
        await us.hub.room(call, "participant-join", 1, second, conference="CF2")
        await us.hub.room(call, "participant-join", 2, "customer", conference="CF2")
        await us.settle()
        assert us.call(call).phase == "talking"
        await us.hub.desk(2, HoldCall(call=call, on=True))
        await us.settle()
        assert us.phones.did[-1] == f"hold {call} on"
        assert us.hub.faults() == []
