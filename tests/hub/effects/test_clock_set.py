"""The computer's clock is set while calls and texts are under way: nothing is early or late."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from channels.base import Unreachable
from console.domain.agent import SetPresence
from console.domain.note import AddNote
from console.hub.steady import SteadyClock
from console.hub.wishes import RouteCalls
from tests.hub.effects.crew import crew
from tests.hub.effects.test_pages import DESK, TEXT, goes_on, page, pages_the_vet, rules
from tests.hub.store.shift import ANA, Hands

STEPS = [7200.0, -7200.0, 30.0, -30.0]


@dataclass
class SetHands(Hands):
    """The hub's clock on a computer whose own clock a test can set."""

    run: float = 0.0
    steady: SteadyClock = field(init=False)

    def __post_init__(self) -> None:
        self.steady = SteadyClock(lambda: self.at, lambda: self.run)

    def now(self) -> datetime:
        """Give what the hub takes for the time."""
        return self.steady.now()

    def turn(self, seconds: float) -> None:
        """Let time pass."""
        super().turn(seconds)
        self.run += seconds

    def step(self, seconds: float) -> None:
        """Set the computer's clock."""
        self.at += timedelta(seconds=seconds)


@pytest.mark.parametrize("step", STEPS)
async def test_an_offer_rings_as_long_as_it_should(database_url: str, step: float) -> None:
    hands = SetHands()
    async with crew(database_url, clock=hands) as us:
        await us.opens()
        await us.hub.desk(1, SetPresence(state="available"))
        call = await us.hub.rings(ANA)
        await us.hub.asks(RouteCalls())
        hands.step(step)
        for _ in range(17):
            await us.passes(1)
        assert us.call(call).offer == 1, "not early"
        for _ in range(6):
            await us.passes(1)
        assert us.call(call).offer is None, "not hours late"


@pytest.mark.parametrize("step", STEPS)
async def test_a_talk_and_its_hold_have_true_lengths(database_url: str, step: float) -> None:
    hands = SetHands()
    async with crew(database_url, clock=hands) as us:
        await us.opens()
        call = await us.talks()
        await us.hub.room(call, "participant-hold", 4, "customer", hold=True)
        await us.passes(20)
        hands.step(step)
        await us.passes(20)
        await us.hub.room(call, "participant-unhold", 5, "customer")
        assert us.call(call).held_seconds == pytest.approx(40, abs=3)
        await us.hub.leg(call, "customer", "completed", 6)
        state = us.call(call)
        assert state.answered_at is not None
        assert state.ended_at is not None
        assert (state.ended_at - state.answered_at).total_seconds() == pytest.approx(40, abs=5)
        entries = us.hub.entries()
        assert all(one.seq + 1 == two.seq and one.at <= two.at for one, two in pairwise(entries))


@pytest.mark.parametrize("step", STEPS)
async def test_a_text_that_waits_leaves_in_time(database_url: str, step: float) -> None:
    hands = SetHands()
    async with crew(database_url, clock=hands) as us:
        await us.opens()
        us.texts.script.answers.append(Unreachable("busy", retry_after=20))
        key = await us.sends()
        await us.settle()
        hands.step(step)
        for _ in range(16):
            await us.passes(1)
        assert len(us.texts.sent) == 1
        for _ in range(8):
            await us.passes(1)
        assert (us.message(key).status, len(us.texts.sent)) == ("queued", 2)


@pytest.mark.parametrize("step", STEPS)
async def test_a_promise_is_over_neither_early_nor_late(database_url: str, step: float) -> None:
    hands = SetHands()
    async with crew(database_url, clock=hands) as us:
        await us.opens()
        await us.hub.desk(1, AddNote(incident=1, text="> call back in 10 min"))
        hands.step(step)
        for _ in range(8):
            await us.passes(60)
        assert "promise.broken" not in us.hub.kinds()
        for _ in range(4):
            await us.passes(60)
        assert us.hub.kinds().count("promise.broken") == 1


@pytest.mark.parametrize("step", STEPS)
async def test_a_page_goes_on_to_its_next_step_in_time(database_url: str, step: float) -> None:
    hands = SetHands()
    async with crew(database_url, rules(TEXT, DESK), clock=hands) as us:
        await pages_the_vet(us)
        hands.step(step)
        for _ in range(4):
            await us.passes(60)
        assert (page(us).step, page(us).state) == (0, "paging"), "not early"
        for _ in range(3):
            await us.passes(60)
        await goes_on(us)
        assert page(us).step == 1, "not hours late"
        assert len(us.texts.sent) == 1


@pytest.mark.parametrize("step", STEPS)
async def test_nobody_is_told_of_a_storm_of_what_is_late(database_url: str, step: float) -> None:
    hands = SetHands()
    async with crew(database_url, clock=hands) as us:
        await us.opens()
        for number in range(20):
            await us.hub.texts(f"+141555501{number:02}", sid=f"SM-{number}")
            await us.hub.desk(1, AddNote(incident=1, text=f"> call {number} back in 30 min"))
        before = us.hub.kinds()
        hands.step(step)
        for _ in range(10):
            await us.passes(30)
        assert us.hub.kinds() == before, "five minutes passed, and no more"
