"""Whoever is asked into a call hears of the recording before the tape hears of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from channels.simulator.phones import answers
from console.domain.guests import InviteGuest
from console.domain.recording import StopRecording
from tests.flows.conference import NAME, a_vet, all_hear_each_other, guest, invited
from tests.flows.floor import floor
from tests.flows.patience import eventually
from tests.flows.talking import a_talk, an_agent_dials, both_talk, is_in
from tests.flows.test_conference_faults import every_webhook
from tests.flows.test_consent import recordings, until_recording_is

if TYPE_CHECKING:
    from channels.simulator.faults import DeliveryFaultKind, RequestFaultKind

FAULTS = ["429", "500", "timeout-before", "timeout-after"]


async def test_a_vet_is_told_before_anybody_or_anything_hears_them(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, dana, vet = await shift.agent(), shift.customer(), a_vet(shift)
        call = await a_talk(dana, sam)
        await until_recording_is(sam, call, "on")
        await sam.does(InviteGuest(call=call.id, to=vet.handle, name=NAME))
        await eventually(lambda: vet.person.calls != [], "ring")
        await vet.hears("This call may be recorded")
        await vet.leg.says("Who is it?")
        assert vet.leg.hears() == set()
        await all_hear_each_other(dana.person, sam.phone, vet.person)
        await sam.sees("recording announced to Northside Vet", "Northside Vet is in the call")
        await vet.leg.says("How is she?")
        (tape,) = recordings(shift)
        assert tape.captured == ["How is she?"]


async def test_a_vet_who_presses_2_is_in_the_call_and_nobody_is_recorded(
    database_url: str,
) -> None:
    async with floor(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        vet = a_vet(shift, answers(0.5, presses="2"))
        call = await a_talk(dana, sam)
        await until_recording_is(sam, call, "on")
        await invited(sam, call, vet)
        await all_hear_each_other(dana.person, sam.phone, vet.person)
        await vet.leg.says("Now I can talk")
        await sam.sees("Northside Vet does not want to be recorded", "recording stopped for good")
        (tape,) = recordings(shift)
        assert tape.captured == []
        assert sam.model.calls[call.id].consent == "given"


async def test_a_tape_that_does_not_stop_keeps_out_who_said_no(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        vet = a_vet(shift, answers(0.5, presses="2"))
        call = await a_talk(dana, sam)
        await until_recording_is(sam, call, "on")
        shift.network.faults.fail_next("500", match="/Recordings/", times=1000)
        await sam.does(InviteGuest(call=call.id, to=vet.handle, name=NAME))
        await sam.sees("trouble with record", "STILL RECORDING")
        await vet.hears("the recording could not be stopped")
        await vet.is_cut_off()
        await sam.sees("trouble with Northside Vet", "has hung up")
        await both_talk(dana, sam, call)
        shift.network.faults.requests.clear()


async def test_a_vet_who_says_no_in_the_call_is_named(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana, vet = await shift.agent(), shift.customer(), a_vet(shift)
        call = await a_talk(dana, sam)
        await invited(sam, call, vet)
        await until_recording_is(sam, call, "on")
        no = StopRecording(call=call.id, reason="our rules", leg="guest-1")
        await sam.does(no)
        await sam.sees("Northside Vet does not want to be recorded", "recording stopped for good")
        assert sam.model.calls[call.id].refusals == ("guest-1",)


async def test_a_vet_is_told_though_the_customer_was_not_yet(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana, vet = await shift.agent(), shift.customer(), a_vet(shift)
        shift.network.faults.disturb_next("delay", match="/twilio/voice/announcement", seconds=20)
        call = await an_agent_dials(sam, dana)
        await is_in(sam, call, "talking")
        await invited(sam, call, vet)
        assert "may be recorded" in " ".join(vet.leg.heard)
        await until_recording_is(sam, call, "on")
        (tape,) = recordings(shift)
        assert not any("recorded" in words for words in tape.captured)


async def test_a_vet_joins_a_call_that_is_not_recorded_at_once(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana, vet = await shift.agent(), shift.customer(), a_vet(shift)
        await sam.is_available()
        await dana.rings()
        await dana.presses("2")
        call = await sam.accepts()
        await both_talk(dana, sam, call)
        await invited(sam, call, vet)
        assert vet.leg.heard == []
        assert recordings(shift) == []


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_the_callbacks_order_nobody_is_recorded_untold(
    sqlite_url: str, seed: int
) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        vet = a_vet(shift, answers(0.5, presses="2" if seed % 2 else ""))
        call = await a_talk(dana, sam)
        await until_recording_is(sam, call, "on")
        every_webhook(shift, seed)
        await invited(sam, call, vet)
        await vet.leg.says("Hello?")
        (tape,) = recordings(shift)
        assert ("Hello?" in tape.captured) == (seed % 2 == 0)


@pytest.mark.parametrize("fault", FAULTS)
async def test_the_tape_stops_though_the_provider_stumbles(
    sqlite_url: str, fault: RequestFaultKind
) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        vet = a_vet(shift, answers(0.5, presses="2"))
        call = await a_talk(dana, sam)
        await until_recording_is(sam, call, "on")
        shift.network.faults.fail_next(fault, match="/Recordings/")
        await invited(sam, call, vet)
        await vet.leg.says("Hello?")
        assert recordings(shift)[0].captured == []


@pytest.mark.parametrize("how", ["drop", "delay", "duplicate"])
async def test_an_announcement_in_the_room_that_nobody_confirms_is_heard_again(
    sqlite_url: str, how: DeliveryFaultKind
) -> None:
    async with floor(sqlite_url, announce_seconds=0.7) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call = await an_agent_dials(sam, dana)
        await is_in(sam, call, "talking")
        shift.network.faults.disturb_next(how, match="/twilio/conference", seconds=12)
        await until_recording_is(sam, call, "on")
        assert guest(sam, call) == ""
        await eventually(lambda: "may be recorded" in " ".join(dana.leg.heard), "be told")
