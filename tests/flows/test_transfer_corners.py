"""Transfers of calls that we made, with a lead in the room, or with a caller who is gone."""

from __future__ import annotations

from console.domain.call_events import EndCall
from console.domain.supervision import Whisper
from tests.flows.floor import floor
from tests.flows.supervising import Ears, a_lead
from tests.flows.talking import (
    a_talk,
    an_agent_dials,
    everybody_is_off_the_phone,
    hears_voice_of,
    is_in,
)
from tests.flows.transferring import (
    asks_for,
    has_call,
    reads_and_accepts,
    talk_alone,
)


async def test_a_call_that_we_made_goes_to_a_colleague(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana = await shift.agent(), await shift.agent("lee", "Lee Park"), shift.customer()
        call = await an_agent_dials(sam, dana)
        await is_in(sam, call, "talking")
        await hears_voice_of(dana, sam)
        await asks_for(sam, lee, call)
        await reads_and_accepts(lee)
        await talk_alone(dana, lee.phone, sam.phone)
        await has_call(lee, call)
        assert len(dana.person.calls) == 1
        await lee.does(EndCall(call=call.id))
        await everybody_is_off_the_phone(shift)
        await is_in(lee, call, "wrap-up")


async def test_a_whisper_goes_on_to_whoever_has_the_call_now(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, kim, dana = (
            await shift.agent(),
            await shift.agent("kim", "Kim Ortiz"),
            shift.customer(),
        )
        lee = await a_lead(shift)
        call = await a_talk(dana, sam)
        ears = Ears(dana, kim, lee)
        await lee.does(Whisper(call=call.id))
        await asks_for(sam, kim, call)
        await reads_and_accepts(kim)
        await talk_alone(dana, kim.phone, sam.phone)
        await ears.hear("Kim Ortiz")
