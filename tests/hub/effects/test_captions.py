"""Captions are begun once and ended for good, whatever happens between hub and provider."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from channels.base import CallArrived, Uncertain, Unreachable
from console.domain.agent import SetPresence
from console.domain.call_events import AcceptCall, HoldCall
from console.hub.store.asks import LEASE_SECONDS
from console.hub.wishes import CallRings, ConsentChosen, RouteCalls
from tests.hub.effects.crew import QUIET, Crew, crew
from tests.hub.store.shift import ACCOUNT, ANA, OURS

if TYPE_CHECKING:
    from console.hub.store.policy import Policy

AWAY = Uncertain("No answer.")
CALL = "CA-captions"


def policy(hub: str = "one") -> Policy:
    return replace(QUIET, hub=hub, caption_queues=frozenset({"safety"}))


async def answered(us: Crew) -> None:
    """Ana, who was told of captions, is with agent 1, who is not in the room yet."""
    await us.opens()
    await us.hub.desk(1, SetPresence(state="available"))
    arrived = CallArrived(CALL, ACCOUNT, ANA, OURS)
    await us.hub.asks(CallRings(arrived, "safety"), cause=f"twilio:{CALL}:rings")
    await us.hub.asks(ConsentChosen(CALL, refused=False, captioned=True))
    await us.hub.asks(RouteCalls())
    await us.hub.desk(1, AcceptCall(call=CALL))
    await us.settle()
    await us.hub.leg(CALL, us.call(CALL).agent_leg, "in-progress", 2)
    await us.hub.room(CALL, "participant-join", 2, us.call(CALL).agent_leg)


async def meets(us: Crew) -> None:
    """Both are in the room."""
    await us.hub.room(CALL, "participant-join", 3, "customer")


def asked(us: Crew) -> list[str]:
    """What the provider was asked about captions."""
    return [did for did in us.phones.did if "caption " in did]


async def test_a_hold_while_they_begin_ends_them_and_the_next_talk_begins_others(
    sqlite_url: str,
) -> None:
    async with crew(sqlite_url, policy()) as us:
        await answered(us)

        async def holds() -> None:
            await us.hub.desk(1, HoldCall(call=CALL, on=True))

        us.phones.will("caption").meanwhile.append(holds)
        await meets(us)
        await us.settle()
        assert asked(us) == [f"caption captions-{CALL}-1", f"uncaption captions-{CALL}-1"]
        await us.hub.desk(1, HoldCall(call=CALL, on=False))
        await us.settle()
        assert asked(us)[2:] == [f"caption captions-{CALL}-2"]


async def test_a_busy_provider_is_asked_again_for_the_same(sqlite_url: str) -> None:
    async with crew(sqlite_url, policy()) as us:
        await answered(us)
        us.phones.will("caption", Unreachable("Busy."), Unreachable("Busy."))
        await meets(us)
        await us.settle()
        assert asked(us) == [f"caption captions-{CALL}-1"] * 3
        assert us.call(CALL).captions.failures == 0


async def test_a_start_in_doubt_is_ended_by_name_before_another_begins(sqlite_url: str) -> None:
    async with crew(sqlite_url, policy()) as us:
        await answered(us)
        us.phones.will("caption", AWAY)
        await meets(us)
        await us.settle()
        assert asked(us) == [
            f"caption captions-{CALL}-1",
            f"uncaption captions-{CALL}-1",
            f"caption captions-{CALL}-2",
        ]


async def test_a_crash_in_the_middle_of_a_start_leaves_one_that_is_ended(
    database_url: str,
) -> None:
    async with crew(database_url, policy()) as us:
        await answered(us)
        us.dies()
        await meets(us)
        assert asked(us) == []
        async with crew(database_url, policy("two"), of=us) as after:
            if after.effects.alone:
                await after.effects.start()
            await after.passes(LEASE_SECONDS + 1)
            assert asked(us) == [f"uncaption captions-{CALL}-1", f"caption captions-{CALL}-2"]
            newest = after.call(CALL).captions.newest
            assert newest is not None
            assert newest.is_started


async def test_what_can_not_be_ended_is_said_and_nothing_of_it_kept(sqlite_url: str) -> None:
    async with crew(sqlite_url, policy()) as us:
        await answered(us)
        await meets(us)
        await us.settle()
        us.phones.will("uncaption", *[AWAY] * 200)
        await us.hub.desk(1, HoldCall(call=CALL, on=True))
        await us.settle()
        sitting = us.call(CALL).captions.newest
        assert sitting is not None
        assert "nothing of it is kept" in sitting.trouble
        assert not sitting.is_open
