"""Whoever is whispered to goes, or somebody else comes in their place, in the middle of a word.

The lead speaks all the while; neither the caller nor anybody from outside hears any of it (V5).
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from channels.simulator.clock import RealClock
from console.domain.guests import LeaveCall
from console.domain.supervision import Listen, StopListening, TakeOverCall, Whisper
from tests.flows.conference import are_three
from tests.flows.floor import floor
from tests.flows.patience import PACE, TICK, eventually
from tests.flows.supervising import Ears, a_lead, hearers, is_heard_by, is_out
from tests.flows.talking import a_talk
from tests.flows.test_webhook_faults import every_webhook
from tests.flows.transferring import asks_for, has_call, is_free, reads_and_accepts, talk_alone

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from channels.simulator.people import Person
    from tests.flows.desk import Desk

SECRET = "he has done this before"


@asynccontextmanager
async def talking(lee: Desk, *never: Person) -> AsyncIterator[None]:
    """Let a lead speak on and on; whoever must never hear it has not, in the end."""

    async def speaks() -> None:
        while True:
            if lee.phone.leg is not None:
                await lee.phone.leg.says(SECRET)
            assert not hearers(lee.phone, *never)
            await RealClock(PACE).sleep(TICK)

    speech = asyncio.create_task(speaks())
    try:
        yield
    finally:
        speech.cancel()
        with suppress(asyncio.CancelledError):
            await speech
    for one in never:
        assert SECRET not in " ".join(" ".join(leg.heard) for leg in one.calls)


async def test_the_agent_leaves_the_others_while_a_lead_whispers(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana = await shift.agent(), await a_lead(shift), shift.customer()
        call, vet = await are_three(shift, dana, sam)
        await lee.does(Whisper(call=call.id))
        await is_heard_by(lee, call, "agent")
        async with talking(lee, dana.person, vet.person):
            await sam.does(LeaveCall(call=call.id))
            await eventually(lambda: sam.phone.leg is None, "the agent is gone")
            await is_heard_by(lee, call, "nobody")
        assert vet.person in dana.leg.hears()


async def test_the_call_goes_to_a_colleague_while_a_lead_whispers(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, kim = await shift.agent(), await shift.agent("kim", "Kim Ortiz")
        lee, dana = await a_lead(shift), shift.customer()
        call = await a_talk(dana, sam)
        await lee.does(Whisper(call=call.id))
        await is_heard_by(lee, call, "agent")
        every_webhook(shift, 7)
        async with talking(lee, dana.person):
            await asks_for(sam, kim, call)
            await reads_and_accepts(kim)
            await talk_alone(dana, kim.phone, sam.phone)
            await has_call(kim, call)
            await Ears(dana, kim, lee).hear("Kim Ortiz")


async def test_another_lead_takes_the_call_over_while_a_lead_whispers(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        lee, kim = await a_lead(shift), await a_lead(shift, "kim", "Kim Ortiz")
        call = await a_talk(dana, sam)
        await kim.does(Listen(call=call.id))
        await is_heard_by(kim, call, "nobody")
        await lee.does(Whisper(call=call.id))
        await is_heard_by(lee, call, "agent")
        wanted = TakeOverCall(call=call.id, reason="danger")
        assert "whispers in this call" in await kim.is_told(wanted)
        await lee.does(StopListening(call=call.id))
        await is_out(lee)
        async with talking(lee, dana.person):
            await kim.does(wanted)
            await has_call(kim, call)
            await lee.does(Whisper(call=call.id))
            await Ears(dana, kim, lee).hear("Kim Ortiz")
        await eventually(lambda: sam.phone.leg is None, "the former agent has left")
        await is_free(sam)
