"""Callers who were not spoken with, or not to the end: kept until somebody dealt with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from channels.simulator.phones import busy
from console.desk.lines.followup import in_words
from console.desk.missed_list import listed, to_redial
from console.domain.call_events import DeclineCall, DialCall, EndCall
from console.domain.followup import CloseFollowup, Followup, SeeFollowups
from console.domain.incident_events import MoveStatus, SetCategory, SetFlag
from console.domain.location import NoteCallbackNumber, NotePlace
from tests.flows.floor import floor
from tests.flows.talking import a_talk, both_talk

if TYPE_CHECKING:
    from tests.flows.desk import Desk


def left_to_do(desk: Desk, what: str = "") -> list[Followup]:
    incidents = desk.model.incidents.values()
    now = desk.model.hub_now(desk.model.moment())
    found = [one.followup for one in listed(incidents, now) if one.followup.is_open]
    return [one for one in found if one.what == what or not what]


async def knows(desk: Desk, what: str) -> Followup:
    await desk.until(lambda: left_to_do(desk, what) != [], f"know of a {what}")
    return left_to_do(desk, what)[0]


async def knows_of_none(desk: Desk) -> None:
    await desk.until(lambda: left_to_do(desk) == [], "have nothing left to do")


async def test_who_leaves_the_queue_is_missed_until_somebody_says_what_was_done(
    database_url: str,
) -> None:
    async with floor(database_url) as shift:
        sam, lee = await shift.agent(), await shift.agent("lee", "Lee Park")
        dana = shift.customer()
        await dana.rings()
        await dana.hears("Please stay on the line", times=2)
        await dana.leg.hangs_up()
        missed = await knows(lee, "missed")
        assert (missed.reason, missed.handle) == ("caller-left", dana.handle)
        assert lee.model.rows()[0].why == "missed"
        await lee.does(SeeFollowups(incidents=(1,)))
        await sam.until(lambda: left_to_do(sam)[0].seen_by == "Lee Park", "see who has seen it")
        await sam.does(SetCategory(incident=1, category="bite"))
        told = await sam.is_told(MoveStatus(incident=1, to="solved"))
        assert told == "Not solved yet: it needs a word on the missed call."
        close = CloseFollowup(incident=1, key=missed.key, words="texted them")
        await sam.does(close)
        assert await lee.is_told(close) == "Somebody has dealt with this already."
        await sam.does(MoveStatus(incident=1, to="solved"))
        await knows_of_none(lee)
        assert "closed by Sam Lee: texted them" in in_words(lee.model.incidents[1].followups[0])


async def test_a_missed_call_says_whose_ring_was_let_pass(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await sam.is_available()
        await dana.rings()
        call = await sam.is_offered()
        await sam.does(DeclineCall(call=call.id))
        await dana.leg.hangs_up()
        assert (await knows(sam, "missed")).reason == "declined"


async def test_a_missed_call_is_dealt_with_when_they_ring_again_and_are_answered(
    sqlite_url: str,
) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.rings()
        await dana.hears("Please stay on the line")
        await dana.leg.hangs_up()
        await knows(sam, "missed")
        await a_talk(dana, sam)
        await knows_of_none(sam)
        assert sam.model.incidents[1].followups[0].words == "rang again and was answered"


async def test_a_call_that_the_network_cut_off_is_rung_again_with_one_key(
    database_url: str,
) -> None:
    async with floor(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await a_talk(dana, sam)
        dana.leg.finish("failed", 408)
        dropped = await knows(sam, "dropped")
        assert (dropped.reason, dropped.agent_name) == ("network", "Sam Lee")
        found = to_redial(sam.model.incidents.values(), 1, 0)
        assert found is not None
        assert sam.model.rows()[0].incident.followups[0].is_open
        await sam.does(DialCall(incident=found.incident.number, to=found.followup.handle))
        await sam.until(lambda: sam.model.my_call() is not None, "have a call")
        again = sam.model.my_call()
        assert again is not None
        await both_talk(dana, sam, again)
        await knows_of_none(sam)
        closed = sam.model.incidents[1].followups[0]
        assert (closed.attempts, closed.closed_by, closed.words) == (
            1,
            "Sam Lee",
            "spoke with them",
        )


async def test_an_attempt_that_reaches_nobody_is_counted_and_leaves_it_open(
    sqlite_url: str,
) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer(phone=busy())
        await a_talk(dana, sam)
        dana.leg.finish("failed", 408)
        await knows(sam, "dropped")
        await sam.does(DialCall(incident=1, to=dana.handle))
        await sam.opens(1)
        await sam.sees("the line was busy")
        assert left_to_do(sam)[0].attempts == 1


async def test_who_hangs_up_in_danger_is_rung_again(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await a_talk(dana, sam)
        await sam.does(SetFlag(incident=1, flag="danger"))
        await dana.leg.hangs_up()
        assert (await knows(sam, "dropped")).reason == "danger"


async def test_a_call_that_ended_as_calls_do_leaves_nothing_to_do(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call = await a_talk(dana, sam)
        await dana.leg.hangs_up()
        await sam.until(lambda: sam.model.my_wrap() is not None, "wrap up")
        again = shift.customer("Ana Ruiz", "+14155550143")
        await sam.until(lambda: sam.model.calls[call.id].over, "know it over")
        await a_second_talk(sam, again.handle)
        assert left_to_do(sam) == []


async def a_second_talk(sam: Desk, handle: str) -> None:
    await sam.does(DialCall(incident=1, to=handle))
    await sam.until(lambda: sam.model.my_call() is not None, "have a call")
    call = sam.model.my_call()
    assert call is not None
    await sam.until(lambda: sam.model.calls[call.id].phase == "talking", "talk")
    await sam.does(EndCall(call=call.id))
    await sam.until(lambda: sam.model.my_wrap() is not None, "wrap up")


async def test_the_number_to_ring_back_goes_before_the_one_they_came_with(
    sqlite_url: str,
) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        other = shift.customer("Dana's neighbour", "+14155550177")
        await a_talk(dana, sam)
        await sam.does(NotePlace(incident=1, place="12 Example Street"))
        await sam.does(NoteCallbackNumber(incident=1, number="415 555 0177"))
        refused = await sam.is_told(NoteCallbackNumber(incident=1, number="911"))
        assert "emergency" in refused
        dana.leg.finish("failed", 408)
        await knows(sam, "dropped")
        incident = sam.model.incidents[1]
        assert (incident.place, incident.callback_number) == ("12 Example Street", other.handle)
        await a_second_talk(sam, incident.callback_number)
        await knows_of_none(sam)
