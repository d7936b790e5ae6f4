"""Nobody lets go of an open incident before it is said when its people hear from us."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from console.domain.agent import Agent, SetPresence
from console.domain.base import Rejected
from console.domain.call_events import AcceptCall, EndWrapUp
from console.domain.followup import CloseFollowup
from console.domain.handover import HandOver
from console.domain.incident import Incident
from console.domain.incident_events import MoveStatus, ReleaseIncident, TakeIncident
from console.domain.left_work import ReturnWork
from console.domain.letting_go import FIRST_SAID
from console.domain.note import AddNote
from console.domain.parking import ParkIncident
from console.domain.promise import OweNothing
from tests.hub.store.shift import ANA, POLICY, Shift, shift
from tests.hub.store.test_dropped import drops, hires, rings_again

if TYPE_CHECKING:
    from console.domain.base import Command

SAM, LEE = 1, 2
LETS_GO = (
    ReleaseIncident(incident=1),
    HandOver(incident=1, agent=LEE, asked="answer her"),
    MoveStatus(incident=1, to="pending"),
    ParkIncident(incident=1),
)
PROMISED = AddNote(incident=1, text="> call back in 20 min")


async def _hers(hub: Shift) -> None:
    """Ana has written, and it is Sam's; Lee leads."""
    await hub.hires("sam")
    await hub.hires("lee", "+14155550112", "lead")
    await hub.wishes(LEE, SetPresence(state="available"), role="lead")
    await hub.texts(ANA)
    await hub.wishes(SAM, TakeIncident(incident=1))


async def told(hub: Shift, command: Command, agent: int = SAM) -> str:
    """Ask as a desk does; gives the words of a refusal."""
    try:
        await hub.wishes(agent, command, role="lead" if agent == LEE else "agent")
    except Rejected as no:
        return f"{no.code}: {no}"
    return ""


@pytest.mark.parametrize("command", LETS_GO, ids=lambda one: one.kind)
@pytest.mark.parametrize("said", [PROMISED, OweNothing(incident=1)], ids=("promised", "nothing"))
async def test_it_is_refused_until_somebody_says_what_comes_next(
    database_url: str, command: Command, said: Command
) -> None:
    async with shift(database_url) as hub:
        await _hers(hub)
        assert await told(hub, command) == f"unsaid: {FIRST_SAID}"
        await hub.wishes(SAM, said)
        assert await told(hub, command) == ""
        assert hub.faults() == []


async def test_a_wrap_up_ends_when_it_is_said_and_nothing_before_waits_for_it(
    database_url: str,
) -> None:
    async with shift(database_url) as hub:
        await hires(hub, "sam")
        call = await drops(hub)
        assert await told(hub, EndWrapUp(call=call)) == f"unsaid: {FIRST_SAID}"
        assert hub.state(Agent, SAM).wrapping == call
        await hub.wishes(SAM, OweNothing(incident=1, reason="settled"))
        assert await told(hub, EndWrapUp(call=call)) == ""
        assert hub.state(Agent, SAM).wrapping is None


async def test_the_next_call_is_taken_whatever_the_last_one_still_needs(
    database_url: str,
) -> None:
    async with shift(database_url) as hub:
        await hires(hub, "sam")
        await drops(hub)
        again = await rings_again(hub)
        assert again.offer == SAM
        assert await told(hub, AcceptCall(call=again.id)) == ""


async def test_a_call_that_somebody_else_has_now_needs_no_word_of_whoever_had_it(
    database_url: str,
) -> None:
    async with shift(database_url) as hub:
        await hires(hub, "sam", "lee")
        call = await drops(hub)
        await hub.wishes(LEE, TakeIncident(incident=1, over=True), role="lead")
        assert await told(hub, EndWrapUp(call=call)) == ""


async def test_a_lead_who_takes_it_over_or_gives_it_back_is_never_asked(
    database_url: str,
) -> None:
    async with shift(database_url) as hub:
        await _hers(hub)
        assert await told(hub, ReleaseIncident(incident=1), LEE) == ""
        await hub.wishes(SAM, TakeIncident(incident=1))
        assert await told(hub, TakeIncident(incident=1, over=True), LEE) == ""
        await hub.wishes(SAM, TakeIncident(incident=1, over=True))
        await hub.wishes(SAM, SetPresence(state="offline"))
        assert await told(hub, ReturnWork(agent=SAM), LEE) == ""
        assert hub.state(Incident, 1).owner is None


async def test_what_is_solved_needs_nothing(database_url: str) -> None:
    async with shift(database_url) as hub:
        await _hers(hub)
        assert "unsaid" not in await told(hub, MoveStatus(incident=1, to="solved"))


async def test_that_nothing_is_owed_holds_until_they_write_again(database_url: str) -> None:
    async with shift(database_url) as hub:
        await _hers(hub)
        await hub.wishes(SAM, OweNothing(incident=1, reason="settled"))
        assert hub.state(Incident, 1).none_owed == "settled"
        await hub.texts(ANA, "he is gone again")
        assert await told(hub, ReleaseIncident(incident=1)) == f"unsaid: {FIRST_SAID}"


async def test_whoever_closes_the_last_missed_call_says_it_too(database_url: str) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam")
        call = await hub.rings(ANA)
        await hub.leg(call, "customer", "completed", 5)
        done = CloseFollowup(incident=1, key=call, words="wrong number")
        assert await told(hub, done) == f"unsaid: {FIRST_SAID}"
        await hub.wishes(SAM, OweNothing(incident=1))
        assert await told(hub, done) == ""


async def test_where_the_setting_is_off_nobody_is_asked(sqlite_url: str) -> None:
    async with shift(sqlite_url, policy=replace(POLICY, asks_next=False)) as hub:
        await _hers(hub)
        assert await told(hub, ReleaseIncident(incident=1)) == ""
