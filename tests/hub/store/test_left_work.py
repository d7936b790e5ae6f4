"""What people leave behind at the hub: returned by a lead, or ended by the daily sweep."""

from __future__ import annotations

from datetime import UTC, time
from typing import TYPE_CHECKING

from console.domain.agent import Agent, SetPresence
from console.domain.call_events import AcceptCall
from console.domain.call_state import Call
from console.domain.incident import Incident
from console.domain.incident_events import TakeNext
from console.domain.left_work import ReturnWork
from console.domain.queue import Queue
from console.hub.effects.daily import DailySweep
from console.hub.hub import Clock
from console.hub.wishes import RouteCalls
from tests.hub.store.shift import ANA, shift

if TYPE_CHECKING:
    from tests.hub.store.shift import Shift


async def test_a_lead_gives_the_work_of_somebody_offline_back(database_url: str) -> None:
    async with shift(database_url) as hub:
        sam = await hub.hires("sam")
        lee = await hub.hires("lee", "+14155550112", "lead")
        await hub.texts(ANA)
        await hub.desk(sam, TakeNext())
        waits = hub.state(Incident, 1).waiting_since
        await hub.desk(sam, SetPresence(state="offline"))
        await hub.desk(lee, ReturnWork(agent=sam), role="lead")
        after = hub.state(Incident, 1)
        assert (after.owner, after.waiting_since) == (None, waits)
        assert hub.faults() == []


async def _wraps_up(hub: Shift, sam: int) -> str:
    await hub.desk(sam, SetPresence(state="available"))
    call = await hub.rings(ANA)
    await hub.asks(RouteCalls())
    await hub.desk(sam, AcceptCall(call=call))
    leg = hub.state(Call, call).agent_leg
    await hub.room(call, "participant-join", 1, leg)
    await hub.room(call, "participant-join", 2, "customer")
    await hub.leg(call, "customer", "completed", 3)
    assert hub.state(Agent, sam).wrapping == call
    return call


async def test_a_wrap_up_that_nobody_ends_is_ended_by_the_sweep_and_reported_once(
    database_url: str,
) -> None:
    async with shift(database_url) as hub:
        sam = await hub.hires("sam")
        call = await _wraps_up(hub, sam)
        clock = Clock(now=hub.clock.now, monotonic=lambda: 0.0)
        sweeps = [DailySweep(hub.record, clock, time(4, 0), UTC, 4) for _ in range(2)]
        for sweep in sweeps:
            await sweep.look()
        assert hub.state(Agent, sam).wrapping == call
        hub.clock.turn(24 * 3600)
        for sweep in sweeps * 2:
            await sweep.look()
        assert hub.state(Agent, sam).wrapping is None
        assert hub.state(Call, call).wrapped
        swept = hub.state(Queue, "*").swept
        assert swept is not None
        assert swept.closed == ("the wrap-up of Sam",)
        assert hub.kinds().count("queue.ghosts_swept") == 1
        assert hub.faults() == []


async def test_a_sweep_without_a_time_never_comes(database_url: str) -> None:
    async with shift(database_url) as hub:
        sam = await hub.hires("sam")
        await _wraps_up(hub, sam)
        hub.clock.turn(48 * 3600)
        await DailySweep(
            hub.record, Clock(now=hub.clock.now, monotonic=lambda: 0.0), None, UTC, 4
        ).look()
        assert hub.state(Agent, sam).wrapping is not None
