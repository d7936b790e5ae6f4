"""The provider fails during a call: nobody is left in silence, and every request comes about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from channels.simulator.phones import by_hand
from console.domain.call_events import EndCall, HoldCall, MuteCall, PauseRecording
from tests.flows.floor import floor
from tests.flows.patience import eventually
from tests.flows.talking import (
    a_talk,
    an_agent_dials,
    both_talk,
    everybody_is_off_the_phone,
    is_in,
)

if TYPE_CHECKING:
    from channels.simulator.faults import RequestFaultKind

FAULTS = ["429", "500", "timeout-before", "timeout-after"]
BACK = "back at the head of the queue"


@pytest.mark.parametrize("fault", FAULTS)
async def test_while_the_agents_phone_is_to_ring(sqlite_url: str, fault: RequestFaultKind) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        shift.network.faults.fail_next(fault, match="POST /2010-04-01", times=1)
        await sam.is_available()
        await dana.rings()
        call = await sam.accepts()
        if fault in ("500", "timeout-before"):
            await sam.sees(BACK)
            await sam.is_available()
            await sam.accepts()
        await both_talk(dana, sam, call)
        assert len(sam.phone.calls) == 1


@pytest.mark.parametrize("fault", FAULTS)
async def test_while_the_caller_is_to_be_connected(
    sqlite_url: str, fault: RequestFaultKind
) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        shift.network.faults.fail_next(fault, match="/Calls/CA")
        await sam.is_available()
        await dana.rings()
        await both_talk(dana, sam, await sam.accepts())


async def test_the_caller_cannot_be_connected_at_all(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        shift.network.faults.fail_next("500", match="/Calls/CA", times=1000)
        await sam.is_available()
        await dana.rings()
        await sam.accepts()
        await sam.sees(BACK, "the caller could not be connected")
        shift.network.faults.requests.clear()
        await sam.is_available()
        await both_talk(dana, sam, await sam.accepts())


@pytest.mark.parametrize("fault", FAULTS)
async def test_hold_mute_pause_and_end_come_about(sqlite_url: str, fault: RequestFaultKind) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call = await a_talk(dana, sam)
        mine, fail = sam.model.calls, shift.network.faults.fail_next
        await sam.until(lambda: mine[call.id].recording == "on", "be recorded")
        fail(fault, match="/Participants/")
        await sam.does(HoldCall(call=call.id, on=True))
        fail(fault, match="/Recordings/")
        await sam.does(PauseRecording(call=call.id, on=True, reason="card"))
        await sam.until(lambda: mine[call.id].is_held, "hold")
        await sam.until(lambda: mine[call.id].recording == "paused", "pause")
        fail(fault, match="/Participants/")
        await sam.does(MuteCall(call=call.id, on=True))
        await sam.until(lambda: mine[call.id].is_muted, "mute")
        fail(fault, match="/Conferences/")
        fail(fault, match="/Calls/")
        await sam.does(EndCall(call=call.id))
        await everybody_is_off_the_phone(shift)
        await is_in(sam, call, "wrap-up")


@pytest.mark.parametrize("fault", FAULTS)
async def test_while_somebody_is_dialled(sqlite_url: str, fault: RequestFaultKind) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        shift.network.faults.fail_next(fault, match="/Participants.json")
        call = await an_agent_dials(sam, dana)
        if fault in ("500", "timeout-before"):
            await sam.sees("trouble with add_customer")
            await sam.does(EndCall(call=call.id))
            await everybody_is_off_the_phone(shift)
        else:
            await is_in(sam, call, "talking")
        assert len(dana.person.calls) <= 1


async def test_recording_fails_and_the_call_goes_on(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        shift.network.faults.fail_next("500", match="/Recordings.json")
        await a_talk(dana, sam)
        await sam.sees("trouble with record")
        assert sam.phone in dana.leg.hears()


async def test_the_way_back_into_the_queue_fails_for_a_while(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await a_talk(dana, sam)
        shift.network.faults.fail_next("500", match="/Calls/CA", times=3)
        await sam.phone.calls[-1].hangs_up()
        await sam.sees(BACK)
        await dana.hears("Please stay on the line", times=2)


async def test_a_caller_who_left_unnoticed_is_not_offered_for_ever(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.rings()
        await dana.hears("Please stay on the line")
        for lost in ("/twilio/voice/status", "/twilio/voice/dequeued"):
            shift.network.faults.disturb_next("drop", match=lost)
        await dana.leg.hangs_up()
        await sam.is_available()
        await sam.accepts()
        await sam.sees("ended: +1…42 hung up", "never connected")
        await everybody_is_off_the_phone(shift)


async def test_a_full_queue_does_not_lose_the_caller(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        queue = shift.network.board.queues.named("safety")
        queue.max_size = 0
        await dana.rings()
        await sam.until(lambda: sam.model.rows() != [], "see the call")
        await eventually(lambda: len(shift.network.journal.deliveries) > 4, "it is tried again")
        assert not dana.leg.is_over
        queue.max_size = 10
        await sam.is_available()
        await both_talk(dana, sam, await sam.accepts())


async def test_two_legs_are_never_rung_for_one_call(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(phone=by_hand()), shift.customer()
        shift.network.faults.fail_next("timeout-after", match="POST /2010-04-01")
        await sam.is_available()
        await dana.rings()
        await sam.accepts()
        await eventually(lambda: sam.phone.leg is not None, "the agent's phone rings")
        await dana.leg.hangs_up()
        await sam.sees("ended: +1…42 hung up")
        await everybody_is_off_the_phone(shift)
        assert len(sam.phone.calls) == 1
