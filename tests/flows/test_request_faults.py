"""Requests that other flows about faults leave out: recordings, the way back, ghosts, bridges."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.domain.call_events import PauseRecording
from console.domain.recording import StopRecording
from console.hub.effects import voicemails
from tests.flows.floor import floor
from tests.flows.patience import eventually
from tests.flows.talking import a_talk, both_talk, hears_voice_of
from tests.flows.test_consent import recordings, until_recording_is
from tests.flows.test_ghosts import TOLD, goes_deaf, watchful
from tests.flows.test_voicemail import leaves_a_message
from tests.flows.worklist import open_first

if TYPE_CHECKING:
    from channels.simulator.faults import RequestFaultKind

FAULTS = ["429", "500", "timeout-before", "timeout-after"]
BACK = "back at the head of the queue"


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_recording_begins_and_stops_or_the_agent_is_told(
    sqlite_url: str, fault: RequestFaultKind
) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        shift.network.faults.fail_next(fault, match="/Recordings.json")
        call = await a_talk(dana, sam)
        if fault in ("500", "timeout-before"):
            await sam.sees("trouble with record")
            assert sam.model.calls[call.id].recording == "off"
        else:
            await until_recording_is(sam, call, "on")
            await sam.does(PauseRecording(call=call.id, on=True, reason="card"))
            await until_recording_is(sam, call, "paused")
            shift.network.faults.fail_next(fault, match="/Recordings/")
            await sam.does(PauseRecording(call=call.id, on=False))
            await until_recording_is(sam, call, "on")
            shift.network.faults.fail_next(fault, match="/Recordings/")
            await sam.does(StopRecording(call=call.id, reason="she said no"))
            mine = sam.model.calls
            await sam.until(lambda: mine[call.id].recording in ("off", "saved"), "be off tape")
        assert sam.phone in dana.leg.hears()


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_caller_whose_agent_drops_is_back_in_the_queue(
    sqlite_url: str, fault: RequestFaultKind
) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await a_talk(dana, sam)
        shift.network.faults.fail_next(fault, match="/Calls/CA", times=2)
        await sam.phone.calls[-1].hangs_up()
        await sam.sees(BACK)
        await dana.hears("Please stay on the line", times=2)
        await sam.is_available()
        await both_talk(dana, sam, await sam.accepts())


@pytest.mark.parametrize("fault", ["429", "500", "timeout-before"])
async def test_a_ghost_is_found_though_nobody_answers_at_first(
    sqlite_url: str, fault: RequestFaultKind
) -> None:
    async with watchful(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.rings()
        await dana.hears("Please stay on the line")
        goes_deaf(shift)
        shift.network.faults.fail_next(fault, match="GET /2010-04-01")
        await dana.leg.hangs_up()
        await sam.opens(1)
        await sam.sees("hung up", "never connected", TOLD)
        assert not any(one.times for one in shift.network.faults.requests)


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_caller_who_was_connected_unnoticed_is_not_cut_off(
    sqlite_url: str, fault: RequestFaultKind
) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await sam.is_available()
        await dana.rings()
        faults = shift.network.faults
        faults.fail_next("timeout-after", match="/Calls/CA")
        faults.fail_next(fault, match="GET /2010-04-01")
        faults.disturb_next("delay", match="/twilio/conference", seconds=0)
        faults.disturb_next("delay", match="/twilio/conference", seconds=20, times=2)
        call = await sam.accepts()
        await hears_voice_of(dana, sam)
        await eventually(lambda: not any(f.times for f in faults.requests), "it is asked")
        await both_talk(dana, sam, call)
        assert len(shift.network.board.rooms.all) == 1


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_message_is_found_and_deleted_though_the_provider_stumbles(
    sqlite_url: str, fault: RequestFaultKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voicemails, "AGAIN_SECONDS", 0.2)
    async with floor(sqlite_url, voicemail_grace_seconds=0.3, voicemail_days=0) as shift:
        sam, dana = await shift.agent(), shift.customer()
        faults = shift.network.faults
        faults.disturb_next("drop", match="/twilio/recording/voicemail", times=9)
        faults.fail_next(fault, match="/Recordings.json")
        faults.fail_next(fault, match="DELETE ")
        await leaves_a_message(dana)
        await open_first(sam)
        await sam.sees("voicemail deleted, its time is over")
        assert [tape.is_deleted for tape in recordings(shift)] == [True]
        assert not any(one.times for one in faults.requests)
