"""A vet, the police or an owner is asked into a call, waits in it, and is taken out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from channels.simulator.phones import answers, busy, by_hand, never_answers
from console.domain.call_events import HoldCall, MuteCall
from console.domain.guests import DropGuest, HoldGuest, InviteGuest
from tests.flows.conference import NAME, a_vet, all_hear_each_other, are_three, guest, invited
from tests.flows.floor import floor
from tests.flows.patience import eventually
from tests.flows.talking import a_talk, both_talk, everybody_is_off_the_phone, hears_voice_of

if TYPE_CHECKING:
    from channels.simulator.phones import Phone


async def test_a_vet_is_added_waits_and_leaves(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call, vet = await are_three(shift, dana, sam)
        await sam.sees("Sam Lee rings Northside Vet into the call", "Northside Vet is in the call")
        await sam.does(HoldGuest(call=call.id, leg="guest-1", on=True))
        await vet.hears("Please stay on the line")
        await sam.until(lambda: guest(sam, call) == "on hold", "see the vet on hold")
        assert vet.leg.hears() == frozenset()
        assert dana.leg.hears() == {sam.phone}
        await sam.does(HoldGuest(call=call.id, leg="guest-1", on=False))
        await all_hear_each_other(dana.person, sam.phone, vet.person)
        await sam.does(DropGuest(call=call.id, leg="guest-1"))
        await vet.is_cut_off()
        await sam.sees("Sam Lee takes Northside Vet out", "Northside Vet has left")
        await both_talk(dana, sam, call)
        await dana.leg.hangs_up()
        await sam.sees("ended: +1…42 hung up")
        await everybody_is_off_the_phone(shift)


async def test_the_customer_waits_while_agent_and_vet_talk(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call, vet = await are_three(shift, dana, sam)
        await sam.does(HoldCall(call=call.id, on=True))
        await dana.hears("Please stay on the line", times=2)
        assert dana.leg.hears() == frozenset()
        assert vet.leg.hears() == {sam.phone}
        assert sam.phone.calls[-1].hears() == {vet.person}


async def test_nothing_about_guests_unmutes_an_agent(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        vet, call = a_vet(shift), await a_talk(dana, sam)
        await sam.does(MuteCall(call=call.id, on=True))
        await sam.until(lambda: sam.model.calls[call.id].is_muted, "be muted")
        await invited(sam, call, vet)
        for on in (True, False):
            await sam.does(HoldGuest(call=call.id, leg="guest-1", on=on))
            await sam.does(HoldCall(call=call.id, on=on))
            await sam.until(lambda on=on: sam.model.calls[call.id].is_held == on, "hold")  # type: ignore[misc]
            assert sam.phone not in vet.leg.hears() | dana.leg.hears()
        await sam.does(DropGuest(call=call.id, leg="guest-1"))
        await vet.is_cut_off()
        assert sam.phone not in dana.leg.hears()
        assert sam.model.calls[call.id].is_muted
        await sam.does(MuteCall(call=call.id, on=False))
        await hears_voice_of(dana, sam)


@pytest.mark.parametrize(
    ("phone", "words"),
    [(busy(), "line is busy"), (never_answers(), "did not answer")],
    ids=["busy", "never answers"],
)
async def test_a_guest_who_can_not_be_reached_is_told_of_at_once(
    sqlite_url: str, phone: Phone, words: str
) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        vet, call = a_vet(shift, phone), await a_talk(dana, sam)
        await sam.does(InviteGuest(call=call.id, to=vet.handle, name=NAME))
        await sam.sees("trouble with Northside Vet", words)
        await both_talk(dana, sam, call)
        vet.person.phone = answers(0.5)
        await sam.does(InviteGuest(call=call.id, to=vet.handle, name=NAME))
        await all_hear_each_other(dana.person, sam.phone, vet.person)


async def test_a_guests_number_that_nobody_has(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call = await a_talk(dana, sam)
        await sam.does(InviteGuest(call=call.id, to="tel:+14155550159", name="Owner"))
        await sam.sees("trouble with Owner", "could not be reached")
        await both_talk(dana, sam, call)


async def test_a_ringing_guest_is_not_wanted_any_more(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        vet, call = a_vet(shift, by_hand()), await a_talk(dana, sam)
        await sam.does(InviteGuest(call=call.id, to=vet.handle, name=NAME))
        await eventually(lambda: vet.person.leg is not None, "the vet's phone rings")
        await sam.does(DropGuest(call=call.id, leg="guest-1"))
        await vet.is_cut_off()
        await both_talk(dana, sam, call)
        assert "trouble" not in sam.text()


async def test_emergency_and_costly_numbers_are_refused_in_words(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call = await a_talk(dana, sam)
        for number, words in (
            ("911", "use your own phone"),
            ("+19005550123", "Premium"),
            ("+442079460123", "country"),
            ("*674155550150", "Only digits"),
        ):
            asked = InviteGuest(call=call.id, to=f"tel:{number}")
            assert words in await sam.is_told(asked)
        assert "rings" not in sam.text()
