"""Somebody leaves a call of three, by wish or by a dropped line; who is left goes on."""

from __future__ import annotations

from console.domain.agent import SetPresence
from console.domain.call_events import EndCall, EndWrapUp, HoldCall
from console.domain.guests import LeaveCall
from tests.flows.conference import a_vet, all_hear_each_other, are_three, invited, room_is_kept
from tests.flows.floor import floor
from tests.flows.patience import eventually
from tests.flows.talking import (
    a_talk,
    an_agent_dials,
    both_talk,
    everybody_is_off_the_phone,
    is_in,
)


async def test_the_caller_hangs_up_and_agent_and_vet_go_on(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call, vet = await are_three(shift, dana, sam)
        await room_is_kept(shift, dana)
        await dana.leg.hangs_up()
        await sam.sees("the caller has left; the others go on")
        await all_hear_each_other(sam.phone, vet.person)
        await is_in(sam, call, "talking")
        await sam.does(EndCall(call=call.id))
        await sam.sees("ended: Sam Lee hung up")
        await everybody_is_off_the_phone(shift)


async def test_whoever_is_left_alone_is_not_left_in_silence(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call, vet = await are_three(shift, dana, sam)
        await room_is_kept(shift, dana)
        await dana.leg.hangs_up()
        await sam.sees("the caller has left")
        await vet.leg.hangs_up()
        await sam.sees("ended: Northside Vet hung up")
        await is_in(sam, call, "wrap-up")
        await everybody_is_off_the_phone(shift)


async def test_the_agent_leaves_and_the_others_go_on(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call, vet = await are_three(shift, dana, sam)
        await sam.does(LeaveCall(call=call.id))
        await sam.sees("Sam Lee left; the others go on")
        await eventually(lambda: sam.phone.leg is None, "Sam's phone is free")
        await all_hear_each_other(dana.person, vet.person)
        me = sam.model.me
        assert me is not None
        assert (me.call, me.wrapping) == (None, call.id)
        assert sam.model.incidents[call.incident].live_calls == (call.id,)
        await sam.does(EndWrapUp(call=call.id))
        await sam.until(lambda: bool(sam.model.me and sam.model.me.is_free), "be free")
        await all_hear_each_other(dana.person, vet.person)
        await vet.leg.hangs_up()
        await dana.is_cut_off()
        await sam.sees("ended: Northside Vet hung up")
        await everybody_is_off_the_phone(shift)


async def test_nobody_is_left_on_hold_by_an_agent_who_leaves(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call, vet = await are_three(shift, dana, sam)
        await sam.does(HoldCall(call=call.id, on=True))
        await sam.until(lambda: sam.model.calls[call.id].is_held, "hold")
        await sam.does(LeaveCall(call=call.id))
        await sam.sees("Sam Lee left")
        await all_hear_each_other(dana.person, vet.person)


async def test_nobody_leaves_a_caller_alone(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call = await a_talk(dana, sam)
        assert "Nobody would be left" in await sam.is_told(LeaveCall(call=call.id))
        assert sam.phone in dana.leg.hears()


async def test_a_lead_ends_what_an_agent_left_and_other_agents_do_not(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        kim = await shift.agent("kim", "Kim Oh")
        lee = await shift.agent("lee", "Lee Park", role="lead")
        call, _ = await are_three(shift, dana, sam)
        await sam.does(LeaveCall(call=call.id))
        await is_in(lee, call, "left")
        assert "goes on without us" in await kim.is_told(EndCall(call=call.id))
        await lee.does(EndCall(call=call.id))
        await dana.is_cut_off()
        await sam.sees("ended: Lee Park ended it for all")
        await everybody_is_off_the_phone(shift)


async def test_the_agents_phone_drops_and_another_joins_the_room(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call, vet = await are_three(shift, dana, sam)
        kim = await shift.agent("kim", "Kim Oh")
        await kim.is_available()
        first = dana.leg
        await sam.phone.calls[-1].hangs_up()
        await sam.sees("the others stay in the call")
        await all_hear_each_other(dana.person, vet.person)
        again = await kim.accepts()
        assert again.id == call.id
        await all_hear_each_other(dana.person, kim.phone, vet.person)
        await both_talk(dana, kim, call)
        assert dana.leg is first
        assert len(vet.person.calls) == 1
        await kim.does(EndCall(call=call.id))
        await everybody_is_off_the_phone(shift)


async def test_a_dropped_phone_takes_nobody_off_a_call_and_may_join_it_again(
    sqlite_url: str,
) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call, vet = await are_three(shift, dana, sam)
        await sam.does(HoldCall(call=call.id, on=True))
        await sam.until(lambda: sam.model.calls[call.id].is_held, "hold")
        await sam.phone.calls[-1].hangs_up()
        await all_hear_each_other(dana.person, vet.person)
        await sam.accepts()
        await all_hear_each_other(dana.person, sam.phone, vet.person)


async def test_a_caller_whom_everybody_left_waits_in_the_queue_again(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        _, vet = await are_three(shift, dana, sam)
        await sam.does(SetPresence(state="break"))
        await room_is_kept(shift, dana)
        await sam.phone.calls[-1].hangs_up()
        await sam.sees("the others stay in the call")
        await vet.leg.hangs_up()
        await dana.hears("Please stay on the line", times=2)
        await sam.sees("back at the head of the queue", "everybody else has left")
        kim = await shift.agent("kim", "Kim Oh")
        await kim.is_available()
        await both_talk(dana, kim, await kim.accepts())


async def test_a_dialled_customer_and_a_vet_go_on_without_the_agent(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        vet, call = a_vet(shift), await an_agent_dials(sam, dana)
        await is_in(sam, call, "talking")
        await invited(sam, call, vet)
        await sam.does(LeaveCall(call=call.id))
        await sam.sees("Sam Lee left")
        await all_hear_each_other(dana.person, vet.person)
        await dana.leg.hangs_up()
        await sam.sees("ended: +1…42 hung up")
        await everybody_is_off_the_phone(shift)
