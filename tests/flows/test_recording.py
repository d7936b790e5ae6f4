"""Who is rung by us hears of the recording first; a card is never on it; a pause ends by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import MetaData, select

from channels.simulator.legs import press
from console.domain.call_events import EndCall, PauseRecording
from console.domain.recording import CARD, StopRecording
from console.hub.store.engine import read_engine
from tests.flows.floor import floor
from tests.flows.talking import a_talk, an_agent_dials, everybody_is_off_the_phone, is_in
from tests.flows.test_consent import recordings, until_recording_is

if TYPE_CHECKING:
    from channels.simulator.faults import RequestFaultKind

ANNOUNCED = "This call may be recorded. If you do not want that, please say so."
CARD_NUMBER = "4111111111111111"


async def test_who_is_rung_by_us_is_told_before_the_first_recorded_second(
    database_url: str,
) -> None:
    async with floor(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call = await an_agent_dials(sam, dana)
        await dana.hears(ANNOUNCED)
        await until_recording_is(sam, call, "on")
        await sam.sees("connected with", "recording announced", "recording")
        (tape,) = recordings(shift)
        assert not any("recorded" in words for words in tape.captured)
        assert sam.model.calls[call.id].consent == "given"


@pytest.mark.parametrize("fault", ["429", "500", "timeout-before", "timeout-after"])
async def test_the_announcement_comes_about_though_the_provider_stumbles(
    sqlite_url: str, fault: RequestFaultKind
) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        shift.network.faults.fail_next(fault, match="/Participants/")
        call = await an_agent_dials(sam, dana)
        await until_recording_is(sam, call, "on")
        assert " ".join(dana.leg.heard).count(ANNOUNCED) >= 1


async def test_who_could_not_be_told_is_not_recorded(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        shift.network.faults.fail_next("500", match="/Participants/", times=1000)
        call = await an_agent_dials(sam, dana)
        await sam.sees("trouble with announce")
        assert sam.phone in dana.leg.hears()
        shift.network.faults.requests.clear()
        await sam.does(EndCall(call=call.id))
        await everybody_is_off_the_phone(shift)
        assert recordings(shift) == []


async def test_who_says_no_is_recorded_no_more_and_the_call_goes_on(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call = await a_talk(dana, sam)
        await until_recording_is(sam, call, "on")
        assert "Say who" in await sam.is_told(StopRecording(call=call.id))
        await sam.does(StopRecording(call=call.id, reason="she said no"))
        await sam.sees("the caller does not want to be recorded", "recording stopped for good")
        await sam.sees("she said no")
        await dana.leg.says("Now I can talk")
        assert sam.phone in dana.leg.hears()
        await sam.does(EndCall(call=call.id))
        await sam.sees("ended")
        (tape,) = recordings(shift)
        assert "Now I can talk" not in tape.captured


async def test_who_says_no_during_the_announcement_is_never_recorded(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call = await an_agent_dials(sam, dana)
        await is_in(sam, call, "talking")
        await sam.does(StopRecording(call=call.id, reason="he said no"))
        await sam.until(
            lambda: sam.model.calls[call.id].recording in ("off", "saved"), "record nothing"
        )
        await sam.does(EndCall(call=call.id))
        await everybody_is_off_the_phone(shift)
        assert [tape.captured for tape in recordings(shift) if tape.captured] == []


async def test_a_pause_for_a_card_ends_by_itself_and_the_gap_says_why(database_url: str) -> None:
    async with floor(database_url, card_pause_seconds=1) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call = await a_talk(dana, sam)
        await until_recording_is(sam, call, "on")
        await sam.does(PauseRecording(call=call.id, on=True, reason=CARD))
        await until_recording_is(sam, call, "paused")
        await sam.sees("recording paused | card")
        await sam.sees("recording is to go on by itself", "nobody resumed it")
        await until_recording_is(sam, call, "on")
        await sam.sees("recording again after a gap of", "card")


async def test_a_pause_that_fails_says_that_it_still_records(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call = await a_talk(dana, sam)
        await until_recording_is(sam, call, "on")
        shift.network.faults.fail_next("500", match="/Recordings/", times=1000)
        await sam.does(PauseRecording(call=call.id, on=True, reason=CARD))
        await sam.sees("trouble with record", "STILL RECORDING")
        assert sam.model.calls[call.id].recording == "on"
        shift.network.faults.requests.clear()


async def test_keys_pressed_while_a_card_is_told_are_kept_nowhere(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call = await a_talk(dana, sam)
        await until_recording_is(sam, call, "on")
        await sam.does(PauseRecording(call=call.id, on=True, reason=CARD))
        await until_recording_is(sam, call, "paused")
        for digit in CARD_NUMBER:
            press(dana.leg, digit)
        await dana.leg.says(CARD_NUMBER)
        await sam.does(EndCall(call=call.id))
        await everybody_is_off_the_phone(shift)
        await is_in(sam, call, "wrap-up")
    assert CARD_NUMBER not in everything_stored(sqlite_url)
    assert CARD_NUMBER not in caplog.text.replace(" ", "")


def everything_stored(url: str) -> str:
    """Every value of every row of every table, as one text."""
    engine = read_engine(url)
    try:
        with engine.connect() as connection:
            known = MetaData()
            known.reflect(connection)
            rows = [connection.execute(select(one)).all() for one in known.sorted_tables]
    finally:
        engine.dispose()
    return repr(rows)
