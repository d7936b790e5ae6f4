"""Calls that ended without a word are found; calls that live are left alone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from channels.base import LegFound, Refused, Uncertain, Unreachable
from channels.twilio.codes import NOT_FOUND
from console.domain.agent import Agent
from console.domain.call_events import DialCall, EndCall
from console.hub.effects.sweep import AGAIN_SECONDS, STRANGERS
from tests.hub.effects.crew import crew
from tests.hub.store.shift import ANA

if TYPE_CHECKING:
    from tests.hub.effects.crew import Crew


async def in_the_queue(us: Crew) -> str:
    """Let somebody wait."""
    await us.opens()
    return await us.hub.rings(ANA)


def vanishes(us: Crew, sid: str, seconds_ago: float = 0.0, status: str = "completed") -> None:
    """End a leg without telling anybody."""
    ended = us.hub.clock.now() - timedelta(seconds=seconds_ago)
    us.phones.ended[sid] = LegFound(status, ended)


def looks(us: Crew) -> list[str]:
    """Give the legs that were asked about."""
    return [did.removeprefix("look_up ") for did in us.phones.did if did.startswith("look_up")]


async def test_a_caller_who_left_the_queue_without_a_word_is_found(database_url: str) -> None:
    async with crew(database_url) as us:
        call = await in_the_queue(us)
        us.hub.clock.turn(5)
        vanishes(us, call)
        ended = us.hub.clock.now()
        await us.passes(26)
        state = us.call(call)
        assert (state.over, state.phase, state.ended_by) == (True, "ended", "customer")
        assert state.over_reason == f"the provider says this call ended at {ended:%H:%M:%S} UTC"
        assert state.ended_at == ended
        report = next(e for e in us.hub.entries() if e.event.kind == "call.leg_reported")
        assert (report.actor, report.event.ended_at) == ("rule:sweep", ended)
        assert us.effect("timer.sweep") == "done"
        assert us.hub.faults() == []


async def test_a_caller_who_left_while_they_talked_frees_the_agent(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        call = await us.talks()
        us.hub.clock.turn(20)
        vanishes(us, call)
        for _ in range(9):
            await us.passes(5)
        assert us.call(call).phase == "wrap-up"
        assert us.hub.state(Agent, 1).wrapping == call
        assert any(did.startswith("hang_up ring-") for did in us.phones.did)
        talked = us.call(call)
        assert talked.answered_at is not None
        assert talked.ended_at == talked.answered_at + timedelta(seconds=20)


async def test_an_agents_phone_that_vanished_gives_the_caller_back(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        call = await us.talks()
        mine = us.call(call).mine.sid
        vanishes(us, mine)
        for _ in range(15):
            await us.passes(5)
        assert us.call(call).phase == "queued"
        assert us.call(call).trouble == ""
        assert us.phones.did[-1] == f"redirect {call} queue"


async def test_a_phone_we_rang_that_failed_without_a_word_ends_the_dialled_call(
    database_url: str,
) -> None:
    async with crew(database_url) as us:
        await us.opens()
        await us.hub.desk(1, DialCall(incident=1, to=f"tel:{ANA}"))
        await us.settle()
        (call,) = {e.stream[5:] for e in us.hub.entries() if e.event.kind == "call.dialed"}
        vanishes(us, us.call(call).mine.sid, status="busy")
        await us.passes(31)
        assert us.call(call).over
        assert us.call(call).over_reason == "your own phone was not connected"


async def test_a_live_call_is_left_alone_and_asked_about_once_a_minute(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        call = await us.talks()
        entries = len(us.hub.entries())
        for _ in range(120):
            await us.passes(5)
        assert us.call(call).phase == "talking"
        assert len(us.hub.entries()) == entries
        asked = looks(us)
        assert {asked.count(sid) for sid in set(asked)} <= {9, 10}
        assert len(set(asked)) == 2


async def test_a_leg_that_was_told_of_just_now_is_not_asked_about(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        call = await us.talks()
        for number in range(4, 24):
            await us.passes(10)
            await us.hub.room(call, "participant-modify", number, "customer")
        assert call not in looks(us)
        assert us.call(call).mine.sid in looks(us)


@pytest.mark.parametrize(
    "how", [Unreachable("away"), Uncertain("no answer"), Refused("no", code=20003)]
)
async def test_a_provider_that_does_not_answer_ends_no_call(
    database_url: str, how: Exception
) -> None:
    async with crew(database_url) as us:
        call = await in_the_queue(us)
        us.phones.will("look_up", *[how] * 30)
        vanishes(us, call)
        for _ in range(20):
            await us.passes(30)
        assert us.call(call).phase == "queued"
        assert len(looks(us)) <= 600 / AGAIN_SECONDS + 1
        us.phones.script["look_up"].answers.clear()
        await us.passes(61)
        assert us.call(call).over


async def test_wrong_credentials_do_not_end_calls_at_once(database_url: str) -> None:
    async with crew(database_url) as us:
        call = await in_the_queue(us)
        us.phones.will("look_up", *[Refused("what call?", code=NOT_FOUND)] * (STRANGERS - 1))
        for _ in range(STRANGERS - 1):
            await us.passes(61)
        assert us.call(call).phase == "queued"
        for _ in range(5):
            await us.passes(61)
        assert us.call(call).phase == "queued", "the provider knew it again"


async def test_a_call_the_provider_never_knew_ends_after_some_looks(database_url: str) -> None:
    async with crew(database_url) as us:
        call = await in_the_queue(us)
        us.phones.will("look_up", *[Refused("what call?", code=NOT_FOUND)] * 20)
        for _ in range(STRANGERS):
            assert not us.call(call).over
            await us.passes(61)
        assert us.call(call).over_reason == "the provider does not know this call any more"


async def test_a_callback_that_comes_after_all_changes_nothing(database_url: str) -> None:
    async with crew(database_url) as us:
        call = await in_the_queue(us)
        vanishes(us, call)
        await us.passes(31)
        before = us.call(call)
        await us.hub.leg(call, "customer", "completed", 4)
        after = us.call(call)
        assert (after.over_reason, after.ended_at) == (before.over_reason, before.ended_at)
        assert us.hub.kinds(f"call/{call}").count("call.ended") == 1


async def test_a_hub_that_was_away_finds_its_ghosts_as_soon_as_it_is_back(
    database_url: str,
) -> None:
    async with crew(database_url) as us:
        call = await in_the_queue(us)
        us.dies()
        us.hub.clock.turn(600)
        vanishes(us, call, seconds_ago=500)
        ended = us.phones.ended[call].ended_at
        async with crew(database_url, of=us) as after:
            await after.passes(1)
            assert after.call(call).ended_at == ended
            assert not [did for did in us.phones.did if did.startswith("hang_up")]


async def test_two_hubs_ask_once(database_url: str) -> None:
    async with crew(database_url) as us:
        call = await in_the_queue(us)
        async with crew(database_url, of=us) as other:
            us.hub.clock.turn(31)
            for one in (us, other, us, other):
                await one.effects.tick()
            for one in (us, other):
                await one.settle()
            assert looks(us) == [call]


async def test_a_dialled_call_whose_ring_nobody_answered_for_can_be_ended(
    database_url: str,
) -> None:
    async with crew(database_url) as us:
        await us.opens()
        us.phones.will("ring", Uncertain("no answer"))
        await us.hub.desk(1, DialCall(incident=1, to=f"tel:{ANA}"))
        await us.settle()
        (call,) = {e.stream[5:] for e in us.hub.entries() if e.event.kind == "call.dialed"}
        await us.hub.desk(1, EndCall(call=call))
        await us.settle()
        await us.passes(us.hub.policy.connect_seconds + 1)
        assert us.call(call).over
        assert us.hub.state(Agent, 1).call is None
