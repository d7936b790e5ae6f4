"""The provider fails, and its callbacks come as they like, while somebody is asked into a call."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from channels.simulator.faults import DeliveryFault
from console.domain.call_events import EndCall
from console.domain.guests import DropGuest, HoldGuest, InviteGuest, LeaveCall
from tests.flows.conference import (
    NAME,
    a_vet,
    all_hear_each_other,
    are_three,
    guest,
    room_is_kept,
)
from tests.flows.floor import floor
from tests.flows.talking import a_talk, both_talk, everybody_is_off_the_phone, hears_voice_of

if TYPE_CHECKING:
    from channels.simulator.faults import DeliveryFaultKind, RequestFaultKind
    from tests.flows.floor import Floor

FAULTS = ["429", "500", "timeout-before", "timeout-after"]


def every_webhook(shift: Floor, seed: int) -> None:
    """Let no webhook arrive as it should: each is repeated, late or overtaken, by chance."""
    dice = random.Random(seed)
    kinds: tuple[DeliveryFaultKind, ...] = ("duplicate", "delay", "reorder")
    shift.network.faults.deliveries += [
        DeliveryFault(dice.choice(kinds), "/twilio/", seconds=dice.uniform(0.5, 4))
        for _ in range(200)
    ]


@pytest.mark.parametrize("fault", FAULTS)
async def test_while_a_guest_is_to_be_rung(sqlite_url: str, fault: RequestFaultKind) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        vet, call = a_vet(shift), await a_talk(dana, sam)
        shift.network.faults.fail_next(fault, match="/Calls.json")
        await sam.does(InviteGuest(call=call.id, to=vet.handle, name=NAME))
        if fault in ("500", "timeout-before"):
            await sam.sees("trouble with Northside Vet")
            await sam.does(InviteGuest(call=call.id, to=vet.handle, name=NAME))
        await all_hear_each_other(dana.person, sam.phone, vet.person)
        assert len(vet.person.calls) == 1


@pytest.mark.parametrize("fault", FAULTS)
async def test_hold_and_drop_of_a_guest_come_about(
    sqlite_url: str, fault: RequestFaultKind
) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call, vet = await are_three(shift, dana, sam)
        await room_is_kept(shift, dana)
        shift.network.faults.fail_next(fault, match="/Participants/")
        await sam.does(HoldGuest(call=call.id, leg="guest-1", on=True))
        await sam.until(lambda: guest(sam, call) == "on hold", "see the vet on hold")
        shift.network.faults.fail_next(fault, match="/Participants/")
        await sam.does(DropGuest(call=call.id, leg="guest-1"))
        await vet.is_cut_off()
        await both_talk(dana, sam, call)


@pytest.mark.parametrize("fault", FAULTS)
async def test_the_room_is_kept_for_the_others(sqlite_url: str, fault: RequestFaultKind) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        vet, call = a_vet(shift), await a_talk(dana, sam)
        shift.network.faults.fail_next(fault, match="/Participants/")
        await sam.does(InviteGuest(call=call.id, to=vet.handle, name=NAME))
        await room_is_kept(shift, dana)


@pytest.mark.parametrize("fault", FAULTS)
async def test_an_agent_leaves_all_the_same(sqlite_url: str, fault: RequestFaultKind) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call, vet = await are_three(shift, dana, sam)
        await room_is_kept(shift, dana)
        for method in ("POST", "DELETE"):
            shift.network.faults.fail_next(fault, match=f"{method} /2010-04-01/Accounts")
        await sam.does(LeaveCall(call=call.id))
        await sam.sees("Sam Lee left")
        await all_hear_each_other(dana.person, vet.person)


async def test_an_agent_who_can_not_be_let_out_is_still_in_the_call(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call, vet = await are_three(shift, dana, sam)
        await room_is_kept(shift, dana)
        shift.network.faults.fail_next("500", match="DELETE ", times=1000)
        await sam.does(LeaveCall(call=call.id))
        await sam.sees("trouble with leave", "You are still in the call")
        await all_hear_each_other(dana.person, sam.phone, vet.person)
        shift.network.faults.requests.clear()
        await sam.does(LeaveCall(call=call.id))
        await sam.sees("Sam Lee left")


async def test_a_room_that_can_not_be_kept_is_told_of(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        vet, call = a_vet(shift), await a_talk(dana, sam)
        shift.network.faults.fail_next("500", match="/Participants/", times=1000)
        await sam.does(InviteGuest(call=call.id, to=vet.handle, name=NAME))
        await sam.sees("trouble with exit", "the call may end for everybody")
        await hears_voice_of(dana, sam)


@pytest.mark.parametrize("seed", range(6))
async def test_whatever_order_the_callbacks_come_in(sqlite_url: str, seed: int) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        every_webhook(shift, seed)
        call, vet = await are_three(shift, dana, sam)
        await room_is_kept(shift, dana)
        if seed % 2:
            await dana.leg.hangs_up()
            await sam.sees("the caller has left")
            await all_hear_each_other(sam.phone, vet.person)
            await sam.does(EndCall(call=call.id))
            await sam.sees("ended: Sam Lee hung up")
        else:
            await sam.does(LeaveCall(call=call.id))
            await sam.sees("Sam Lee left")
            await all_hear_each_other(dana.person, vet.person)
            await vet.leg.hangs_up()
            await sam.sees("ended: Northside Vet hung up")
        await everybody_is_off_the_phone(shift)
