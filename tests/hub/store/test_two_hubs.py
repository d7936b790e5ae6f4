"""Two hubs on one database: one order of entries, nothing assigned twice, nobody's memory stale."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from console.domain.agent import Agent, SetPresence
from console.domain.base import Rejected
from console.domain.call_events import AcceptCall
from console.domain.call_state import Call
from console.domain.incident import Incident
from console.domain.incident_events import SetCategory, TakeIncident, TakeNext
from console.domain.message import Message
from console.domain.note import AddNote, EditNote, Note
from console.hub.store.wish import Outcome
from console.hub.wishes import Redact, RouteCalls
from tests.hub.store.shift import ANA, ENTRY, KIM, POLICY, Shift, shift

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@asynccontextmanager
async def two(url: str) -> AsyncIterator[tuple[Shift, Shift]]:
    async with shift(url) as one:
        other_policy = replace(POLICY, hub="other")
        async with shift(url, other_policy, clock=one.clock, is_new=False) as other:
            yield one, other


async def follow(hub: Shift, seen: list[int], done: asyncio.Event) -> None:
    """Read as a feed does: what is newer than the last entry seen, again and again."""
    while True:
        is_last = done.is_set()
        last = seen[-1] if seen else 0

        def newer(last: int = last) -> list[int]:
            with hub.read.connect() as conn:
                wanted = select(ENTRY.c.seq).where(ENTRY.c.seq > last).order_by(ENTRY.c.seq)
                return list(conn.execute(wanted.limit(50)).scalars())

        found = await asyncio.to_thread(newer)
        seen += found
        if is_last and not found:
            return


async def test_a_reader_misses_nothing_while_two_hubs_write(database_url: str) -> None:
    async with two(database_url) as (one, other):
        seen: list[int] = []
        done = asyncio.Event()
        reading = asyncio.create_task(follow(one, seen, done))
        senders = [f"+1415555{n:04d}" for n in range(100, 120)]
        for _ in range(6):
            await asyncio.gather(*(hub.texts(s) for s in senders for hub in (one, other)))
        done.set()
        await reading
        assert seen == list(range(1, len(one.entries()) + 1))
        assert one.many("incident") == len(senders)
        assert one.many("message") == 12 * len(senders)
        assert one.faults() == []


async def test_entries_of_two_hubs_are_numbered_in_the_order_of_their_commits(
    database_url: str,
) -> None:
    async with two(database_url) as (one, other):
        order: list[int] = []
        for hub in (one, other):
            hub.record.on_commit = lambda c: order.extend(e.seq for e in c.entries)
        await asyncio.gather(*(hub.texts(ANA) for _ in range(40) for hub in (one, other)))
        assert sorted(order) == list(range(1, len(order) + 1))
        assert len(order) == len(one.entries())


async def test_one_callback_that_reaches_both_hubs_is_stored_once(database_url: str) -> None:
    async with two(database_url) as (one, other):
        outcomes = await asyncio.gather(
            *(hub.texts(ANA, sid=f"SM{n}") for n in range(30) for hub in (one, other))
        )
        assert sum(not outcome.repeated for outcome in outcomes) == 30
        assert one.many("message") == 30
        assert one.faults() == []


async def test_one_incident_is_taken_by_one_agent(database_url: str) -> None:
    async with two(database_url) as (one, other):
        sam, kim = await one.hires("sam"), await other.hires("kim")
        for n in range(15):
            await one.texts(f"+1415555{n + 100:04d}")
        taken = await asyncio.gather(
            *(hub.desk(a, TakeNext()) for _ in range(10) for hub, a in ((one, sam), (other, kim))),
            return_exceptions=True,
        )
        numbers = [o.entries[0].incident for o in taken if isinstance(o, Outcome)]
        assert sorted(numbers, key=str) == sorted(range(1, 16), key=str)
        assert sum(isinstance(o, Rejected) for o in taken) == 5


async def test_one_waiting_call_is_offered_and_given_to_one_agent(database_url: str) -> None:
    async with two(database_url) as (one, other):
        agents = [await one.hires(n, phone=f"+1415555011{i}") for i, n in enumerate(("sam", "kim"))]
        for agent in agents:
            await one.desk(agent, SetPresence(state="available"))
        calls = [await hub.rings(c) for hub, c in ((one, ANA), (other, KIM))]
        for hub in (one, other, one, other):
            await hub.asks(RouteCalls())
        offers = {one.state(Call, key).offer for key in calls}
        assert offers == set(agents)
        answers = await asyncio.gather(
            *(hub.desk(a, AcceptCall(call=key)) for key in calls for a in agents
              for hub in (one, other)),
            return_exceptions=True,
        )  # fmt: skip
        assert sum(isinstance(answer, Outcome) for answer in answers) == 2
        assert {one.state(Agent, a).call for a in agents} == set(calls)
        assert one.faults() == []


async def test_what_one_hub_remembers_is_dropped_when_the_other_changes_it(
    database_url: str,
) -> None:
    async with two(database_url) as (one, other):
        sam = await one.hires("sam")
        await one.texts(ANA)
        await other.desk(sam, SetCategory(incident=1, category="bite"))
        await one.desk(sam, TakeIncident(incident=1))
        await other.texts(ANA)
        incident = one.state(Incident, 1)
        assert (incident.category, incident.owner, incident.unanswered) == ("bite", sam, 2)
        added = await one.desk(sam, AddNote(incident=1, text="first"))
        key = added.entries[0].event.id
        await other.desk(sam, EditNote(id=key, text="second", edits=0))
        with pytest.raises(Rejected, match="second"):
            await one.desk(sam, EditNote(id=key, text="third", edits=0))
        assert one.faults() == []


async def test_what_one_hub_redacts_the_other_forgets(database_url: str) -> None:
    async with two(database_url) as (one, other):
        sam = await one.hires("sam")
        outcome = await one.texts(ANA, "my secret")
        added = await one.desk(sam, AddNote(incident=1, text="her secret"))
        note = added.entries[0]
        await other.asks(Redact(outcome.entries[-1].seq, "asked"), actor="admin:cli")
        await other.asks(Redact(note.seq, "asked"), actor="admin:cli")
        await one.desk(sam, EditNote(id=note.event.id, text="plain", edits=0))
        await one.texts(ANA, "more")
        key = outcome.entries[-1].stream.removeprefix("message/")
        assert one.state(Message, key).body == "[redacted]"
        assert one.state(Note, note.event.id).text == "plain"
        assert one.faults() == []
