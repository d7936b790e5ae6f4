"""What is recorded: nothing before it was announced, nothing that was refused, no paused word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.call_events import EndCall, PauseRecording
from tests.flows.floor import floor
from tests.flows.patience import eventually
from tests.flows.talking import a_talk, both_talk

if TYPE_CHECKING:
    from channels.simulator.recordings import Recording
    from console.domain.call_state import Call
    from tests.flows.floor import Desk, Floor


def recordings(shift: Floor) -> list[Recording]:
    """Every recording that the provider made."""
    return list(shift.network.board.recordings.all.values())


async def until_recording_is(sam: Desk, call: Call, now: str) -> None:
    """Wait until the call bar may say so."""
    await sam.until(lambda: sam.model.calls[call.id].recording == now, f"know recording is {now}")


async def test_recording_is_announced_before_its_first_second(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call = await a_talk(dana, sam)
        await until_recording_is(sam, call, "on")
        (tape,) = recordings(shift)
        announced = next(one for one in dana.leg.heard if "may be recorded" in one)
        assert announced not in tape.captured
        await sam.sees("recording announced", "waiting for an agent", "answered by", "recording")
        await sam.phone.calls[-1].says("How is she now?")
        await sam.does(EndCall(call=call.id))
        await sam.sees("recording saved")
        assert tape.captured == ["How is she now?"]


async def test_a_caller_who_presses_2_is_not_recorded(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await sam.is_available()
        await dana.rings()
        await dana.presses("2")
        call = await sam.accepts()
        await both_talk(dana, sam, call)
        await sam.sees("the caller does not want to be recorded")
        refusal = await sam.is_told(PauseRecording(call=call.id, on=True, reason="card"))
        assert refusal == "This call is not being recorded."
        await sam.does(EndCall(call=call.id))
        await sam.sees("ended")
        assert recordings(shift) == []


async def test_a_pause_needs_a_reason_and_leaves_a_marked_gap(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call = await a_talk(dana, sam)
        await until_recording_is(sam, call, "on")
        assert "Say why" in await sam.is_told(PauseRecording(call=call.id, on=True))
        await sam.does(PauseRecording(call=call.id, on=True, reason="card number"))
        await until_recording_is(sam, call, "paused")
        await dana.leg.says("4111 1111 1111 1111")
        await sam.does(PauseRecording(call=call.id, on=False))
        await until_recording_is(sam, call, "on")
        await dana.leg.says("Thank you")
        await sam.sees("recording paused", "card number", "recording again after a gap")
        (tape,) = recordings(shift)
        assert tape.captured == ["Thank you"]


async def test_recording_goes_on_with_the_next_agent(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call = await a_talk(dana, sam)
        await until_recording_is(sam, call, "on")
        await sam.phone.calls[-1].hangs_up()
        await sam.sees("back at the head of the queue")
        await sam.is_available()
        await both_talk(dana, sam, await sam.accepts())
        await dana.leg.says("Are you there?")
        (tape,) = recordings(shift)
        await eventually(lambda: "Are you there?" in tape.captured, "it is on the tape")
