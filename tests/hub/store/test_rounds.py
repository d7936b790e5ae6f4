"""Those who ask the record door together share a commit; who asks alone never waits."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from console.hub.store.rounds import Rounds
from tests.hub.store.shift import ANA, shift

MOST = 4


@dataclass
class Door:
    """Rounds as they begin."""

    begun: list[list[int]] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def begin(self, group: list[int]) -> None:
        self.begun.append(group)
        self.changed.set()

    async def more(self) -> list[int]:
        """The next round."""
        async with asyncio.timeout(20):
            await self.changed.wait()
        self.changed.clear()
        return self.begun[-1]


def door() -> tuple[Door, Rounds[int]]:
    """Open rounds of four at most."""
    one = Door()
    return one, Rounds(asyncio.get_running_loop(), MOST, one.begin)


async def test_whoever_asks_alone_is_served_at_once() -> None:
    seen, rounds = door()
    for number in range(3):
        assert rounds.add(number)
        assert seen.begun[-1] == [number]
        rounds.answered(1)


async def test_those_who_come_meanwhile_share_the_next_round() -> None:
    seen, rounds = door()
    for number in range(3):
        rounds.add(number)
    assert seen.begun == [[0]]
    rounds.answered(1)
    rounds.add(3)
    assert seen.begun == [[0], [1, 2, 3]]


async def test_who_was_answered_may_stay_away() -> None:
    seen, rounds = door()
    for number in range(3):
        rounds.add(number)
    rounds.answered(1)
    seen.changed.clear()
    assert await seen.more() == [1, 2]


async def test_a_round_is_of_so_many_at_most() -> None:
    seen, rounds = door()
    for number in range(8):
        rounds.add(number)
    rounds.answered(1)
    assert seen.begun == [[0], [1, 2, 3, 4]]
    rounds.answered(MOST)
    seen.changed.clear()
    assert await seen.more() == [5, 6, 7]


async def test_the_end_begins_with_all_who_wait_and_lets_nobody_in() -> None:
    seen, rounds = door()
    for number in range(7):
        rounds.add(number)
    rounds.end()
    assert seen.begun == [[0], [1, 2, 3, 4], [5, 6]]
    assert not rounds.add(7)


async def test_more_than_one_statement_holds_are_stored_together(database_url: str) -> None:
    async with shift(database_url) as hub:
        for _ in range(2):
            texts = [hub.texts(ANA) for _ in range(300)]
            outcomes = await asyncio.gather(*texts)
            assert len({outcome.entries for outcome in outcomes}) == 300
        assert hub.many("message") == 600
        assert hub.faults() == []
