"""Two hubs on one PostgreSQL: one key pressed at both wins once, and either goes on alone."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, NamedTuple

import pytest

from console.domain.agent import SetPresence
from console.domain.base import Rejected
from console.domain.call_events import AcceptCall, EndCall, HoldCall
from console.domain.supervision import Barge
from console.domain.transfer_events import AcceptTransfer, TransferCall
from console.hub.store.asks import LEASE_SECONDS
from console.hub.wishes import RouteCalls
from tests.hub.effects.crew import crew
from tests.hub.effects.scene import LEE, SAM, SAMS, Scene, differences, scene, served_by

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from console.domain.base import Command
    from tests.hub.effects.crew import Crew

KIM = 3


class Two(NamedTuple):
    """Two hubs, and what is true at the provider of both."""

    us: Scene
    other: Crew

    async def at_once(self, *pressed: tuple[int, Command]) -> list[str]:
        """Let keys be pressed in one moment, at the hubs in turn; gives who was refused and why."""
        hubs = (self.us.us.hub, self.other.hub)
        asked = [
            hubs[place % 2].desk(who, command, role="lead" if who in (LEE, KIM) else "agent")
            for place, (who, command) in enumerate(pressed)
        ]
        answers = await asyncio.gather(*asked, return_exceptions=True)
        await self.rest()
        for answer in answers:
            if isinstance(answer, BaseException) and not isinstance(answer, Rejected):
                raise answer
        return [str(no) for no in answers if isinstance(no, Rejected)]

    async def rest(self) -> None:
        """Let both finish."""
        for _ in range(3):
            await self.other.settle()
            await self.us.rests()


@asynccontextmanager
async def two(url: str) -> AsyncIterator[Two]:
    """Run both, with a second lead."""
    async with scene(url) as us, crew(url, of=us.us) as other:
        await us.us.hub.hires("kim", "+14155550113", role="lead")
        yield Two(us, other)


async def test_one_offer_accepted_at_both_hubs_rings_once(postgres_database: str) -> None:
    async with two(postgres_database) as (us, other):
        both = Two(us, other)
        await us.rings()
        await us.does(SAM, SetPresence(state="available"))
        await asyncio.gather(us.us.hub.asks(RouteCalls()), other.hub.asks(RouteCalls()))
        await both.at_once(*[(SAM, AcceptCall(call=us.call))] * 4)
        await us.comes_to_rest()
        assert us.us.hub.kinds().count("call.offered") == 1
        assert us.us.hub.kinds().count("call.accepted") == 1
        assert us.state.phase == "talking"
        assert differences(us) == []


async def test_one_of_two_leads_who_barge_at_once_does_and_the_other_reads_who(
    postgres_database: str,
) -> None:
    async with two(postgres_database) as (us, other):
        both = Two(us, other)
        await us.talks()
        us.may_hear_lead = True
        (no,) = await both.at_once((LEE, Barge(call=us.call)), (KIM, Barge(call=us.call)))
        await us.comes_to_rest()
        assert "one lead speaks at a time" in no
        assert no.startswith(("Lee", "Kim"))
        assert len(us.state.guests) == 1
        await both.at_once(*[(LEE, Barge(call=us.call))] * 4)
        await us.comes_to_rest()
        assert len(us.state.guests) == 1
        assert differences(us) == []


async def test_a_call_that_is_handed_over_is_taken_once(postgres_database: str) -> None:
    async with two(postgres_database) as (us, other):
        both = Two(us, other)
        await us.talks()
        await us.does(LEE, SetPresence(state="available"))
        gives = TransferCall(call=us.call, how="cold", agent=LEE, asked="call the vet")
        assert await us.does(SAM, gives) == ""
        transfer = us.state.transfer
        assert transfer is not None
        takes = AcceptTransfer(call=us.call, version=transfer.version, read=True)
        assert len(await both.at_once(*[(LEE, takes)] * 4)) <= 3
        await us.comes_to_rest()
        assert us.us.hub.kinds().count("call.transfer_accepted") == 1
        assert us.state.agent == LEE
        assert differences(us) == []


STAGES = ("accept", "hold", "drop", "end")
AFTER = {"hold": "talking", "end": "talking"}
"""What is asked of a live call is of no use half a minute later: it is told, not done."""


async def dies_at(both: Two, stage: str) -> None:
    """Let the first hub take a wish, and die before it does anything about it."""
    us = both.us
    if stage == "accept":
        await us.rings()
        await us.does(SAM, SetPresence(state="available"))
        await us.us.hub.asks(RouteCalls())
    else:
        await us.talks()
    us.us.dies()
    wishes: dict[str, Command] = {
        "accept": AcceptCall(call=us.call),
        "hold": HoldCall(call=us.call, on=True),
        "end": EndCall(call=us.call),
    }
    if stage in wishes:
        await us.does(SAM, wishes[stage])
    else:
        us.board.finish(us.board.live(SAMS)[0])
        await us.rests()


@pytest.mark.parametrize("stage", STAGES)
async def test_what_a_dead_hub_had_begun_the_other_brings_to_an_end(
    postgres_database: str, stage: str
) -> None:
    async with two(postgres_database) as both:
        us, other = both
        await dies_at(both, stage)
        with served_by(us, other):
            await us.comes_to_rest(LEASE_SECONDS + 80)
            assert us.state.phase == AFTER.get(stage, "queued")
            assert differences(us) == []
            if us.state.phase == "queued":
                await us.is_taken()
            else:
                assert "may or may not have been done" in us.state.trouble
                await us.does(SAM, EndCall(call=us.call))
            await us.comes_to_rest(20)
            assert us.state.phase == ("wrap-up" if stage in AFTER else "talking")
            assert differences(us) == []
