"""Many calls at once: dialled one by one, each once, none too late, and everybody sees it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from channels.twilio.pace import Pace
from console.domain.agent import SetPresence
from console.domain.call_events import AcceptCall
from console.hub.effects.dialling import DialQueue
from console.hub.wishes import RouteCalls
from tests.hub.effects.crew import crew
from tests.hub.effects.phones import Phones
from tests.hub.store.shift import Hands

if TYPE_CHECKING:
    from channels.base import LegWish, Receipt
    from console.domain.wire import Notice
    from tests.hub.effects.crew import Crew

TWELVE = 12


@dataclass
class Paced(Phones):
    """A provider that takes one leg in so many seconds of the test's own clock."""

    clock: Hands = field(default_factory=Hands)
    seconds: float = 1.0
    notices: list[Notice] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    """When each phone was rung."""
    may_go_on: asyncio.Event = field(default_factory=asyncio.Event)
    """Nobody's turn ends before everybody is in the line."""
    pace: Pace = field(init=False)
    line: DialQueue = field(init=False)

    def __post_init__(self) -> None:
        self.pace = Pace(1 / self.seconds, clock=self.moment, pause=self.passes)
        self.line = DialQueue(self.pace, self.notices.append)

    def moment(self) -> float:
        """Seconds now."""
        return self.clock.now().timestamp()

    async def passes(self, seconds: float) -> None:
        """Look what is told meanwhile, and let the time pass."""
        await self.may_go_on.wait()
        await self.line.look()
        self.clock.turn(seconds)

    async def ring(self, leg: LegWish) -> Receipt:
        """Ring a phone in its turn."""
        await self.pace.turn(leg.still)
        self.at.append(self.moment())
        return await super().ring(leg)


async def _all_accept(us: Crew, count: int = TWELVE) -> list[str]:
    """As many callers wait as agents, who all take theirs at once; gives the calls."""
    people = [await us.hub.hires(f"a{n}", f"+1415555{n:04d}") for n in range(count)]
    for number in people:
        await us.hub.desk(number, SetPresence(state="available"))
    calls = [await us.hub.rings(f"+1415556{n:04d}") for n in range(count)]
    await us.hub.asks(RouteCalls())
    offers = {us.call(call).offer: call for call in calls}
    for agent, call in offers.items():
        assert agent is not None
        await us.hub.desk(agent, AcceptCall(call=call))
    return calls


async def test_twelve_calls_at_once_are_dialled_once_each_a_second_apart(sqlite_url: str) -> None:
    phones = Paced()
    async with crew(sqlite_url, clock=phones.clock, phones=phones) as us:
        calls = await _all_accept(us)
        phones.may_go_on.set()
        await us.settle()
        assert len({leg.to for leg in phones.rung}) == len(phones.rung) == TWELVE
        gaps = [after - before for before, after in zip(phones.at, phones.at[1:], strict=False)]
        assert min(gaps) >= 0.99
        assert {us.call(call).phase for call in calls} == {"connecting"}
        assert "11 calls wait to be dialled, the next within 1 s." in [
            notice.words for notice in phones.notices
        ]
        await phones.line.look()
        assert (phones.notices[-1].words, phones.line.current()) == ("", [])
        assert us.hub.faults() == []


async def test_a_call_whose_turn_comes_too_late_is_not_dialled_and_waits_again(
    sqlite_url: str,
) -> None:
    phones = Paced(seconds=4.0)
    async with crew(sqlite_url, clock=phones.clock, phones=phones) as us:
        calls = await _all_accept(us)
        phones.may_go_on.set()
        await us.settle()
        late = [call for call in calls if us.call(call).phase == "queued"]
        assert len(late) == TWELVE - len(phones.rung) > 0
        assert max(phones.at) - min(phones.at) <= 30
        assert all(us.call(call).agent is None for call in late)
        assert us.hub.faults() == []


async def test_who_hangs_up_before_their_turn_takes_none(sqlite_url: str) -> None:
    phones = Paced()
    async with crew(sqlite_url, clock=phones.clock, phones=phones) as us:
        calls = await _all_accept(us, 3)
        gone = next(call for call in calls if us.call(call).parts.keys() == {"customer"})
        await us.hub.leg(gone, "customer", "completed", 1)
        phones.may_go_on.set()
        await us.settle()
        assert len(phones.rung) == 2
        assert max(phones.at) - min(phones.at) < 1.5


async def test_a_phone_has_its_whole_time_from_when_it_rings(sqlite_url: str) -> None:
    phones = Paced(seconds=20.0)
    async with crew(sqlite_url, clock=phones.clock, phones=phones) as us:
        calls = await _all_accept(us, 2)
        began = phones.moment()
        phones.may_go_on.set()
        await us.settle()
        assert len(phones.rung) == 2
        waited = phones.moment() - began
        await us.passes(us.hub.policy.connect_seconds + 1 - waited)
        assert sorted(us.call(call).phase for call in calls) == ["connecting", "queued"]
        await us.passes(waited)
        assert [us.call(call).phase for call in calls] == ["queued", "queued"]
