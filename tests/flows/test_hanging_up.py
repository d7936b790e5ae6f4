"""Who hung up, and when: every call ends everywhere, and says by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from channels.simulator.phones import by_hand
from console.domain.call_events import EndCall, HoldCall
from tests.flows.floor import floor
from tests.flows.patience import eventually
from tests.flows.talking import a_talk

if TYPE_CHECKING:
    from tests.flows.floor import Customer, Desk, Floor


async def in_the_greeting(_: Floor, dana: Customer, sam: Desk) -> None:
    await dana.rings()
    await dana.hears("You have reached the safety team.")
    await sam.until(lambda: sam.model.rows() != [], "see the call")


async def in_the_queue(_: Floor, dana: Customer, sam: Desk) -> None:
    await dana.rings()
    await dana.hears("Please stay on the line")
    await sam.until(lambda: sam.model.rows() != [], "see the call")


async def while_a_desk_rings(_: Floor, dana: Customer, sam: Desk) -> None:
    await sam.is_available()
    await dana.rings()
    await sam.is_offered()


async def while_the_agents_phone_rings(_: Floor, dana: Customer, sam: Desk) -> None:
    sam.phone.phone = by_hand()
    await while_a_desk_rings(_, dana, sam)
    await sam.accepts()
    await eventually(lambda: sam.phone.leg is not None, "the agent's phone rings")


async def while_talking(_: Floor, dana: Customer, sam: Desk) -> None:
    await a_talk(dana, sam)


async def on_hold(_: Floor, dana: Customer, sam: Desk) -> None:
    call = await a_talk(dana, sam)
    await sam.does(HoldCall(call=call.id, on=True))
    await sam.until(lambda: sam.model.calls[call.id].is_held, "hold")


@pytest.mark.parametrize(
    "moment",
    [
        in_the_greeting,
        in_the_queue,
        while_a_desk_rings,
        while_the_agents_phone_rings,
        while_talking,
        on_hold,
    ],
)
async def test_a_caller_may_hang_up_at_any_moment(sqlite_url: str, moment: object) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        assert callable(moment)
        await moment(shift, dana, sam)
        await dana.leg.hangs_up()
        await sam.opens(1)
        await sam.sees("ended: +1…42 hung up")
        await sam.until(lambda: not sam.model.incidents[1].live_calls, "know it is over")
        await eventually(lambda: sam.phone.leg is None, "the agent's phone is free")
        me = sam.model.me
        assert me is not None
        assert (me.offer, me.call) == (None, None)


async def test_the_agent_hangs_up(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call = await a_talk(dana, sam)
        await sam.does(EndCall(call=call.id))
        await sam.sees("ended: Sam Lee hung up")
        await dana.is_cut_off()
        await eventually(lambda: sam.phone.leg is None, "the agent's phone is free")


async def test_a_call_that_ended_while_a_desk_rang_is_missed_by_nobody(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await while_a_desk_rings(shift, dana, sam)
        await dana.leg.hangs_up()
        await sam.sees("the caller hung up while it rang for Sam Lee", "never connected")
        await sam.until(lambda: bool(sam.model.me and sam.model.me.is_free), "be free")
