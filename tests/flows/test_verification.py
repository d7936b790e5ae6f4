"""Somebody says "this is Dana" from Dana's number: only a check by one of us makes it so (V10)."""

from __future__ import annotations

from console.domain.verification import VerifyCaller
from tests.flows.floor import floor
from tests.flows.talking import a_talk


async def test_who_was_rung_back_is_verified_and_it_says_by_whom(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call = await a_talk(dana, sam)
        known = sam.model.incidents
        assert known[call.incident].verified == {}
        wish = VerifyCaller(incident=call.incident, handle=dana.handle, how="call-back")
        await sam.does(wish)
        await sam.sees("checked who +1…42 is: rung back at the number we had")
        checked = known[call.incident].verified[dana.handle]
        assert checked == "rung back at the number we had, checked by Sam Lee"
        stranger = VerifyCaller(incident=call.incident, handle="tel:+14155550199", how="code")
        assert "not a party" in await sam.is_told(stranger)
