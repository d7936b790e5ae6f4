"""The provider fails during a transfer; the caller is with somebody all the same (F59, F63)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.domain.call_events import HoldCall
from console.domain.transfer_events import (
    CompleteTransfer,
)
from tests.flows.floor import floor
from tests.flows.patience import eventually
from tests.flows.talking import a_talk, everybody_is_off_the_phone, is_in
from tests.flows.transferring import (
    asks_for,
    confer,
    has_call,
    is_back_with,
    is_free,
    reads_and_accepts,
    talk_alone,
)

if TYPE_CHECKING:
    from channels.simulator.faults import RequestFaultKind

FAULTS = ["429", "500", "timeout-before", "timeout-after"]


@pytest.mark.parametrize("fault", FAULTS)
async def test_the_provider_fails_while_the_colleague_is_rung(
    sqlite_url: str, fault: RequestFaultKind
) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana = await shift.agent(), await shift.agent("lee", "Lee Park"), shift.customer()
        call = await a_talk(dana, sam)
        await asks_for(sam, lee, call)
        shift.network.faults.fail_next(fault, match="POST /2010-04-01", times=1)
        await reads_and_accepts(lee)
        if fault == "429":
            await talk_alone(dana, lee.phone, sam.phone)
        else:
            # It may have rung all the same: who answers is told goodbye.
            await is_back_with(sam, dana, call)
            await is_free(lee)
            await eventually(lambda: lee.phone.leg is None, "the colleague is off the phone")
        assert len(lee.phone.calls) <= 1


@pytest.mark.parametrize("fault", FAULTS)
async def test_the_provider_fails_while_the_call_is_handed_over(
    sqlite_url: str, fault: RequestFaultKind
) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana = await shift.agent(), await shift.agent("lee", "Lee Park"), shift.customer()
        call = await a_talk(dana, sam)
        await asks_for(sam, lee, call, "warm")
        await reads_and_accepts(lee)
        await confer(sam, lee)
        await sam.until(lambda: sam.model.calls[call.id].is_held, "hold the caller")
        shift.network.faults.fail_next(fault, match="/Participants/", times=2)
        await sam.does(CompleteTransfer(call=call.id))
        await talk_alone(dana, lee.phone, sam.phone)
        await has_call(lee, call)


async def test_a_transfer_with_callbacks_shuffled_twice_and_late(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, lee, dana = await shift.agent(), await shift.agent("lee", "Lee Park"), shift.customer()
        call = await a_talk(dana, sam)
        for kind in ("duplicate", "reorder", "delay") * 3:
            shift.network.faults.disturb_next(kind, match="/twilio/")
        await asks_for(sam, lee, call)
        await reads_and_accepts(lee)
        await talk_alone(dana, lee.phone, sam.phone)
        await has_call(lee, call)
        await lee.does(HoldCall(call=call.id, on=True))
        await lee.until(lambda: lee.model.calls[call.id].is_held, "hold")
        await dana.leg.hangs_up()
        await everybody_is_off_the_phone(shift)
        await is_in(lee, call, "wrap-up")
