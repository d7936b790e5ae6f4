"""Routing through the record door: many calls and agents, two hubs, few readings."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from sqlalchemy import event

from console.domain.agent import Agent, SetPresence
from console.domain.call_events import DeclineCall
from console.domain.call_state import Call
from console.hub.wishes import RouteCalls
from tests.hub.store.shift import POLICY, Shift, shift


async def a_floor(one: Shift, agents: int, calls: int) -> tuple[list[int], list[str]]:
    """Let people be available and callers wait."""
    people = [await one.hires(f"agent{n}", f"+1415555{n:04d}") for n in range(agents)]
    for number in people:
        await one.desk(number, SetPresence(state="available"))
    return people, [await one.rings(f"+1415556{n:04d}") for n in range(calls)]


async def test_many_calls_and_agents_at_two_hubs_meet_once_each(database_url: str) -> None:
    other_policy = replace(POLICY, hub="other")
    async with (
        shift(database_url) as one,
        shift(database_url, other_policy, clock=one.clock, is_new=False) as other,
    ):
        agents = [await one.hires(f"agent{n}", f"+1415555{n:04d}") for n in range(12)]
        hubs = (one, other)
        calls = await asyncio.gather(*(hubs[n % 2].rings(f"+1415556{n:04d}") for n in range(20)))
        await asyncio.gather(
            *(hubs[n % 2].desk(a, SetPresence(state="available")) for n, a in enumerate(agents)),
            *(hub.asks(RouteCalls()) for hub in hubs * 6),
        )
        for hub in hubs:
            await hub.asks(RouteCalls())
        offered = [e.event.agent for e in one.entries() if e.event.kind == "call.offered"]
        assert sorted(offered) == sorted(agents)
        held = {one.state(Agent, agent).offer for agent in agents}
        assert len(held) == len(agents)
        assert held <= set(calls)
        waiting = [key for key in calls if one.state(Call, key).phase == "queued"]
        assert len(waiting) == len(calls) - len(agents)
        assert one.faults() == []


async def test_a_hub_that_remembers_nothing_reads_all_who_wait_in_a_few_readings(
    database_url: str,
) -> None:
    async with shift(database_url) as one:
        people, _ = await a_floor(one, agents=3, calls=60)
        other = replace(POLICY, hub="other")
        async with shift(database_url, other, clock=one.clock, is_new=False) as fresh:
            readings: list[str] = []

            def note(_: object, __: object, statement: str, *___: object) -> None:
                if statement.startswith("SELECT"):
                    readings.append(statement)

            event.listen(fresh.engine, "before_cursor_execute", note)
            await fresh.asks(RouteCalls())
        assert one.kinds().count("call.offered") == len(people)
        whole = [sql for sql in readings if "FROM call" in sql or "FROM agent" in sql]
        assert len(whole) == 4


async def test_who_missed_a_call_puts_it_at_the_head_of_the_queue(database_url: str) -> None:
    async with shift(database_url) as one:
        (sam,), (first, _) = await a_floor(one, agents=1, calls=2)
        await one.asks(RouteCalls())
        assert one.state(Agent, sam).offer == first
        one.clock.turn(25)
        kim = await one.hires("kim", "+14155550999")
        await one.desk(sam, SetPresence(state="break"))
        await one.desk(sam, DeclineCall(call=first))
        await one.desk(kim, SetPresence(state="available"))
        await one.asks(RouteCalls())
        assert one.state(Agent, kim).offer == first
        assert one.state(Call, first).offer_why.startswith("It has waited 25 s in safety, the long")


async def test_nobody_waits_for_a_browser_that_can_not_be_rung(database_url: str) -> None:
    async with shift(database_url) as one:
        sam = await one.hires("sam", "browser")
        kim = await one.hires("kim", "+14155550999")
        await one.desk(sam, SetPresence(state="available"))
        one.clock.turn(60)
        await one.desk(kim, SetPresence(state="available"))
        first = await one.rings("+14155560001")
        await one.asks(RouteCalls(browsers=frozenset()))
        assert one.state(Agent, kim).offer == first
        second = await one.rings("+14155560002")
        await one.asks(RouteCalls(browsers=frozenset()))
        assert one.state(Agent, sam).offer is None
        await one.asks(RouteCalls(browsers=frozenset({sam})))
        assert one.state(Agent, sam).offer == second
