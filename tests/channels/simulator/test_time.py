"""Time on the network, and the network as a program of its own."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx
import pytest

from channels.simulator import Network, RealClock, Settings, SimulatedClock
from channels.simulator.audible import Presence, hears
from channels.simulator.clock import within
from channels.simulator.personas import Act, Persona
from channels.simulator.server import serve

if TYPE_CHECKING:
    from collections.abc import Sequence


async def test_timers_run_in_order_and_each_at_its_time() -> None:
    clock = SimulatedClock()
    start = clock.now()
    seen: list[tuple[str, float]] = []

    async def wait(name: str, seconds: float) -> None:
        await clock.sleep(seconds)
        seen.append((name, (clock.now() - start).total_seconds()))

    async with asyncio.TaskGroup() as group:
        for name, seconds in (("c", 3.0), ("a", 1.0), ("b", 2.0), ("late", 9.0)):
            group.create_task(wait(name, seconds))
        await clock.advance(5)
        assert seen == [("a", 1.0), ("b", 2.0), ("c", 3.0)]
        await clock.advance(5)

    assert seen[-1] == ("late", 9.0)


async def test_a_timer_set_by_a_timer_runs_in_the_same_advance() -> None:
    clock = SimulatedClock()
    rounds = 0

    async def tick() -> None:
        nonlocal rounds
        while True:
            await clock.sleep(1)
            rounds += 1

    task = asyncio.create_task(tick())
    await clock.advance(5)
    task.cancel()

    assert rounds == 5


async def test_time_stands_still_while_traffic_is_under_way() -> None:
    clock = SimulatedClock()
    answered = asyncio.Event()
    order: list[str] = []

    async def traffic() -> None:
        with clock.working():
            await answered.wait()
            order.append("answered")

    async def timer() -> None:
        await clock.sleep(1)
        order.append("timer")

    loop = asyncio.get_running_loop()
    async with asyncio.TaskGroup() as group:
        group.create_task(traffic())
        group.create_task(timer())
        loop.call_later(0.02, answered.set)
        await clock.advance(2)

    assert order == ["answered", "timer"]


async def test_time_moves_until_something_happens() -> None:
    clock = SimulatedClock()
    event = asyncio.Event()

    async def later() -> None:
        await clock.sleep(7)
        event.set()

    task = asyncio.create_task(later())
    await clock.advance_until(event.is_set)
    await task
    with pytest.raises(TimeoutError):
        await clock.advance_until(lambda: False, seconds=3)


async def test_waiting_gives_up_in_time() -> None:
    clock = SimulatedClock()
    event = asyncio.Event()
    waiting = asyncio.create_task(within(clock, 5, event.wait))
    await clock.advance(6)
    assert await waiting is False

    event.set()
    assert await within(clock, 5, event.wait) is True


async def test_a_paced_clock_waits_a_fraction() -> None:
    loop = asyncio.get_running_loop()
    before = loop.time()
    await RealClock(pace=1000).sleep(10)

    assert 0.009 < loop.time() - before < 1


@pytest.mark.parametrize(
    ("room", "heard_by_caller"),
    [
        ([Presence("agent")], {"agent"}),
        ([Presence("agent", muted=True)], set()),
        ([Presence("agent", hold=True)], set()),
        ([Presence("agent"), Presence("lead", coaches="agent")], {"agent"}),
        ([Presence("agent"), Presence("lead", coaches="caller")], {"agent", "lead"}),
        ([Presence("agent"), Presence("lead", coaches="")], {"agent"}),
    ],
)
def test_the_caller_hears_whom_they_may(
    room: Sequence[Presence], heard_by_caller: set[str]
) -> None:
    caller = Presence("caller")

    assert hears("caller", [caller, *room], is_started=True) == heard_by_caller
    assert hears("caller", [caller, *room], is_started=False) == frozenset()
    held = Presence("caller", hold=True)
    assert hears("caller", [held, *room], is_started=True) == frozenset()


async def test_the_network_runs_as_a_program_until_cancelled() -> None:
    up: asyncio.Future[Network] = asyncio.get_running_loop().create_future()
    greeting = Act.model_validate({"at": 0, "deliver": "no receipt"})
    dana = Persona(
        name="Dana",
        number="+14155550110",
        email="dana@example.com",
        language="en",
        about="Changes how texts reach her.",
        acts=[greeting],
    )
    clock = SimulatedClock()
    program = asyncio.create_task(
        serve(Settings(), clock=clock, cast=[(5.0, dana)], ready=up.set_result)
    )
    network = await up
    async with httpx.AsyncClient(trust_env=False) as client:
        before = (await client.get(f"{network.url}/__sim/state")).json()
        await clock.advance(7)
        after = (await client.get(f"{network.url}/__sim/state")).json()
    program.cancel()
    with pytest.raises(asyncio.CancelledError):
        await program

    assert before["people"] == []
    assert [person["name"] for person in after["people"]] == ["Dana"]
    assert network.people["+14155550110"].delivery.kind == "no receipt"
    async with httpx.AsyncClient(trust_env=False) as client:
        with pytest.raises(httpx.ConnectError):
            await client.get(f"{network.url}/__sim/state")
