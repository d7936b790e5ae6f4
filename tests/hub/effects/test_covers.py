"""A lead lets somebody else be on: pages follow it, it ends by itself, and it is on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from console.domain.base import Rejected
from console.domain.cover import CoverOnCall, EndCover
from console.domain.on_call import Contactable, Roster, Rotation
from console.domain.paging_events import AskPage, PageStep
from console.domain.routes import PagingRules, Route
from console.hub.effects.doers import PAGE_ATTEMPTS, STUCK
from console.hub.store.asks import LEASE_SECONDS
from console.hub.store.paging_view import board_view
from tests.hub.effects.crew import QUIET, crew
from tests.hub.effects.test_pages import MINUTE, goes_on, page

if TYPE_CHECKING:
    from console.domain.board import BoardView
    from tests.hub.effects.crew import Crew

LEE, OLA = "+14155550160", "+14155550161"
TURN = PageStep(to=("rotation:vets",), minutes=5)
ROSTER = Roster(
    people={"lee": Contactable("lee", "Lee Vet", LEE), "ola": Contactable("ola", "Ola Vet", OLA)},
    rotations={"vets": Rotation("vets", ("lee",), datetime(2026, 1, 5, 9), UTC, days=7)},  # type: ignore[arg-type]
)
RULES = PagingRules({"vet": Route("vet", "Vet on call", (TURN, TURN))}, ROSTER)
POLICY = replace(QUIET, hub="one", paging=RULES)


async def begins(us: Crew) -> None:
    """Agent 1, an incident, and the lead Kim."""
    await us.opens()
    await us.hub.hires("kim", "+14155550113", role="lead")


async def ola_covers(us: Crew, minutes: float = 60) -> None:
    until = us.hub.clock.now() + timedelta(minutes=minutes)
    await us.hub.desk(2, CoverOnCall(name="vets", person="ola", until=until), role="lead")


def shown(us: Crew) -> BoardView:
    with us.hub.read.connect() as connection:
        return board_view(RULES, us.hub.clock.now())(connection)


async def test_a_page_goes_to_who_covers_and_after_their_time_to_whose_turn_it_is(
    database_url: str,
) -> None:
    async with crew(database_url, POLICY) as us:
        await begins(us)
        await ola_covers(us, minutes=4)
        await us.hub.desk(1, AskPage(incident=1, route="vet"))
        await us.settle()
        assert [one.name for one in page(us).deliveries] == ["Ola Vet"]
        await us.passes(5 * MINUTE + 1)
        await goes_on(us)
        assert [one.name for one in page(us).deliveries] == ["Ola Vet", "Lee Vet"]
        assert us.hub.faults() == []


async def test_a_cover_is_on_record_seen_by_another_hub_and_ended_by_a_lead(
    database_url: str,
) -> None:
    async with crew(database_url, POLICY) as us:
        await begins(us)
        await ola_covers(us)
        async with crew(database_url, replace(POLICY, hub="two"), of=us) as other:
            (row,) = (one for one in shown(other).rows if one.name == "vets")
            assert row.cover is not None
            assert (row.cover.name, row.cover.by) == ("Ola Vet", "Kim")
            assert [one.name for one in row.people] == ["Ola Vet"]
            await other.hub.desk(2, EndCover(name="vets"), role="lead")
            await other.hub.desk(2, EndCover(name="vets"), role="lead")
        (row,) = (one for one in shown(us).rows if one.name == "vets")
        assert (row.cover, [one.name for one in row.people]) == (None, ["Lee Vet"])
        assert us.hub.kinds("queue/*") == ["on_call.covered", "on_call.cover_ended"]


async def test_a_step_that_our_own_mistake_keeps_from_beginning_is_told_to_who_asked(
    database_url: str,
) -> None:
    broken = replace(ROSTER.rotations["vets"], start=None)  # type: ignore[arg-type]
    rules = replace(RULES, roster=replace(ROSTER, rotations={"vets": broken}))
    async with crew(database_url, POLICY) as us:
        await begins(us)
        await us.hub.desk(1, AskPage(incident=1, route="vet"))
        await us.settle()
        us.dies()
        async with crew(database_url, replace(POLICY, hub="two", paging=rules), of=us) as after:
            await after.passes(5 * MINUTE + 1)
            for _ in range(PAGE_ATTEMPTS - 1):
                assert page(after).state == "paging"
                await after.passes(LEASE_SECONDS + 1)
            assert (page(after).state, page(after).end) == ("ended", STUCK)
            await after.hub.texts("+14155550199", "hello")
            assert after.hub.many("incident") == 2
            assert after.hub.faults() == []


async def test_a_step_that_fails_once_begins_at_the_next_try(database_url: str) -> None:
    broken = replace(ROSTER.rotations["vets"], start=None)  # type: ignore[arg-type]
    rules = replace(RULES, roster=replace(ROSTER, rotations={"vets": broken}))
    async with crew(database_url, POLICY) as us:
        await begins(us)
        await us.hub.desk(1, AskPage(incident=1, route="vet"))
        await us.settle()
        us.dies()
        async with crew(database_url, replace(POLICY, hub="two", paging=rules), of=us) as after:
            await after.passes(5 * MINUTE + 1)
        async with crew(database_url, replace(POLICY, hub="three"), of=us) as mended:
            await mended.passes(LEASE_SECONDS + 1)
            assert [one.step for one in page(mended).deliveries] == [0, 1]


async def test_an_agent_may_not_change_who_is_on(sqlite_url: str) -> None:
    async with crew(sqlite_url, POLICY) as us:
        await begins(us)
        until = us.hub.clock.now() + timedelta(hours=1)
        for wish in (CoverOnCall(name="vets", person="ola", until=until), EndCover(name="vets")):
            with pytest.raises(Rejected, match="Your role does not allow this"):
                await us.hub.desk(1, wish)
        assert us.hub.kinds("queue/*") == []


async def test_a_turn_that_is_not_there_can_not_be_covered(sqlite_url: str) -> None:
    async with crew(sqlite_url, POLICY) as us:
        await begins(us)
        until = us.hub.clock.now() + timedelta(hours=1)
        wish = CoverOnCall(name="nights", person="ola", until=until)
        with pytest.raises(Rejected, match="no rotation or schedule nights"):
            await us.hub.desk(2, wish, role="lead")


async def test_a_route_whose_turn_was_left_empty_is_refused_before_anybody_waits(
    sqlite_url: str,
) -> None:
    async with crew(sqlite_url, POLICY) as us:
        await begins(us)
        until = us.hub.clock.now() + timedelta(hours=1)
        await us.hub.desk(2, CoverOnCall(name="vets", person="", until=until), role="lead")
        assert shown(us).dead == ("Vet on call: nobody is on in vets",)
        with pytest.raises(Rejected, match="nobody is on in vets"):
            await us.hub.desk(1, AskPage(incident=1, route="vet"))
