"""Who is offered a waiting call, and what becomes of an offer."""

from __future__ import annotations

import asyncio

from console.domain.agent import SetPresence
from console.domain.call_events import AcceptCall, DeclineCall, EndCall, EndWrapUp
from tests.flows.floor import floor
from tests.flows.talking import a_talk, both_talk, is_in


async def test_an_offer_goes_to_one_agent_and_others_see_a_quiet_row(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, lee = await shift.agent(), await shift.agent("lee", "Lee Park")
        await sam.is_available()
        await lee.is_available()
        await shift.customer().rings()
        await sam.is_offered()
        await lee.until(lambda: lee.model.rows() != [], "see a row")
        assert lee.model.my_offer() is None
        assert [row.why for row in lee.model.rows()] == ["caller waits"]
        assert sam.model.rows()[0].why == "rings for you"


async def test_two_agents_accept_one_offer_and_one_of_them_has_it(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, lee = await shift.agent(), await shift.agent("lee", "Lee Park")
        dana = shift.customer()
        await sam.is_available()
        await lee.is_available()
        await dana.rings()
        call = await sam.is_offered()
        accept = AcceptCall(call=call.id)
        told = await asyncio.gather(sam.is_told(accept), lee.is_told(accept))
        assert told[0] == ""
        assert told[1] in (
            "Sam Lee has taken this call.",
            "This call is not offered to you any more.",
        )
        await both_talk(dana, sam, call)
        assert await lee.is_told(accept) == "Sam Lee has taken this call."
        assert lee.phone.calls == []


async def test_a_declined_call_rings_for_the_next(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee = await shift.agent(), await shift.agent("lee", "Lee Park")
        await sam.is_available()
        await lee.is_available()
        await shift.customer().rings()
        call = await sam.is_offered()
        await sam.does(DeclineCall(call=call.id))
        await lee.accepts()
        await lee.sees("offered to Sam Lee", "Sam Lee declined after", "taken by Lee Park")


async def test_an_offer_nobody_answers_goes_on_and_the_desk_is_away(sqlite_url: str) -> None:
    async with floor(sqlite_url, ring_seconds=1) as shift:
        sam, lee = await shift.agent(), await shift.agent("lee", "Lee Park")
        await sam.is_available()
        await shift.customer().rings()
        await sam.is_offered()
        await lee.is_available()
        await lee.accepts()
        await lee.sees("Sam Lee did not answer in", "taken by Lee Park")
        await sam.until(lambda: bool(sam.model.me and sam.model.me.presence == "away"), "be away")


async def test_who_missed_a_call_and_comes_back_is_rung_at_once(sqlite_url: str) -> None:
    async with floor(sqlite_url, ring_seconds=1) as shift:
        sam = await shift.agent()
        await sam.is_available()
        await shift.customer().rings()
        await sam.is_offered()
        await sam.until(lambda: bool(sam.model.me and sam.model.me.presence == "away"), "be away")
        assert sam.model.me is not None
        assert sam.model.me.presence_reason == "did not answer an offered call"
        await sam.is_available()
        await sam.accepts()


async def test_a_lost_desk_gives_its_offer_to_somebody_else(database_url: str) -> None:
    async with floor(database_url, lost_seconds=0.3) as shift:
        sam, lee = await shift.agent(), await shift.agent("lee", "Lee Park")
        dana = shift.customer()
        await sam.is_available()
        await dana.rings()
        await sam.is_offered()
        await lee.is_available()
        await sam.stops()
        call = await lee.accepts()
        await lee.sees("the offer to Sam Lee was withdrawn", "taken by Lee Park")
        await both_talk(dana, lee, call)
        await sam.starts()
        assert sam.model.me is not None
        assert (sam.model.me.presence, sam.model.me.offer) == ("lost", None)


async def test_a_desk_that_comes_back_finds_its_call_with_the_clock_right(
    database_url: str,
) -> None:
    async with floor(database_url, lost_seconds=0.1) as shift:
        sam, lee = await shift.agent(), await shift.agent("lee", "Lee Park")
        dana = shift.customer()
        call = await a_talk(dana, sam)
        since = sam.model.calls[call.id].answered_at
        await sam.stops()
        await lee.until(lambda: lee.model.agents[1].presence == "lost", "know Sam lost their desk")
        assert sam.phone in dana.leg.hears()
        await sam.starts()
        mine = sam.model.my_call()
        assert mine is not None
        assert (mine.id, mine.phase, mine.answered_at) == (call.id, "talking", since)
        await sam.does(EndCall(call=call.id))
        await dana.is_cut_off()


async def test_a_wrap_up_ends_when_its_agent_says_so_and_not_before(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        ana = shift.customer("Ana Ruiz", "+14155550143")
        call = await a_talk(dana, sam)
        assert await sam.is_told(EndWrapUp(call=call.id)) == "The call is not over yet."
        await dana.leg.hangs_up()
        await is_in(sam, call, "wrap-up")
        await ana.rings()
        await ana.hears("Please stay on the line", times=2)
        assert sam.model.my_offer() is None
        assert sam.model.my_wrap() is not None
        await sam.does(EndWrapUp(call=call.id))
        await both_talk(ana, sam, await sam.accepts())


async def test_who_takes_a_break_is_offered_nothing(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee = await shift.agent(), await shift.agent("lee", "Lee Park")
        await sam.is_available()
        await sam.does(SetPresence(state="break", reason="lunch"))
        await lee.is_available()
        await shift.customer().rings()
        await lee.is_offered()
        assert sam.model.my_offer() is None


async def test_the_oldest_caller_is_offered_first(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        ana = shift.customer("Ana Ruiz", "+14155550143")
        await dana.rings()
        await dana.hears("Please stay on the line")
        await ana.rings()
        await ana.hears("Please stay on the line")
        await sam.is_available()
        assert (await sam.is_offered()).handle == dana.handle
