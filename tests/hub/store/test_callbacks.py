"""A call's callbacks through the record door: shuffled, repeated and late, the same end."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from console.domain.agent import Agent, SetPresence
from console.domain.call_events import AcceptCall, EndWrapUp
from console.domain.call_state import Call
from console.domain.incident import Incident
from console.hub.wishes import RouteCalls
from tests.hub.store.shift import ANA, Shift, shift

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

LEG = "agent-1-1"


def callbacks(hub: Shift, call: str) -> list[Callable[[], Awaitable[Any]]]:
    """Everything the provider tells of one call after it was accepted."""
    return [
        lambda: hub.leg(call, LEG, "initiated", 0),
        lambda: hub.leg(call, LEG, "ringing", 1),
        lambda: hub.leg(call, LEG, "in-progress", 2),
        lambda: hub.room(call, "conference-start", 1),
        lambda: hub.room(call, "participant-join", 2, LEG),
        lambda: hub.room(call, "participant-join", 3, "customer"),
        lambda: hub.room(call, "participant-hold", 4, "customer", hold=True),
        lambda: hub.room(call, "participant-unhold", 5, "customer"),
        lambda: hub.room(call, "participant-mute", 6, LEG, muted=True),
        lambda: hub.room(call, "participant-leave", 7, "customer"),
        lambda: hub.room(call, "participant-leave", 8, LEG, muted=True),
        lambda: hub.room(call, "conference-end", 9, ended_by=call),
        lambda: hub.leg(call, LEG, "completed", 3),
        lambda: hub.leg(call, "customer", "completed", 4),
    ]


async def through(hub: Shift, seed: int | None) -> Call:
    """Bring one call through its whole life; without a seed in order and once."""
    call = await hub.rings(ANA)
    await hub.asks(RouteCalls())
    await hub.desk(1, AcceptCall(call=call))
    leg = hub.state(Call, call).agent_leg
    assert leg == LEG
    told = callbacks(hub, call)
    if seed is not None:
        chance = random.Random(seed)
        told += chance.choices(told, k=6)
        chance.shuffle(told)
    for callback in told:
        await callback()
    return hub.state(Call, call)


def facts(call: Call) -> dict[str, Any]:
    """What must not depend on the order: all but names that differ from call to call."""
    data = call.model_dump(exclude={"id", "over_reason", "parts", "conference", "room_ended_by"})
    data["parts"] = {k: p.model_dump(exclude={"sid"}) for k, p in call.parts.items()}
    return data


async def test_a_hundred_shuffles_of_one_call_end_the_same(sqlite_url: str) -> None:
    async with shift(sqlite_url) as hub:
        await hub.hires("sam")
        await hub.desk(1, SetPresence(state="available"))
        first = await through(hub, None)
        wanted = facts(first)
        assert (first.phase, first.answered_at is not None) == ("wrap-up", True)
        for seed in range(100):
            await finish(hub)
            assert facts(await through(hub, seed)) == wanted, seed
        assert hub.state(Agent, 1).wrapping is not None
        assert hub.state(Incident, 1).live_calls == ()
        assert hub.faults() == []


async def finish(hub: Shift) -> None:
    """Let the agent be done with the last call."""
    wrapping = hub.state(Agent, 1).wrapping
    await hub.desk(1, EndWrapUp(call=wrapping or ""))


async def test_a_shuffled_call_is_connected_and_ended_once(database_url: str) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam")
        await hub.desk(1, SetPresence(state="available"))
        call = await through(hub, 5)
        kinds = hub.kinds(f"call/{call.id}")
        for once in ("call.connected", "call.ended"):
            assert kinds.count(once) == 1
        assert hub.kinds("agent/1").count("agent.wrapping") == 1
        assert hub.faults() == []
