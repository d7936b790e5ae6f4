"""An agent rings somebody from an incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from channels.simulator.phones import answers, busy, by_hand, drops, never_answers
from console.domain.call_events import EndCall
from tests.flows.floor import floor
from tests.flows.patience import eventually
from tests.flows.talking import an_agent_dials, everybody_is_off_the_phone, is_in

if TYPE_CHECKING:
    from channels.simulator.phones import Phone


async def test_the_customer_answers(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call = await an_agent_dials(sam, dana)
        await sam.sees("Sam Lee rings +1…42", "from +14155550100", "connected with")
        await is_in(sam, call, "talking")
        assert dana.leg.sender == "+14155550100"
        assert sam.phone in dana.leg.hears()
        await sam.does(EndCall(call=call.id))
        await sam.sees("Sam Lee hung up")
        await everybody_is_off_the_phone(shift)


@pytest.mark.parametrize(
    ("phone", "words"),
    [(busy(), "the line was busy"), (never_answers(), "nobody answered")],
    ids=["busy", "never answers"],
)
async def test_the_customer_does_not_answer(sqlite_url: str, phone: Phone, words: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer(phone=phone)
        call = await an_agent_dials(sam, dana)
        await sam.sees("ended", words)
        await everybody_is_off_the_phone(shift)
        await is_in(sam, call, "wrap-up")


async def test_a_number_that_nobody_has(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        del shift.network.people[dana.person.address]
        await an_agent_dials(sam, dana)
        await sam.sees("ended", "the number could not be reached")
        await everybody_is_off_the_phone(shift)


@pytest.mark.parametrize("phone", [never_answers(), busy(), answers(1)], ids=lambda p: p.kind)
async def test_the_agents_own_phone_lets_them_down(sqlite_url: str, phone: Phone) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(phone=phone), shift.customer()
        await an_agent_dials(sam, dana)
        await sam.sees("ended", "your own phone was not connected")
        await everybody_is_off_the_phone(shift)
        assert dana.person.calls == []


async def test_the_agents_phone_drops_and_the_customer_is_not_left_in_silence(
    sqlite_url: str,
) -> None:
    async with floor(sqlite_url) as shift:
        sam = await shift.agent(phone=drops(60, answers_after=0.5, presses="1"))
        dana = shift.customer()
        await an_agent_dials(sam, dana)
        await sam.sees("connected with", "ended")
        await dana.is_cut_off()
        await everybody_is_off_the_phone(shift)


async def test_the_agents_phone_drops_while_the_customers_rings(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam = await shift.agent(phone=drops(60, answers_after=0.5, presses="1"))
        dana = shift.customer(phone=by_hand())
        await an_agent_dials(sam, dana)
        await eventually(lambda: dana.person.calls != [], "the phone rings")
        await sam.sees("ended")
        await everybody_is_off_the_phone(shift)


async def test_the_agent_thinks_better_of_it_before_anybody_answers(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(phone=answers(4, presses="1")), shift.customer()
        call = await an_agent_dials(sam, dana)
        await sam.does(EndCall(call=call.id))
        await sam.sees("Sam Lee hung up")
        await everybody_is_off_the_phone(shift)
        assert dana.person.calls == []


async def test_the_customer_hangs_up(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call = await an_agent_dials(sam, dana)
        await is_in(sam, call, "talking")
        await dana.leg.hangs_up()
        await sam.sees("ended: +1…42 hung up")
        await everybody_is_off_the_phone(shift)
