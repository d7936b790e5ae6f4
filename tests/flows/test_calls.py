"""A phone call from the first ring to the end of the wrap-up."""

from __future__ import annotations

from console.domain.call_events import AcceptCall, EndCall, EndWrapUp, HoldCall
from console.domain.agent import SetPresence
from console.domain.note import AddNote
from tests.flows.floor import OUR_NUMBER, floor


async def test_a_call_rings_is_taken_held_and_ended(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, phone = await shift.agent("sam", "Sam Lee")
        dana = shift.customer("+14155550142", "Dana Reyes")
        await sam.does(SetPresence(state="available"))
        leg = await dana.rings(OUR_NUMBER)
        offered = await sam.is_offered()
        assert await sam.does(AcceptCall(call=offered.id)) == ""
        await sam.until(lambda: sam.call(offered.id).phase == "talking", "talk")
        assert phone in leg.hears()
        assert await sam.does(AddNote(incident=offered.incident, text="!bleeding", offset=4)) == ""
        await sam.sees("bleeding")
        assert await sam.does(HoldCall(call=offered.id, on=True)) == ""
        await sam.until(lambda: sam.call(offered.id).is_held, "hold")
        assert phone not in leg.hears()
        assert await sam.does(HoldCall(call=offered.id, on=False)) == ""
        await sam.until(lambda: not sam.call(offered.id).is_held, "resume")
        assert await sam.does(EndCall(call=offered.id)) == ""
        await sam.until(lambda: sam.call(offered.id).phase == "wrap-up", "wrap up")
        assert sam.call(offered.id).ended_by == "agent"
        assert await sam.does(EndWrapUp(call=offered.id)) == ""
        await sam.until(lambda: sam.model.me is not None and sam.model.me.is_free, "be free")
