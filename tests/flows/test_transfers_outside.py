"""A call goes to an outside number, or to a queue where it waits at the head (F59, F63, C22)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.domain.agent import SetPresence
from console.domain.call_events import AcceptCall, DeclineCall, EndWrapUp
from console.domain.transfer_events import (
    AcceptTransfer,
    CancelTransfer,
    CompleteTransfer,
    JoinAll,
    TransferCall,
)
from tests.flows.floor import floor
from tests.flows.patience import eventually
from tests.flows.talking import a_talk, both_talk, everybody_is_off_the_phone, is_in
from tests.flows.transferring import (
    ASKED,
    a_vet,
    goes_to_number,
    has_call,
    is_asked,
    is_back_with,
    is_free,
    talk_alone,
)

if TYPE_CHECKING:
    from channels.simulator.faults import RequestFaultKind
    from console.domain.call_state import Call
    from tests.flows.desk import Desk

FAULTS = ["429", "500", "timeout-before", "timeout-after"]


async def goes_to_queue(sam: Desk, call: Call) -> None:
    """Hand the call to whoever of the queue is free."""
    await sam.does(TransferCall(call=call.id, how="cold", queue="safety", asked=ASKED))


async def test_a_caller_goes_to_an_outside_number(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, dana, vet = await shift.agent(), shift.customer(), a_vet(shift)
        call = await a_talk(dana, sam)
        await sam.opens(call.incident)
        await goes_to_number(sam, call)
        await talk_alone(dana, vet, sam.phone)
        await sam.sees("Sam Lee hands the call to +1…50", "handed over from Sam Lee")
        await is_in(sam, call, "left")
        await sam.does(EndWrapUp(call=call.id))
        await is_free(sam)
        await dana.leg.hangs_up()
        await everybody_is_off_the_phone(shift)


async def test_an_outsider_is_asked_first_then_all_talk_then_the_sender_goes(
    database_url: str,
) -> None:
    async with floor(database_url) as shift:
        sam, dana, vet = await shift.agent(), shift.customer(), a_vet(shift)
        call = await a_talk(dana, sam)
        await goes_to_number(sam, call, "warm")
        await eventually(lambda: vet.leg is not None and sam.phone in vet.leg.hears(), "talk")
        await sam.until(lambda: sam.model.calls[call.id].is_held, "hold the caller")
        assert dana.leg.hears() == set()
        await sam.until(lambda: sam.model.calls[call.id].part("guest-1").is_present, "know them")
        await sam.does(JoinAll(call=call.id))
        await eventually(lambda: dana.leg.hears() == {sam.phone, vet}, "hear both")
        await sam.does(CompleteTransfer(call=call.id))
        await talk_alone(dana, vet, sam.phone)
        await is_in(sam, call, "left")


async def test_an_outsider_who_was_asked_is_sent_away(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana, vet = await shift.agent(), shift.customer(), a_vet(shift)
        call = await a_talk(dana, sam)
        await goes_to_number(sam, call, "consult")
        await eventually(lambda: vet.leg is not None and sam.phone in vet.leg.hears(), "talk")
        await sam.does(CancelTransfer(call=call.id))
        await is_back_with(sam, dana, call)
        await eventually(lambda: vet.leg is None, "the vet is off the phone")


@pytest.mark.parametrize("fault", FAULTS)
async def test_the_provider_fails_while_an_outsider_is_rung(
    sqlite_url: str, fault: RequestFaultKind
) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana, vet = await shift.agent(), shift.customer(), a_vet(shift)
        call = await a_talk(dana, sam)
        shift.network.faults.fail_next(fault, match="/Calls.json")
        await goes_to_number(sam, call)
        if fault == "429":
            await talk_alone(dana, vet, sam.phone)
        else:
            await is_back_with(sam, dana, call)
        assert not dana.leg.is_over
        assert len(vet.calls) <= 1


@pytest.mark.parametrize("fault", FAULTS)
async def test_the_provider_fails_while_the_sender_leaves(
    sqlite_url: str, fault: RequestFaultKind
) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana, vet = await shift.agent(), shift.customer(), a_vet(shift)
        call = await a_talk(dana, sam)
        await goes_to_number(sam, call, "consult")
        await eventually(lambda: vet.leg is not None and sam.phone in vet.leg.hears(), "talk")
        await sam.until(lambda: sam.model.calls[call.id].part("guest-1").is_present, "know them")
        await sam.until(lambda: sam.model.calls[call.id].is_held, "hold the caller")
        shift.network.faults.fail_next(fault, match="/Participants/", times=2)
        await sam.does(CompleteTransfer(call=call.id))
        await talk_alone(dana, vet, sam.phone)
        await is_in(sam, call, "left")


async def test_a_premium_number_is_never_rung(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call = await a_talk(dana, sam)
        wanted = TransferCall(call=call.id, how="cold", number="+19005550150")
        assert "Premium" in await sam.is_told(wanted)
        assert sam.phone in dana.leg.hears()


async def test_a_caller_waits_at_the_head_of_a_queue_and_is_not_greeted_again(
    database_url: str,
) -> None:
    async with floor(database_url) as shift:
        sam, lee, dana = await shift.agent(), await shift.agent("lee", "Lee Park"), shift.customer()
        call = await a_talk(dana, sam)
        queued = sam.model.calls[call.id].queued_at
        heard = " ".join(dana.leg.heard)
        await goes_to_queue(sam, call)
        await dana.hears("Please stay on the line", times=2)
        await lee.is_available()
        asked = await is_asked(lee)
        assert asked.queued_at == queued
        card = asked.transfer
        assert card is not None
        assert ("asked", ASKED) in card.card
        assert await lee.is_told(AcceptCall(call=call.id)) == "Read the handoff card first."
        await lee.does(AcceptTransfer(call=call.id, version=card.version, read=True))
        await both_talk(dana, lee, call)
        await has_call(lee, call)
        await lee.sees("handed over from Sam Lee to Lee Park")
        after = " ".join(dana.leg.heard)
        assert after.count("recorded") == heard.count("recorded")
        await sam.does(EndWrapUp(call=call.id))
        await is_free(sam)


async def test_a_caller_whom_nobody_takes_comes_back_to_the_sender(sqlite_url: str) -> None:
    async with floor(sqlite_url, transfer_seconds=1) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call = await a_talk(dana, sam)
        await sam.opens(call.incident)
        await goes_to_queue(sam, call)
        await sam.until(lambda: sam.model.my_wrap() is not None, "wrap up")
        await sam.does(EndWrapUp(call=call.id))
        await sam.sees("back with Sam Lee", "offered to the sender too")
        await sam.accepts()
        await both_talk(dana, sam, call)
        await has_call(sam, call)


async def test_a_caller_who_is_declined_goes_on_waiting(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana = await shift.agent(), await shift.agent("lee", "Lee Park"), shift.customer()
        call = await a_talk(dana, sam)
        await goes_to_queue(sam, call)
        await sam.does(SetPresence(state="break"))
        await lee.is_available()
        await is_asked(lee)
        await lee.does(DeclineCall(call=call.id))
        await dana.hears("Please stay on the line", times=3)
        await dana.leg.hangs_up()
        await is_in(lee, call, "ended")


@pytest.mark.parametrize("fault", FAULTS)
async def test_the_provider_fails_on_the_way_into_the_queue(
    sqlite_url: str, fault: RequestFaultKind
) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana = await shift.agent(), await shift.agent("lee", "Lee Park"), shift.customer()
        call = await a_talk(dana, sam)
        shift.network.faults.fail_next(fault, match="/Calls/CA", times=2)
        await goes_to_queue(sam, call)
        await dana.hears("Please stay on the line", times=2)
        await lee.is_available()
        card = (await is_asked(lee)).transfer
        assert card is not None
        await lee.does(AcceptTransfer(call=call.id, version=card.version, read=True))
        await both_talk(dana, lee, call)
