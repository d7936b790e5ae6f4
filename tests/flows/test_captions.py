"""What is said is read as it is said: told before, never of a card, never of who said no."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.domain.call_events import EndCall, HoldCall, PauseRecording
from console.domain.captions import SwitchCaptions
from console.domain.recording import CARD, StopRecording
from tests.flows.conference import are_three
from tests.flows.floor import floor
from tests.flows.patience import eventually
from tests.flows.talking import a_talk, an_agent_dials, both_talk, everybody_is_off_the_phone
from tests.flows.test_consent import until_recording_is
from tests.flows.test_recording import everything_stored

if TYPE_CHECKING:
    from channels.simulator.faults import RequestFaultKind
    from channels.simulator.transcripts import Transcription
    from console.domain.call_state import Call
    from tests.flows.customer import Customer
    from tests.flows.desk import Desk
    from tests.flows.floor import Floor

TOLD = "This call may be recorded and transcribed. To continue without either, press 2."
CARD_NUMBER = "4111 1111 1111 1111"


def listening(shift: Floor) -> list[Transcription]:
    """What the provider writes down now."""
    all_ = shift.network.board.transcriptions.all.values()
    return [one for one in all_ if one.status == "in-progress"]


async def until_captions_are_on(sam: Desk, call: Call, sitting: int = 1) -> None:
    """Wait until the provider says that it listens."""

    def known() -> bool:
        newest = sam.model.calls[call.id].captions.newest
        return newest is not None and newest.number >= sitting and newest.is_started

    await sam.until(known, f"know that captions are on ({sitting})")


async def until_they_are_not(shift: Floor, sam: Desk, call: Call) -> None:
    """Wait until the provider listens no more, and the desk knows."""
    await eventually(lambda: not listening(shift), "nobody listens")
    await sam.until(lambda: is_closed(sam, call), "know that captions are off")


def is_closed(sam: Desk, call: Call) -> bool:
    """Whether a desk knows that nothing is written down."""
    newest = sam.model.calls[call.id].captions.newest
    return newest is None or (not newest.is_open and newest.is_over)


async def a_captioned_talk(dana: Customer, sam: Desk) -> Call:
    """A talk whose captions are on."""
    call = await a_talk(dana, sam)
    await until_captions_are_on(sam, call)
    return call


async def test_what_both_say_is_on_the_timeline_as_soon_as_it_is_said(sqlite_url: str) -> None:
    async with floor(sqlite_url, captions=True) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call = await a_captioned_talk(dana, sam)
        assert TOLD in " ".join(dana.leg.heard)
        await dana.leg.says("My dog is bleeding")
        await sam.sees("recording and captions announced", "captions on", "My dog is bleeding")
        await sam.phone.calls[-1].says("Where is she now?")
        await sam.sees("caller | My dog is bleeding", "Sam Lee | Where is she now?")
        await sam.does(EndCall(call=call.id))
        await everybody_is_off_the_phone(shift)
        assert listening(shift) == []


async def test_a_caller_who_presses_2_is_not_transcribed_either(sqlite_url: str) -> None:
    async with floor(sqlite_url, captions=True) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await sam.is_available()
        await dana.rings()
        await dana.presses("2")
        call = await sam.accepts()
        await both_talk(dana, sam, call)
        await dana.leg.says("Nobody may write this down")
        refused = await sam.is_told(SwitchCaptions(call=call.id, on=True))
        assert "does not want it" in refused
        await sam.does(EndCall(call=call.id))
        await everybody_is_off_the_phone(shift)
        assert not shift.network.board.transcriptions.all
    assert "write this down" not in everything_stored(sqlite_url)


async def test_neither_a_card_nor_what_was_refused_is_heard_kept_or_logged(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    async with floor(sqlite_url, captions=True) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call = await a_captioned_talk(dana, sam)
        await until_recording_is(sam, call, "on")
        await dana.leg.says(f"it is {CARD_NUMBER} I think")
        await sam.sees("it is [card …1111] I think")
        await sam.does(PauseRecording(call=call.id, on=True, reason=CARD))
        await until_recording_is(sam, call, "paused")
        await until_they_are_not(shift, sam, call)
        await dana.leg.says("and the code is three four five")
        await sam.does(PauseRecording(call=call.id, on=False))
        await until_captions_are_on(sam, call, 2)
        await dana.leg.says("Thank you")
        await sam.sees("caller | Thank you")
        await sam.does(StopRecording(call=call.id, reason="she said no"))
        await until_they_are_not(shift, sam, call)
        await dana.leg.says("Now I can talk")
    stored = everything_stored(sqlite_url)
    assert "three four five" not in stored
    assert "Now I can talk" not in stored
    assert CARD_NUMBER not in stored
    assert "Thank you" not in caplog.text
    assert CARD_NUMBER not in caplog.text


async def test_the_next_agent_is_named_as_who_speaks(sqlite_url: str) -> None:
    async with floor(sqlite_url, captions=True) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call = await a_captioned_talk(dana, sam)
        await sam.phone.calls[-1].hangs_up()
        await sam.sees("back at the head of the queue")
        kim = await shift.agent("kim", "Kim Ray")
        await kim.is_available()
        await both_talk(dana, kim, await kim.accepts())
        await until_captions_are_on(kim, call, 2)
        await kim.phone.calls[-1].says("I am Kim")
        await kim.sees("Kim Ray | I am Kim")


async def test_captions_that_break_off_begin_again(sqlite_url: str) -> None:
    async with floor(sqlite_url, captions=True) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call = await a_captioned_talk(dana, sam)
        listening(shift)[0].break_off()
        await sam.sees("trouble with captions", "error 32650")
        await until_captions_are_on(sam, call, 2)
        await dana.leg.says("can you still read me")
        await sam.sees("caller | can you still read me")


@pytest.mark.parametrize("fault", ["429", "500", "timeout-before", "timeout-after"])
async def test_nothing_is_written_down_twice_though_the_provider_stumbles(
    sqlite_url: str, fault: RequestFaultKind
) -> None:
    async with floor(sqlite_url, captions=True) as shift:
        sam, dana = await shift.agent(), shift.customer()
        shift.network.faults.fail_next(fault, match="/Transcriptions.json")
        call = await a_captioned_talk(dana, sam)
        await eventually(lambda: len(listening(shift)) == 1, "one listens")
        await dana.leg.says("say it once")
        await sam.sees("caller | say it once")
        shift.network.faults.fail_next(fault, match="/Transcriptions/")
        await sam.does(SwitchCaptions(call=call.id, on=False))
        await until_they_are_not(shift, sam, call)
        assert sam.text().count("say it once") == 1


async def test_they_rest_while_the_caller_is_on_hold_or_the_agent_says_so(sqlite_url: str) -> None:
    async with floor(sqlite_url, captions=True) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call = await a_captioned_talk(dana, sam)
        await sam.does(HoldCall(call=call.id, on=True))
        await until_they_are_not(shift, sam, call)
        await dana.leg.says("they put me on hold")
        await sam.does(HoldCall(call=call.id, on=False))
        await until_captions_are_on(sam, call, 2)
        await sam.does(SwitchCaptions(call=call.id, on=False))
        await until_they_are_not(shift, sam, call)
        await sam.does(SwitchCaptions(call=call.id, on=True))
        await until_captions_are_on(sam, call, 3)
        await dana.leg.says("here I am")
        await sam.sees("Sam Lee turned captions off", "Sam Lee turned captions on", "here I am")
        assert "they put me on hold" not in sam.text()


async def test_callbacks_that_come_twice_and_out_of_order_tell_it_once(sqlite_url: str) -> None:
    async with floor(sqlite_url, captions=True) as shift:
        sam, dana = await shift.agent(), shift.customer()
        faults = shift.network.faults
        faults.disturb_next("delay", match="/twilio/transcript", seconds=20)
        await a_captioned_talk(dana, sam)
        faults.disturb_next("reorder", match="/twilio/transcript", times=2)
        faults.disturb_next("duplicate", match="/twilio/transcript", times=6)
        said = ("one is first", "two comes next", "three is last")
        for words in said:
            await dana.leg.says(words)
        await sam.until(lambda: all(sam.text().count(words) for words in said), "see all")
        assert [sam.text().count(words) for words in said] == [1, 1, 1]


async def test_who_is_rung_by_us_hears_of_captions_before_they_begin(sqlite_url: str) -> None:
    async with floor(sqlite_url, captions=True) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call = await an_agent_dials(sam, dana)
        await dana.hears("This call may be recorded and transcribed. If you do not want that")
        await until_captions_are_on(sam, call)
        await sam.sees("recording and captions announced", "captions on")


async def test_somebody_added_hears_of_captions_first_and_is_named_beside_us(
    sqlite_url: str,
) -> None:
    async with floor(sqlite_url, captions=True) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call, vet = await are_three(shift, dana, sam)
        await vet.hears("may be recorded and transcribed")
        await until_captions_are_on(sam, call)
        await vet.leg.says("keep her warm")
        await sam.sees("Sam Lee or Northside Vet | keep her warm")
