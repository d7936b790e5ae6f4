"""Whatever was asked of a live call and failed is told in words, and may be asked again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from channels.base import Refused, Uncertain, Unreachable
from console.domain.agent import Agent
from console.domain.call_events import EndCall, HoldCall, MuteCall, PauseRecording
from console.hub.store.plans.effects import END_AGAIN
from tests.hub.effects.crew import crew

if TYPE_CHECKING:
    from console.domain.base import Command
    from tests.hub.effects.crew import Crew

FAILURES = [Refused("not now"), Unreachable("away"), Uncertain("no answer"), KeyError("ours")]
PAUSE = {"reason": "card"}


def asks(kind: str, call: str) -> Command:
    """Give the command of one kind."""
    made: dict[str, Command] = {
        "hold": HoldCall(call=call, on=True),
        "mute": MuteCall(call=call, on=True),
        "recording": PauseRecording(call=call, on=True, reason="card"),
        "hang_up": EndCall(call=call),
    }
    return made[kind]


def requests(us: Crew, kind: str) -> int:
    """Count what the provider was asked for."""
    return sum(did.startswith(kind) for did in us.phones.did)


@pytest.mark.parametrize("kind", ["hold", "mute", "recording", "hang_up"])
@pytest.mark.parametrize("how", FAILURES, ids=lambda how: type(how).__name__)
async def test_what_failed_is_told_and_may_be_asked_again(
    database_url: str, kind: str, how: Exception
) -> None:
    async with crew(database_url) as us:
        await us.opens()
        call = await us.talks()
        us.phones.will(kind, *[how] * 60)
        await us.hub.desk(1, asks(kind, call))
        await us.settle()
        state = us.call(call)
        assert state.trouble != ""
        assert (state.end_asked, state.hold_asked, state.mute_asked) == (False, False, False)
        assert (state.phase, state.recording) == ("talking", "on")
        us.phones.script[kind].answers.clear()
        before = requests(us, kind)
        await us.hub.desk(1, asks(kind, call))
        await us.settle()
        assert requests(us, kind) > before
        assert us.hub.faults() == []


async def test_a_call_that_could_not_be_ended_can_be_ended_later(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        call = await us.talks()
        us.phones.will("hang_up", *[Unreachable("away")] * 60)
        us.phones.will("end", *[Unreachable("away")] * 60)
        await us.hub.desk(1, EndCall(call=call))
        await us.settle()
        assert us.call(call).trouble.endswith(END_AGAIN)
        assert not us.call(call).end_asked
        us.phones.script.clear()
        await us.hub.desk(1, EndCall(call=call))
        assert (us.call(call).trouble, us.call(call).end_asked) == ("", True)
        await us.settle()
        await us.hub.leg(call, "customer", "completed", 4)
        assert us.call(call).ended_by == "agent"
        assert us.hub.state(Agent, 1).wrapping == call


async def test_a_caller_who_hangs_up_after_we_could_not_is_said_to_have(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        call = await us.talks()
        us.phones.will("hang_up", *[Refused("not now")] * 60)
        await us.hub.desk(1, EndCall(call=call))
        await us.settle()
        await us.hub.room(call, "participant-leave", 4, "customer", reason="participant_hung_up")
        await us.hub.leg(call, "customer", "completed", 4)
        assert us.call(call).ended_by == "customer"


@pytest.mark.parametrize("how", [Refused("not now"), Uncertain("no answer")])
async def test_a_doubtful_resume_counts_as_recording(database_url: str, how: Exception) -> None:
    async with crew(database_url) as us:
        await us.opens()
        call = await us.talks()
        await us.hub.desk(1, PauseRecording(call=call, on=True, reason="card"))
        await us.settle()
        assert us.call(call).recording == "paused"
        us.phones.will("recording", *[how] * 60)
        await us.hub.desk(1, PauseRecording(call=call, on=False))
        await us.settle()
        sure = isinstance(how, Refused)
        assert us.call(call).recording == ("paused" if sure else "on")


async def test_what_a_dead_hub_was_asked_may_be_asked_again(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        call = await us.talks()
        us.dies()
        await us.hub.desk(1, EndCall(call=call))
        assert us.call(call).end_asked
        async with crew(database_url, of=us) as after:
            for _ in range(6):
                await after.passes(10)
            assert not after.call(call).end_asked
            await after.hub.desk(1, EndCall(call=call))
            await after.settle()
            assert f"hang_up {call}" in us.phones.did
