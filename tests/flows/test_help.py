"""Help without a sound, and leads who free who is stuck (F69, F71, X7, C29)."""

from __future__ import annotations

from console.domain.assistance import AnswerHelp, AskForHelp
from console.domain.supervision import (
    FreeAgent,
)
from tests.flows.floor import floor
from tests.flows.supervising import a_lead
from tests.flows.talking import a_talk, is_in


async def test_who_asks_for_help_is_answered_without_a_sound(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, lee, dana = await shift.agent(), await a_lead(shift), shift.customer()
        call = await a_talk(dana, sam)
        heard = list(dana.leg.heard)
        await sam.does(AskForHelp(incident=call.incident, words="he will not calm down"))
        await lee.until(lambda: lee.model.rows()[0].why == "Sam Lee asks for help", "see it")
        assert sam.model.rows()[0].why == "your call"
        await lee.does(AnswerHelp(incident=call.incident, words="offer a call back"))
        await sam.sees("Sam Lee asks for help", "Lee Park answers", "offer a call back")
        assert lee.model.rows()[0].why != "Sam Lee asks for help"
        assert dana.leg.heard == heard
        assert await sam.is_told(AnswerHelp(incident=call.incident, words="x")) != ""


async def test_a_lead_ends_a_stuck_wrap_up_and_says_why(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana = await shift.agent(), await a_lead(shift), shift.customer()
        call = await a_talk(dana, sam)
        await lee.opens(call.incident)
        free = FreeAgent(agent=1, reason="her laptop died")
        assert "on a call" in await lee.is_told(free)
        await dana.leg.hangs_up()
        await is_in(sam, call, "wrap-up")
        await lee.does(free)
        await lee.sees("wrap-up finished by Lee Park", "her laptop died")
        await sam.until(lambda: sam.model.my_wrap() is None, "be free")
        assert "not stuck" in await lee.is_told(free)


async def test_a_lead_signs_out_somebody_whose_desk_has_vanished(sqlite_url: str) -> None:
    async with floor(sqlite_url, lost_seconds=0.2) as shift:
        sam, lee = await shift.agent(), await a_lead(shift)
        await sam.is_available()
        await sam.stops()
        await lee.until(lambda: lee.model.agents[1].presence == "lost", "know it")
        await lee.does(FreeAgent(agent=1, reason="went home"))
        await lee.until(lambda: lee.model.agents[1].presence == "offline", "see them signed out")
        gone = lee.model.agents[1]
        assert (gone.presence_reason, gone.presence_by) == ("went home", "Lee Park")
