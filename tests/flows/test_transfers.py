"""A call goes to a colleague; whatever happens, the caller is with somebody (F59, F63)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from channels.simulator.phones import answers, by_hand, voicemail
from console.domain.call_events import AcceptCall, EndCall, EndWrapUp
from console.domain.note import AddNote
from console.domain.transfer_events import (
    AcceptTransfer,
    CancelTransfer,
    CompleteTransfer,
    JoinAll,
    RefuseTransfer,
    TransferCall,
)
from tests.flows.floor import Desk, floor
from tests.flows.patience import eventually
from tests.flows.talking import a_talk, both_talk, everybody_is_off_the_phone, is_in
from tests.flows.transferring import (
    ASKED,
    asks_for,
    confer,
    has_call,
    is_asked,
    is_back_with,
    is_free,
    number_of,
    reads_and_accepts,
    talk_alone,
)

if TYPE_CHECKING:
    from channels.simulator.phones import Phone

FAULTS = ["429", "500", "timeout-before", "timeout-after"]


async def test_a_caller_goes_to_a_colleague_who_has_read_the_card(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, lee, dana = await shift.agent(), await shift.agent("lee", "Lee Park"), shift.customer()
        call = await a_talk(dana, sam)
        await sam.does(AddNote(incident=call.incident, text="! the sitter has a key"))
        await asks_for(sam, lee, call)
        asked = await is_asked(lee)
        assert asked.transfer is not None
        assert ("risk", "the sitter has a key") in asked.transfer.card
        assert ("asked", ASKED) in asked.transfer.card
        assert sam.phone in dana.leg.hears()
        await reads_and_accepts(lee)
        await talk_alone(dana, lee.phone, sam.phone)
        await has_call(lee, call)
        await lee.sees("Sam Lee hands the call to Lee Park", "has read the card", "handed over")
        assert [row.incident.owner for row in lee.model.rows()] == [number_of(lee)]
        await sam.until(lambda: sam.model.my_wrap() is not None, "wrap up")
        await sam.does(EndWrapUp(call=call.id))
        await is_free(sam)
        await lee.does(EndCall(call=call.id))
        await everybody_is_off_the_phone(shift)
        await is_in(lee, call, "wrap-up")
        await lee.does(EndWrapUp(call=call.id))
        await is_free(lee)


async def test_who_handed_a_call_over_finishes_it_also_when_it_is_long_over(
    sqlite_url: str,
) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana = await shift.agent(), await shift.agent("lee", "Lee Park"), shift.customer()
        call = await a_talk(dana, sam)
        await asks_for(sam, lee, call)
        await reads_and_accepts(lee)
        await has_call(lee, call)
        await dana.leg.hangs_up()
        await is_in(lee, call, "wrap-up")
        await lee.does(EndWrapUp(call=call.id))
        await is_free(lee)
        wrap = sam.model.my_wrap()
        assert wrap is not None
        assert wrap.id == call.id
        again = Desk(shift.hub.url, sam.token, sam.phone)
        await again.starts()
        shift.closing.push_async_callback(again.stops)
        assert again.model.my_wrap() is not None
        await again.does(EndWrapUp(call=call.id))
        await is_free(sam)
        await sam.until(lambda: call.id not in sam.model.calls, "be done with it")


async def test_nobody_accepts_without_having_read_this_card(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana = await shift.agent(), await shift.agent("lee", "Lee Park"), shift.customer()
        call = await a_talk(dana, sam)
        await asks_for(sam, lee, call)
        card = (await is_asked(lee)).transfer
        assert card is not None
        wanted = AcceptTransfer(call=call.id, version=card.version)
        assert await lee.is_told(wanted) == "Read the handoff card first."
        other = AcceptTransfer(call=call.id, version="0" * 16, read=True)
        assert await lee.is_told(other) == "Read the handoff card first."
        assert "taken this call" in await lee.is_told(AcceptCall(call=call.id))
        assert sam.phone in dana.leg.hears()


async def test_a_colleague_who_refuses_leaves_the_caller_with_the_sender(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana = await shift.agent(), await shift.agent("lee", "Lee Park"), shift.customer()
        call = await a_talk(dana, sam)
        await asks_for(sam, lee, call)
        await is_asked(lee)
        await lee.does(RefuseTransfer(call=call.id, reason="on my way home"))
        await is_back_with(sam, dana, call)
        await is_free(lee)
        assert sam.model.calls[call.id].trouble == "Lee Park refused: on my way home"


async def test_a_colleague_who_does_not_answer(sqlite_url: str) -> None:
    async with floor(sqlite_url, transfer_seconds=1) as shift:
        sam, lee, dana = await shift.agent(), await shift.agent("lee", "Lee Park"), shift.customer()
        call = await a_talk(dana, sam)
        await sam.opens(call.incident)
        await asks_for(sam, lee, call)
        await is_asked(lee)
        await is_back_with(sam, dana, call)
        await sam.sees("came to nothing", "Lee Park did not answer")
        await is_free(lee)


@pytest.mark.parametrize(
    "phone",
    [voicemail(after=2), answers(1, presses="9")],
    ids=["voicemail", "presses 9"],
)
async def test_a_colleagues_phone_that_does_not_take_the_call(
    sqlite_url: str, phone: Phone
) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        lee = await shift.agent("lee", "Lee Park", phone=phone)
        call = await a_talk(dana, sam)
        await asks_for(sam, lee, call)
        await reads_and_accepts(lee)
        await is_back_with(sam, dana, call)
        await is_free(lee)
        assert "Leave a message." not in dana.leg.heard


async def test_a_colleague_whose_desk_is_gone(sqlite_url: str) -> None:
    async with floor(sqlite_url, lost_seconds=0.5) as shift:
        sam, lee, dana = await shift.agent(), await shift.agent("lee", "Lee Park"), shift.customer()
        call = await a_talk(dana, sam)
        await asks_for(sam, lee, call)
        await is_asked(lee)
        await lee.stops()
        await is_back_with(sam, dana, call)
        assert "desk is not connected" in sam.model.calls[call.id].trouble


async def test_the_caller_hangs_up_while_the_colleagues_phone_rings(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        lee = await shift.agent("lee", "Lee Park", phone=by_hand())
        call = await a_talk(dana, sam)
        await asks_for(sam, lee, call)
        await reads_and_accepts(lee)
        await eventually(lambda: lee.phone.leg is not None, "the colleague's phone rings")
        await dana.leg.hangs_up()
        await is_in(sam, call, "wrap-up")
        await is_free(lee)
        await everybody_is_off_the_phone(shift)


async def test_the_sender_takes_the_caller_back(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana = await shift.agent(), await shift.agent("lee", "Lee Park"), shift.customer()
        call = await a_talk(dana, sam)
        await asks_for(sam, lee, call)
        await is_asked(lee)
        await sam.does(CancelTransfer(call=call.id))
        await is_back_with(sam, dana, call)
        await is_free(lee)
        await asks_for(sam, lee, call)
        await reads_and_accepts(lee)
        await talk_alone(dana, lee.phone, sam.phone)


async def test_a_caller_on_hold_hears_nothing_of_a_consultation(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, lee, dana = await shift.agent(), await shift.agent("lee", "Lee Park"), shift.customer()
        call = await a_talk(dana, sam)
        await asks_for(sam, lee, call, "consult")
        await sam.until(lambda: sam.model.calls[call.id].is_held, "hold the caller")
        await reads_and_accepts(lee)
        await confer(sam, lee)
        assert dana.leg.hears() == set()
        await sam.does(JoinAll(call=call.id))
        await eventually(lambda: dana.leg.hears() == {sam.phone, lee.phone}, "hear both")
        await sam.does(CompleteTransfer(call=call.id))
        await talk_alone(dana, lee.phone, sam.phone)
        await has_call(lee, call)


async def test_a_warm_transfer_takes_the_caller_off_hold_first(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, lee, dana = await shift.agent(), await shift.agent("lee", "Lee Park"), shift.customer()
        call = await a_talk(dana, sam)
        await asks_for(sam, lee, call, "warm")
        told = await sam.is_told(CompleteTransfer(call=call.id))
        assert told == "Lee Park is not in the call yet."
        await reads_and_accepts(lee)
        await confer(sam, lee)
        await sam.until(lambda: sam.model.calls[call.id].is_held, "hold the caller")
        await sam.does(CompleteTransfer(call=call.id))
        await talk_alone(dana, lee.phone, sam.phone)
        await has_call(lee, call)
        await dana.leg.hangs_up()
        await everybody_is_off_the_phone(shift)
        await is_in(lee, call, "wrap-up")


async def test_the_caller_is_taken_back_from_a_consultation(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana = await shift.agent(), await shift.agent("lee", "Lee Park"), shift.customer()
        call = await a_talk(dana, sam)
        await asks_for(sam, lee, call, "consult")
        await reads_and_accepts(lee)
        await confer(sam, lee)
        await sam.does(CancelTransfer(call=call.id))
        await is_back_with(sam, dana, call)
        await is_free(lee)
        await eventually(lambda: lee.phone.leg is None, "the colleague is off the phone")


async def test_a_sender_whose_phone_drops_leaves_the_caller_to_the_colleague(
    sqlite_url: str,
) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana = await shift.agent(), await shift.agent("lee", "Lee Park"), shift.customer()
        call = await a_talk(dana, sam)
        await asks_for(sam, lee, call, "consult")
        await reads_and_accepts(lee)
        await confer(sam, lee)
        await sam.phone.calls[-1].hangs_up()
        await talk_alone(dana, lee.phone)
        await has_call(lee, call)


async def test_a_sender_whose_phone_drops_before_the_colleague_came(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        lee = await shift.agent("lee", "Lee Park", phone=by_hand())
        call = await a_talk(dana, sam)
        await asks_for(sam, lee, call)
        await reads_and_accepts(lee)
        await eventually(lambda: lee.phone.leg is not None, "the colleague's phone rings")
        await sam.phone.calls[-1].hangs_up()
        await dana.hears("Please stay on the line", times=2)
        lee.phone.phone = answers(0.5, presses="1")
        await lee.accepts()
        await both_talk(dana, lee, call)


async def test_one_colleague_at_a_time_and_only_who_can_be_reached(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana = await shift.agent(), await shift.agent("lee", "Lee Park"), shift.customer()
        call = await a_talk(dana, sam)
        wanted = TransferCall(call=call.id, how="cold", agent=number_of(lee), asked=ASKED)
        assert "can't be reached now: offline" in await sam.is_told(wanted)
        blank = TransferCall(call=call.id, how="cold", agent=number_of(lee))
        assert "Say what you ask" in await sam.is_told(blank)
        await asks_for(sam, lee, call)
        assert "being asked already" in await sam.is_told(wanted)
        gathered = await asyncio.gather(
            sam.is_told(CancelTransfer(call=call.id)),
            lee.is_told(RefuseTransfer(call=call.id, reason="busy")),
        )
        assert "" in gathered
        await is_back_with(sam, dana, call)
        await is_free(lee)
