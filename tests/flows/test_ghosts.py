"""Calls whose end nobody told us: found by asking, told truthfully, also after a restart."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from channels.simulator.phones import by_hand
from tests.flows.floor import floor
from tests.flows.patience import eventually
from tests.flows.talking import a_talk, both_talk, everybody_is_off_the_phone, is_in

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from tests.flows.floor import Floor

TOLD = "the provider says this call ended at"


def watchful(url: str) -> AbstractAsyncContextManager[Floor]:
    """Run a floor whose hub asks about silent legs soon."""
    return floor(url, sweep_waiting_seconds=0.4, sweep_talking_seconds=0.8)


def goes_deaf(shift: Floor) -> None:
    """Let no callback come through any more."""
    shift.network.faults.disturb_next("drop", times=10_000)


async def test_a_caller_who_left_the_queue_unnoticed_is_found(database_url: str) -> None:
    async with watchful(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.rings()
        await dana.hears("Please stay on the line")
        goes_deaf(shift)
        await dana.leg.hangs_up()
        await sam.opens(1)
        await sam.sees("hung up", "never connected", TOLD)
        assert sam.text().count(TOLD) == 1
        await sam.until(lambda: not sam.model.incidents[1].live_calls, "know it is over")


async def test_a_caller_who_left_the_talk_unnoticed_frees_the_agent(sqlite_url: str) -> None:
    async with watchful(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call = await a_talk(dana, sam)
        goes_deaf(shift)
        await dana.leg.hangs_up()
        await sam.sees("hung up", TOLD)
        await is_in(sam, call, "wrap-up")
        await everybody_is_off_the_phone(shift)


async def test_an_agents_phone_that_vanished_gives_the_caller_back(sqlite_url: str) -> None:
    async with watchful(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await a_talk(dana, sam)
        shift.network.faults.disturb_next("drop", match="/twilio/conference", times=10_000)
        shift.network.faults.disturb_next("drop", match="/twilio/voice/status", times=10_000)
        await sam.phone.calls[-1].hangs_up()
        await sam.sees("back at the head of the queue", "the agent's phone is not connected")
        shift.network.faults.deliveries.clear()
        await sam.is_available()
        await both_talk(dana, sam, await sam.accepts())


async def test_callers_who_live_are_left_alone(sqlite_url: str) -> None:
    async with watchful(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        kim = shift.customer("Kim Ito", "+14155550143")
        call = await a_talk(dana, sam)
        await kim.rings()
        asked = shift.network.journal.requests

        def looked_at(sid: str) -> bool:
            return any(line.startswith("GET") and sid in line for line in asked)

        for leg in (dana.leg, kim.leg, sam.phone.calls[-1]):
            await eventually(partial(looked_at, leg.sid), "every leg is asked about")
        assert sam.phone in dana.leg.hears()
        await is_in(sam, call, "talking")
        assert not kim.leg.is_over


async def test_calls_that_ended_while_the_provider_was_away_too_are_found(sqlite_url: str) -> None:
    async with watchful(sqlite_url) as shift:
        sam, dana = await shift.agent(phone=by_hand()), shift.customer()
        await dana.rings()
        await dana.hears("Please stay on the line")
        goes_deaf(shift)
        shift.network.faults.fail_next("500", match="GET ", times=2)
        await dana.leg.hangs_up()
        await sam.opens(1)
        await sam.sees("hung up", TOLD)


async def test_a_caller_who_left_while_the_hub_was_down_is_found(sqlite_url: str) -> None:
    async with watchful(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        kim = shift.customer("Kim Ito", "+14155550143")
        call = await a_talk(dana, sam)
        await kim.rings()
        await kim.hears("Please stay on the line")
        shift.network.faults.disturb_next("drop", match="/twilio/voice/status", times=10)
        shift.network.faults.disturb_next("drop", match="/twilio/voice/dequeued", times=10)
        await shift.goes_down()
        await kim.leg.hangs_up()
        await shift.comes_back()
        await sam.opens(2)
        await sam.sees("hung up", "never connected", TOLD)
        assert sam.phone in dana.leg.hears(), "nobody is hung up"
        await is_in(sam, call, "talking")


async def test_a_talk_that_ended_while_the_hub_was_down_is_found(sqlite_url: str) -> None:
    async with watchful(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call = await a_talk(dana, sam)
        goes_deaf(shift)
        await shift.goes_down()
        await dana.leg.hangs_up()
        await shift.comes_back()
        await sam.sees("hung up", TOLD)
        await is_in(sam, call, "wrap-up")
        await everybody_is_off_the_phone(shift)
