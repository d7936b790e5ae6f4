"""Every way to hand a call on, and every way in which it may end: nobody is left in silence.

Cold, warm and consult; to a colleague, a queue and a number outside: refused, not answered, met by
a dead phone, left by the caller, left by the sender, taken (F59, F63, C21). All under webhooks that
come twice, late or in any order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from channels.simulator.phones import by_hand
from console.domain.agent import SetPresence
from console.domain.call_events import EndCall
from console.domain.transfer_events import AcceptTransfer, CompleteTransfer
from tests.flows.conference import room_is_kept
from tests.flows.floor import floor
from tests.flows.handing import GOOD, PATHS, a_handing
from tests.flows.patience import eventually
from tests.flows.talking import both_talk, everybody_is_off_the_phone, is_in
from tests.flows.test_webhook_faults import every_webhook
from tests.flows.transferring import (
    has_call,
    is_asked,
    is_free,
    reads_and_accepts,
    talk_alone,
)

if TYPE_CHECKING:
    from console.domain.transfer_events import How
    from tests.flows.handing import Handing

every_path = pytest.mark.parametrize(("how", "target"), PATHS)


@every_path
async def test_whatever_becomes_of_it_the_caller_is_with_the_sender_until_it_is_taken(
    sqlite_url: str, how: How, target: str
) -> None:
    async with floor(sqlite_url, transfer_seconds=2, ring_seconds=2) as shift:
        it = await a_handing(shift, how, target)
        every_webhook(shift, PATHS.index((how, target)))
        for ending in (it.is_refused, it.meets_a_dead_phone, it.is_ignored):
            await ending()
            await it.comes_to_nothing()
        await it.begins()
        if target != "number":
            await reads_and_accepts(it.lee)
        if how != "cold":
            await _confer(it)
            await it.sam.does(CompleteTransfer(call=it.call.id))
        await talk_alone(it.dana, it.receiver, it.sam.phone)
        await it.dana.leg.hangs_up()
        await everybody_is_off_the_phone(shift)


@pytest.mark.parametrize(("how", "target"), [("warm", "agent"), ("consult", "number")])
async def test_a_caller_who_hangs_up_on_hold_leaves_sender_and_receiver_talking(
    sqlite_url: str, how: How, target: str
) -> None:
    async with floor(sqlite_url) as shift:
        it = await a_handing(shift, how, target)
        await it.begins()
        if target != "number":
            await reads_and_accepts(it.lee)
        await _confer(it)
        assert it.dana.leg.hears() == set()
        await room_is_kept(shift, it.dana)
        await it.dana.leg.hangs_up()
        await it.sam.until(lambda: it.sam.model.calls[it.call.id].transfer is None, "end it")
        await it.sam.does(EndCall(call=it.call.id))
        await everybody_is_off_the_phone(shift)
        await is_free(it.lee)
        await is_in(it.sam, it.call, "wrap-up")


@every_path
async def test_a_sender_who_is_gone_leaves_the_caller_to_the_next_and_a_caller_leaves_nobody_busy(
    sqlite_url: str, how: How, target: str
) -> None:
    async with floor(sqlite_url) as shift:
        it = await a_handing(shift, how, target, by_hand())
        other = shift.customer("Kim Ito", "+14155550143")
        await it.begins()
        await it.is_asked()
        if it.is_blind:
            await it.sam.does(SetPresence(state="offline"))
        else:
            await it.sam.phone.calls[-1].hangs_up()
            await it.lee.until(lambda: _waits(it), "know that the caller waits")
        await eventually(lambda: it.vet.leg is None, "the vet is asked no more")
        await other.rings()
        it.lee.phone.phone = GOOD
        if it.is_blind:
            card = (await is_asked(it.lee)).transfer
            assert card is not None
            accepted = AcceptTransfer(call=it.call.id, version=card.version, read=True)
            await it.lee.does(accepted)
        else:
            await it.lee.accepts()
        await both_talk(it.dana, it.lee, it.call)
        await has_call(it.lee, it.call)
        await other.leg.hangs_up()
        it = await it.the_other_way()
        await it.begins()
        await it.is_asked()
        await it.dana.leg.hangs_up()
        await everybody_is_off_the_phone(shift)
        await is_free(it.lee)
        if not it.is_blind:
            await is_in(it.sam, it.call, "wrap-up")


def _waits(it: Handing) -> bool:
    known = it.lee.model.calls.get(it.call.id)
    return known is not None and known.agent is None and known.transfer is None


async def _confer(it: Handing) -> None:
    """Wait until sender and receiver talk, and the desk knows that the caller waits."""
    leg = it.sam.phone.leg
    await eventually(lambda: leg is not None and it.receiver in leg.hears(), "talk")

    def known() -> bool:
        call = it.sam.model.calls[it.call.id]
        transfer = call.transfer
        return transfer is not None and call.is_held and call.part(transfer.leg).is_present

    await it.sam.until(known, "know both")
