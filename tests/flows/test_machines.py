"""Who we ring may be a machine: it is told in words, agrees to nothing, and was not reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from channels.simulator.phones import answers, voicemail
from console.domain.answering import SayWhoAnswered
from console.domain.call_events import DialCall, EndCall
from console.domain.flags import FlagPerson
from console.domain.incident_events import SetFlag
from console.domain.verification import VerifyCaller
from tests.flows.floor import floor
from tests.flows.patience import eventually
from tests.flows.talking import an_agent_dials, everybody_is_off_the_phone, is_in
from tests.flows.test_callbacks import asks_for_a_callback, wraps_up
from tests.flows.test_consent import recordings, until_recording_is
from tests.flows.test_missed import knows, left_to_do

if TYPE_CHECKING:
    from channels.simulator.faults import DeliveryFaultKind, RequestFaultKind
    from tests.flows.floor import Desk

MACHINE = voicemail("You have reached Dana. Please speak after the tone.", after=1.0)
FAULTS = ["429", "500", "timeout-before", "timeout-after"]


def answered_by(sam: Desk) -> str:
    """What a desk takes whoever answered its call for."""
    call = sam.model.my_call()
    return call.answered_by if call is not None else ""


async def test_a_callback_that_reaches_a_machine_is_told_in_words_and_counts_as_not_reached(
    database_url: str,
) -> None:
    async with floor(database_url, callback_seconds=0.1) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await asks_for_a_callback(dana)
        dana.person.phone = MACHINE
        await sam.is_available()
        call = await sam.accepts()
        await sam.sees("an answering machine answered", "It agrees to nothing")
        await sam.does(EndCall(call=call.id))
        await is_in(sam, call, "wrap-up")
        await sam.sees("rang them back: an answering machine answered")
        left = await knows(sam, "callback")
        assert (left.attempts, left.closed_by) == (1, "")
        tapes = [tape for tape in recordings(shift) if tape.captured]
        assert tapes == []
        dana.person.phone = answers(0.5)
        await wraps_up(sam)
        again = await sam.accepts()
        assert again.callback is not None
        assert again.callback.attempt == 2
        await sam.until(lambda: answered_by(sam) == "person", "know that a person answered")
        await until_recording_is(sam, again, "on")


@pytest.mark.parametrize("how", ["duplicate", "reorder", "delay", "drop"])
async def test_nobody_is_recorded_whom_detection_is_late_to_tell_of(
    sqlite_url: str, how: DeliveryFaultKind
) -> None:
    async with floor(sqlite_url, detect_machines="all") as shift:
        sam, dana = await shift.agent(), shift.customer(phone=MACHINE)
        shift.network.faults.disturb_next(how, match="/twilio/amd", seconds=15)
        call = await an_agent_dials(sam, dana)
        if how == "drop":
            # Nobody else knows it: the agent does, who hears the greeting.
            await is_in(sam, call, "talking")
            await sam.does(SayWhoAnswered(call=call.id, by="machine"))
        await sam.until(lambda: answered_by(sam) == "machine", "know that a machine answered")
        await sam.until(
            lambda: sam.model.calls[call.id].recording in ("off", "paused"), "record nothing"
        )
        await sam.does(EndCall(call=call.id))
        await everybody_is_off_the_phone(shift)


async def test_who_is_taken_for_a_machine_is_told_and_recorded_once_the_agent_says_so(
    sqlite_url: str,
) -> None:
    async with floor(sqlite_url, detect_machines="all") as shift:
        sam = await shift.agent()
        dana = shift.customer(phone=answers(0.5, taken_for="machine_start"))
        call = await an_agent_dials(sam, dana)
        await sam.until(lambda: answered_by(sam) == "machine", "be told of a machine")
        assert sam.phone in dana.leg.hears()
        await sam.does(SayWhoAnswered(call=call.id, by="person"))
        await until_recording_is(sam, call, "on")
        await sam.sees("an answering machine answered", "Sam Lee says: a person answered")
        await dana.leg.says("It is me")
        (tape,) = recordings(shift)
        await eventually(lambda: "It is me" in tape.captured, "it is on the tape")


@pytest.mark.parametrize("fault", FAULTS)
async def test_the_provider_stumbles_while_somebody_is_rung_with_detection(
    sqlite_url: str, fault: RequestFaultKind
) -> None:
    async with floor(sqlite_url, detect_machines="all") as shift:
        sam, dana = await shift.agent(), shift.customer()
        shift.network.faults.fail_next(fault, match="/Participants.json")
        call = await an_agent_dials(sam, dana)
        if fault in ("429", "timeout-after"):
            await sam.until(lambda: answered_by(sam) == "person", "know that a person answered")
        else:
            await sam.sees("trouble with add_customer")
            await sam.does(EndCall(call=call.id))
        assert len(dana.person.calls) <= 1


async def an_agent_dials_back(sam: Desk, handle: str) -> str:
    """Ring somebody of the first incident; gives the call."""
    await sam.does(DialCall(incident=1, to=handle))
    await sam.until(lambda: sam.model.my_call() is not None, "have a call")
    call = sam.model.my_call()
    assert call is not None
    return call.id


async def test_a_machine_verifies_nobody_and_a_redial_to_it_is_still_to_be_made(
    sqlite_url: str,
) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.rings()
        await dana.hears("Please stay on the line")
        await dana.leg.hangs_up()
        left = await knows(sam, "missed")
        await sam.opens(1)
        await sam.does(SetFlag(incident=1, flag="do not voicemail", note="lives with him"))
        dana.person.phone = MACHINE
        call = await an_agent_dials_back(sam, dana.handle)
        await sam.sees("an answering machine answered")
        how = VerifyCaller(incident=1, handle=dana.handle, how="call-back")
        assert "machine answered" in await sam.is_told(how)
        await sam.does(EndCall(call=call))
        await sam.until(
            lambda: [f.key for f in left_to_do(sam, "missed")] == [left.key], "still have it to do"
        )


async def test_no_message_is_left_for_somebody_whose_flag_forbids_it(
    database_url: str,
) -> None:
    async with floor(database_url, machine_seconds=0.1) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.texts("please call")
        await sam.until(lambda: 1 in sam.model.incidents, "see what was written")
        await sam.opens(1)
        flag = FlagPerson(incident=1, handle=dana.handle, flag="do not voicemail")
        await sam.does(flag)
        dana.person.phone = MACHINE
        call = await an_agent_dials_back(sam, dana.handle)
        await sam.sees("an answering machine answered", "No message may be left")
        await is_in(sam, sam.model.calls[call], "wrap-up")
        await sam.sees("the call ends: a machine answered")
        await everybody_is_off_the_phone(shift)
