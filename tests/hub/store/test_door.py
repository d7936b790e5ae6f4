"""The record door: each wish once, each failing alone, answers after the commit."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from console.domain.base import Rejected
from console.domain.incident import Incident
from console.domain.incident_events import MoveStatus, OpenIncident, SetCategory, TakeIncident
from console.domain.note import AddNote
from console.hub.store.plans import plan
from console.hub.store.tables import QuarantineRow, table
from console.hub.store.wish import Outcome, StoreUnavailable, Wish
from tests.hub.store.shift import ANA, KIM, POLICY, shift

if TYPE_CHECKING:
    from console.hub.store.tx import Tx

QUARANTINE = table(QuarantineRow)


async def test_the_same_callback_again_finds_what_it_did_the_first_time(database_url: str) -> None:
    async with shift(database_url) as hub:
        first = await hub.texts(ANA, sid="SM1")
        again = await hub.texts(ANA, sid="SM1")
        assert again.entries == first.entries
        assert (first.repeated, again.repeated) == (False, True)
        assert hub.many("incident") == 1


async def test_twenty_at_once_are_one(database_url: str) -> None:
    async with shift(database_url) as hub:
        outcomes = await asyncio.gather(*(hub.texts(ANA, sid="SM1") for _ in range(20)))
        assert len({outcome.entries for outcome in outcomes}) == 1
        assert sum(not outcome.repeated for outcome in outcomes) == 1
        assert hub.many("message") == hub.many("incident") == 1
        assert hub.faults() == []


async def test_a_replay_after_a_restart_is_found_too(database_url: str) -> None:
    async with shift(database_url) as hub:
        first = await hub.texts(ANA, sid="SM1")
    async with shift(database_url, is_new=False) as hub:
        again = await hub.texts(ANA, sid="SM1")
        assert again == Outcome(first.entries, repeated=True)
        await hub.texts(ANA, sid="SM2")
        assert hub.many("incident") == 1
        assert hub.faults() == []


async def test_a_refused_wish_stores_nothing_and_uses_no_number(database_url: str) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam")
        await hub.desk(1, OpenIncident(title="lost dog"))
        before = hub.entries()
        with pytest.raises(Rejected, match="a category"):
            await hub.desk(1, MoveStatus(incident=1, to="solved"))
        with pytest.raises(Rejected, match="account is closed"):
            await hub.desk(9, OpenIncident(title="never"))
        assert hub.entries() == before
        outcome = await hub.desk(1, OpenIncident(title="next"))
        assert (outcome.entries[0].seq, outcome.entries[0].incident) == (len(before) + 1, 2)
        assert hub.faults() == []


async def test_refused_wishes_among_granted_ones_leave_no_trace(database_url: str) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam")
        await hub.desk(1, OpenIncident(title="lost dog"))
        wishes = []
        for number in range(40):
            wishes.append(hub.desk(1, AddNote(incident=1, text=f"line {number}")))
            wishes.append(hub.desk(1, AddNote(incident=99, text="nowhere")))
            wishes.append(hub.desk(9, OpenIncident(title="closed account")))
            wishes.append(hub.texts(ANA))
        answers = await asyncio.gather(*wishes, return_exceptions=True)
        assert sum(isinstance(a, Rejected) for a in answers) == 80
        assert sum(isinstance(a, Outcome) for a in answers) == 80
        assert hub.many("incident") == 2
        assert hub.faults() == []


async def test_a_refused_wish_may_be_granted_when_it_comes_again(database_url: str) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam")
        await hub.desk(1, OpenIncident(title="lost dog"))
        with pytest.raises(Rejected):
            await hub.desk(1, MoveStatus(incident=1, to="solved"), id="same")
        await hub.desk(1, SetCategory(incident=1, category="pet-lost"))
        assert (await hub.desk(1, MoveStatus(incident=1, to="solved"), id="same")).entries


def poisoned(tx: Tx, wish: Wish) -> None:
    """Grant wishes as always, but break in the middle of some."""
    plan(tx, wish)
    if "poison" in wish.cause:
        raise ZeroDivisionError("a mistake of ours")


async def test_one_poisonous_wish_does_not_fail_its_neighbours(database_url: str) -> None:
    async with shift(database_url, grant=poisoned) as hub:
        sids = [f"SM{n}" if n % 3 else f"SM-poison-{n}" for n in range(30)]
        answers = await asyncio.gather(*(hub.texts(ANA, sid=sid) for sid in sids))
        assert sum(answer.entries == () for answer in answers) == 10
        assert hub.many("message") == 20
        assert hub.many("quarantine") == 10
        assert hub.faults() == []


async def test_signed_input_that_fails_is_kept_once(database_url: str) -> None:
    async with shift(database_url, grant=poisoned) as hub:
        for _ in range(3):
            assert (await hub.texts(ANA, "poisonous words", sid="SM-poison")).entries == ()
        with hub.read.connect() as conn:
            (row,) = conn.execute(select(QUARANTINE)).all()
        assert row.cause == "twilio:SM-poison:received"
        assert "poisonous words" in row.data
        assert "ZeroDivisionError" in row.why


async def test_a_mistake_of_ours_in_an_agents_wish_is_told_not_hidden(database_url: str) -> None:
    async with shift(database_url, grant=poisoned) as hub:
        await hub.hires("sam")
        with pytest.raises(ZeroDivisionError):
            await hub.desk(1, OpenIncident(title="x"), id="poison")
        assert (hub.many("quarantine"), hub.many("incident")) == (0, 0)


async def test_what_the_database_can_never_take_is_set_aside(database_url: str) -> None:
    async with shift(database_url) as hub:
        odd = "SM-\0-odd"
        answers = await asyncio.gather(hub.texts(ANA, sid="SM1"), hub.texts(KIM, sid=odd),
                                       hub.texts(ANA, sid="SM2"))  # fmt: skip
        assert [len(answer.entries) > 0 for answer in (answers[0], answers[2])] == [True, True]
        assert hub.many("message") + hub.many("quarantine") == 3
        assert hub.faults() == []


async def test_text_that_is_no_text_leaves_no_gap(database_url: str) -> None:
    async with shift(database_url) as hub:
        await hub.texts(ANA, "one")
        assert (await hub.texts(ANA, "half a sign \ud83d")).entries == ()
        await hub.texts(ANA, "two")
        assert hub.many("quarantine") == 1
        assert hub.faults() == []


async def test_an_answer_comes_after_its_commit(database_url: str) -> None:
    async with shift(database_url) as hub:
        for number in range(5):
            outcome = await hub.texts(ANA)
            assert outcome.entries[-1].seq == hub.entries()[-1].seq
            assert len(hub.commits) == number + 1


async def test_wishes_that_come_together_are_committed_together(database_url: str) -> None:
    async with shift(database_url) as hub:
        await asyncio.gather(*(hub.texts(ANA) for _ in range(100)))
        assert len(hub.commits) < 50
        seqs = [entry.seq for commit in hub.commits for entry in commit.entries]
        assert seqs == list(range(1, len(seqs) + 1))


async def test_a_wish_whose_time_is_over_is_not_granted(database_url: str) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam")
        soon = hub.clock.now() + timedelta(seconds=5)
        await hub.desk(1, OpenIncident(), expires_at=soon, id="in-time")
        hub.clock.turn(6)
        with pytest.raises(Rejected, match="Too late"):
            await hub.desk(1, OpenIncident(), expires_at=soon)
        assert (await hub.desk(1, OpenIncident(), expires_at=soon, id="in-time")).repeated
        assert hub.many("incident") == 1


async def test_a_door_that_closes_finishes_what_it_took_and_refuses_the_rest(
    database_url: str,
) -> None:
    async with shift(database_url) as hub:
        taken = [asyncio.ensure_future(hub.texts(ANA)) for _ in range(50)]
        await asyncio.sleep(0)
        await asyncio.to_thread(hub.record.stop)
        assert all(outcome.entries for outcome in await asyncio.gather(*taken))
        with pytest.raises(StoreUnavailable):
            await hub.texts(ANA)
        assert not hub.record.is_alive
        hub.record.start(asyncio.get_running_loop())
        assert hub.many("message") == 50


def test_a_loop_that_ends_while_answers_are_due_loses_no_wish(database_url: str) -> None:
    async def hang_up() -> None:
        async with shift(database_url) as hub:
            await hub.texts(ANA, sid="SM1")
            asyncio.ensure_future(hub.texts(KIM, sid="SM2"))  # noqa: RUF006
            await asyncio.sleep(0)

    async def look() -> None:
        async with shift(database_url, is_new=False) as hub:
            assert hub.many("message") == 2
            assert hub.faults() == []

    asyncio.run(hang_up())
    asyncio.run(look())


async def test_a_desk_that_hung_up_does_not_take_others_answers_along(database_url: str) -> None:
    async with shift(database_url) as hub:
        tasks = [asyncio.ensure_future(hub.texts(ANA)) for _ in range(10)]
        await asyncio.sleep(0)
        tasks[3].cancel()
        answers = await asyncio.gather(*tasks, return_exceptions=True)
        assert sum(isinstance(answer, Outcome) for answer in answers) == 9
        assert hub.many("message") == 10


async def test_an_owner_sees_who_was_first(database_url: str) -> None:
    async with shift(database_url, POLICY) as hub:
        one, two = await hub.hires("sam"), await hub.hires("kim")
        await hub.texts(ANA)
        answers = await asyncio.gather(
            hub.desk(one, TakeIncident(incident=1)),
            hub.desk(two, TakeIncident(incident=1)),
            return_exceptions=True,
        )
        (no,) = [a for a in answers if isinstance(a, Rejected)]
        assert no.code == "taken"
        assert hub.state(Incident, 1).owner_name in no.message
