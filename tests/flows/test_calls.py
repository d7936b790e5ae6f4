"""A phone call from the first ring to the end of the wrap-up."""

from __future__ import annotations

from console.domain.call_events import EndCall, EndWrapUp, HoldCall, MuteCall
from console.domain.note import AddNote
from tests.flows.floor import floor
from tests.flows.talking import a_talk, hears_voice_of, is_in


async def test_a_call_rings_is_taken_held_and_ended(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call = await a_talk(dana, sam)
        await sam.does(AddNote(incident=call.incident, text="!bleeding", offset=4))
        await sam.sees("+1…42 calls us", "taken by Sam Lee", "answered by Sam Lee", "bleeding")
        await sam.does(HoldCall(call=call.id, on=True))
        await sam.sees("on hold")
        assert sam.phone not in dana.leg.hears()
        await sam.does(HoldCall(call=call.id, on=False))
        await sam.sees("off hold after")
        await hears_voice_of(dana, sam)
        await sam.does(EndCall(call=call.id))
        await sam.sees("Sam Lee hung up")
        await dana.is_cut_off()
        await is_in(sam, call, "wrap-up")
        await sam.does(EndWrapUp(call=call.id))
        await sam.until(lambda: bool(sam.model.me and sam.model.me.is_free), "be free")


async def test_mute_is_only_ever_ended_by_the_person(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call = await a_talk(dana, sam)
        await sam.does(MuteCall(call=call.id, on=True))
        await sam.until(lambda: sam.model.calls[call.id].is_muted, "be muted")
        assert sam.phone not in dana.leg.hears()
        await sam.does(HoldCall(call=call.id, on=True))
        await sam.sees("on hold")
        await sam.does(HoldCall(call=call.id, on=False))
        await sam.sees("off hold after")
        assert sam.phone not in dana.leg.hears()
        await sam.does(MuteCall(call=call.id, on=False))
        await hears_voice_of(dana, sam)
