"""A lead listens, whispers, barges in and takes over: told by who hears whom (F65-F68, V4, V5)."""

from __future__ import annotations

import asyncio

from channels.simulator.phones import voicemail
from console.domain.call_events import EndCall, HoldCall
from console.domain.supervision import (
    BackToListening,
    Barge,
    Listen,
    StopListening,
    TakeOverCall,
    Whisper,
)
from tests.flows.floor import floor
from tests.flows.patience import eventually
from tests.flows.supervising import Ears, a_lead, hearers, is_heard_by, is_out
from tests.flows.talking import a_talk, everybody_is_off_the_phone, is_in


async def test_who_listens_hears_both_and_is_heard_by_nobody(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, lee, dana = await shift.agent(), await a_lead(shift), shift.customer()
        call = await a_talk(dana, sam)
        ears = Ears(dana, sam, lee)
        await lee.opens(call.incident)
        await lee.does(Listen(call=call.id))
        await is_heard_by(lee, call, "nobody")
        assert lee.phone.leg is not None
        assert lee.phone.leg.hears() == {dana.person, sam.phone}
        assert ears.now() == set()
        await lee.sees("Lee Park listens")
        await lee.does(StopListening(call=call.id))
        await is_out(lee)
        assert sam.phone in dana.leg.hears()
        await lee.sees("Lee Park has left")


async def test_a_whisper_reaches_the_agent_alone_and_a_barge_everybody(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, lee, dana = await shift.agent(), await a_lead(shift), shift.customer()
        call = await a_talk(dana, sam)
        ears = Ears(dana, sam, lee)
        await lee.opens(call.incident)
        await lee.does(Whisper(call=call.id))
        await ears.hear("Sam Lee")
        await is_heard_by(lee, call, "agent")
        await ears.says("ask for the name of the vet")
        assert "vet" not in ears.caller_heard
        await lee.does(Barge(call=call.id))
        await ears.hear("Dana Reyes", "Sam Lee")
        await is_heard_by(lee, call, "everybody")
        await lee.does(BackToListening(call=call.id))
        await ears.hear()
        await is_heard_by(lee, call, "nobody")
        await lee.sees("Lee Park whispers", "Lee Park has barged in", "Lee Park listens")


async def test_a_whisper_works_while_the_caller_is_on_hold(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana = await shift.agent(), await a_lead(shift), shift.customer()
        call = await a_talk(dana, sam)
        await sam.does(HoldCall(call=call.id, on=True))
        await sam.until(lambda: sam.model.calls[call.id].is_held, "hold")
        ears = Ears(dana, sam, lee)
        await lee.does(Whisper(call=call.id))
        await ears.hear("Sam Lee")
        await sam.does(HoldCall(call=call.id, on=False))
        await eventually(lambda: sam.phone in dana.leg.hears(), "talk again")
        assert ears.now() == {"Sam Lee"}


async def test_the_room_ends_around_a_lead(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana = await shift.agent(), await a_lead(shift), shift.customer()
        call = await a_talk(dana, sam)
        await lee.does(Barge(call=call.id))
        await is_heard_by(lee, call, "everybody")
        await sam.does(EndCall(call=call.id))
        await everybody_is_off_the_phone(shift)
        await is_out(lee)
        await is_in(sam, call, "wrap-up")


async def test_a_lead_who_puts_the_phone_down_harms_nobody(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana = await shift.agent(), await a_lead(shift), shift.customer()
        call = await a_talk(dana, sam)
        await lee.does(Barge(call=call.id))
        await is_heard_by(lee, call, "everybody")
        assert lee.phone.leg is not None
        await lee.phone.leg.hangs_up()
        await is_out(lee)
        assert sam.phone in dana.leg.hears()
        await is_in(sam, call, "talking")


async def test_of_six_leads_one_barges_in_and_five_read_who_did(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        leads = [await a_lead(shift, f"lead{n}", f"Lead {n}") for n in range(6)]
        call = await a_talk(dana, sam)
        told = await asyncio.gather(*(lee.is_told(Barge(call=call.id)) for lee in leads))
        winner = told.index("")
        words = f"Lead {winner} has barged into this call; one lead speaks at a time."
        assert [one for one in told if one] == [words] * 5
        await is_heard_by(leads[winner], call, "everybody")
        other = leads[(winner + 1) % 6]
        await other.does(Listen(call=call.id))
        await is_heard_by(other, call, "nobody")
        assert await other.is_told(Whisper(call=call.id)) == words
        await leads[winner].does(BackToListening(call=call.id))
        await other.does(Whisper(call=call.id))
        await Ears(dana, sam, other).hear("Sam Lee")


async def test_an_agent_may_not_listen(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, kim, dana = await shift.agent(), await shift.agent("kim", "Kim"), shift.customer()
        call = await a_talk(dana, sam)
        for wish in (Listen, Whisper, Barge):
            assert "role" in await kim.is_told(wish(call=call.id))
        assert kim.phone.calls == []


async def test_the_voicemail_of_a_lead_says_nothing_to_the_caller(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        machine = voicemail("Nobody is at home.", after=0.5)
        lee = await shift.agent("lee", "Lee Park", role="lead", phone=machine)
        call = await a_talk(dana, sam)
        await lee.does(Barge(call=call.id))
        await is_out(lee)
        assert "at home" not in " ".join(dana.leg.heard)
        assert sam.phone in dana.leg.hears()


async def test_a_lead_takes_the_call_over_and_the_agent_stays_or_leaves(
    database_url: str,
) -> None:
    async with floor(database_url) as shift:
        sam, lee, dana = await shift.agent(), await a_lead(shift), shift.customer()
        call = await a_talk(dana, sam)
        await lee.opens(call.incident)
        await lee.does(TakeOverCall(call=call.id, reason="he threatens her", stays=True))
        await lee.until(lambda: lee.model.my_call() is not None, "have the call")
        await eventually(lambda: sam.phone not in dana.leg.hears(), "the agent is heard no more")
        assert lee.phone in dana.leg.hears()
        assert sam.phone.leg is not None
        assert sam.phone.leg.hears() == {dana.person, lee.phone}
        assert lee.model.incidents[call.incident].owner_name == "Lee Park"
        assert await sam.is_told(EndCall(call=call.id)) == (
            "This call is with Lee Park, not with you."
        )
        await lee.sees("Lee Park has taken the call over", "he threatens her")
        await sam.does(StopListening(call=call.id))
        await is_out(sam)
        await lee.does(EndCall(call=call.id))
        await everybody_is_off_the_phone(shift)
        await is_in(lee, call, "wrap-up")


async def test_what_is_read_later_is_what_was_seen_when_it_happened(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana = await shift.agent(), await a_lead(shift), shift.customer()
        call = await a_talk(dana, sam)
        await lee.opens(call.incident)
        await lee.does(Whisper(call=call.id))
        await lee.sees("Lee Park whispers; only Sam Lee hears them")
        await lee.does(TakeOverCall(call=call.id, reason="he threatens her"))
        await lee.until(lambda: lee.model.my_call() is not None, "have the call")
        late = await shift.agent("kim", "Kim Ortiz")
        await late.opens(call.incident)
        await late.sees("Lee Park whispers; only Sam Lee hears them")
        assert late.text() == lee.text()


async def test_a_lead_who_does_not_come_takes_nothing_over(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        machine = voicemail("Nobody is at home.", after=0.5)
        lee = await shift.agent("lee", "Lee Park", role="lead", phone=machine)
        call = await a_talk(dana, sam)
        await lee.does(TakeOverCall(call=call.id, reason="danger"))
        await is_out(lee)
        assert sam.phone in dana.leg.hears()
        assert sam.model.my_call() is not None


async def test_whispers_follow_the_agent_to_whom_the_call_goes(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana = await shift.agent(), await a_lead(shift), shift.customer()
        kim = await a_lead(shift, "kim", "Kim Ortiz")
        call = await a_talk(dana, sam)
        await kim.does(TakeOverCall(call=call.id, reason="danger"))
        await kim.until(lambda: kim.model.my_call() is not None, "have the call")
        await lee.does(Whisper(call=call.id))
        await eventually(lambda: hearers(lee.phone, dana.person, kim.phone) == {"Kim Ortiz"}, "so")
