"""A pause for a card ends by itself, once, and only when nobody has ended it."""

from __future__ import annotations

from channels.base import Uncertain
from console.domain.call_events import PauseRecording
from console.domain.recording import CARD, StopRecording
from tests.hub.effects.crew import Crew, crew


async def recorded(us: Crew) -> str:
    """Bring a call as far as being recorded; gives the call."""
    await us.opens()
    call = await us.talks()
    assert us.call(call).recording == "on"
    return call


async def pauses(us: Crew, call: str, reason: str = CARD) -> None:
    """Let the agent pause."""
    await us.hub.desk(1, PauseRecording(call=call, on=True, reason=reason))
    await us.settle()
    assert us.call(call).recording == "paused"


async def test_a_pause_that_nobody_ended_ends_by_itself(database_url: str) -> None:
    async with crew(database_url) as us:
        call = await recorded(us)
        await pauses(us, call)
        await us.passes(170)
        assert us.call(call).recording == "paused"
        await us.passes(11)
        assert us.call(call).recording == "on"


async def test_the_limit_of_one_pause_does_not_end_the_next(database_url: str) -> None:
    async with crew(database_url) as us:
        call = await recorded(us)
        await pauses(us, call)
        await us.passes(100)
        await us.hub.desk(1, PauseRecording(call=call, on=False))
        await us.settle()
        await pauses(us, call)
        await us.passes(90)
        assert us.call(call).recording == "paused"


async def test_a_pause_for_another_reason_has_no_end_of_its_own(database_url: str) -> None:
    async with crew(database_url) as us:
        call = await recorded(us)
        await pauses(us, call, "the name of a child")
        await us.passes(1000)
        assert us.call(call).recording == "paused"


async def test_a_resume_in_doubt_counts_as_recorded(database_url: str) -> None:
    async with crew(database_url) as us:
        call = await recorded(us)
        await pauses(us, call)
        us.phones.will("recording", *[Uncertain("No answer.")] * 30)
        await us.passes(181)
        assert us.call(call).recording == "on"
        assert "may still be paused" in us.call(call).trouble


async def test_a_refusal_while_the_recording_begins_ends_it_at_once(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()

        async def refuses() -> None:
            (key,) = {leg.status_url.split("call=")[1].split("&")[0] for leg in us.phones.rung}
            await us.hub.desk(1, StopRecording(call=key, reason="she said no"))

        us.phones.will("record").meanwhile.append(refuses)
        call = await us.talks()
        assert us.call(call).recording == "off"
        assert [did for did in us.phones.did if did.startswith("recording")] == [
            f"recording {us.call(call).customer.sid} stopped"
        ]
