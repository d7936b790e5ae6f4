"""Merges, moves and their undoing in any order: everything adds up, and nothing is read twice."""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from console.domain.base import Rejected
from console.domain.incident import Incident
from console.domain.incident_events import MoveStatus, TakeIncident
from console.domain.merging import MergeIncident, UndoMerge
from console.domain.message_events import SendText, TakeBackMessage
from console.domain.moving import MoveLeg, who_waits
from console.domain.note import AddNote
from console.hub.store.extent import Extent
from console.hub.store.family import parts_of, state_of
from console.hub.wishes import Redact
from tests.hub.store.shift import ANA, ENTRY, KIM, Shift, shift

if TYPE_CHECKING:
    from console.domain.base import Command

THIRD = "+14155550103"
PEOPLE = (ANA, KIM, THIRD)


def wish(hub: Shift, dice: random.Random) -> Command:
    """Something that somebody at a desk may think of."""
    entries = hub.entries()
    one, other = dice.randint(1, 4), dice.randint(0, 4)
    legs = [e for e in entries if e.stream.startswith(("message/", "note/"))]
    leg = dice.choice(legs)
    sent = [e.event.id for e in entries if e.event.kind == "message.composed"]
    there = hub.state(Incident, leg.incident)
    wishes: list[Command] = [
        MergeIncident(incident=one, into=other or 1, reason="one"),
        UndoMerge(incident=one, reason="two"),
        MoveLeg(incident=leg.incident or 1, stream=leg.stream, into=dice.choice([1, 2, 3, other])
                if there.number < 8 else 1, reason="there"),
        SendText(incident=one, to=f"tel:{dice.choice(PEOPLE)}", body="hi"),
        TakeBackMessage(id=sent[-1] if sent else "none"),
        AddNote(incident=one, text="seen"),
        TakeIncident(incident=one, over=True),
        MoveStatus(incident=one, to=dice.choice(["open", "pending"])),
    ]  # fmt: skip
    return dice.choice(wishes)


async def play(hub: Shift, dice: random.Random) -> None:
    """Let many such things happen."""
    for _ in range(80):
        try:
            await hub.desk(1, wish(hub, dice), role="lead")
        except Rejected:
            await hub.texts(dice.choice(PEOPLE), "hello")
        if dice.random() < 0.05:
            seq = dice.choice([e.seq for e in hub.entries() if e.incident is not None])
            try:
                await hub.asks(Redact(seq, "asked"), actor="admin:cli")
            except Rejected:
                continue
        hub.clock.turn(dice.choice([0, 1, 40]))


@pytest.mark.parametrize("seed", range(6))
async def test_after_random_merges_and_moves_everything_adds_up(
    database_url: str, seed: int
) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam", role="lead")
        for one in PEOPLE:
            await hub.texts(one)
        await play(hub, random.Random(seed))
        assert hub.faults() == []
        kinds = Counter(hub.kinds())
        assert kinds["incident.merged"]
        assert kinds["leg.moved"]
        check_waits(hub)
        check_families(hub)
        check_each_entry_is_read_once(hub)


def check_waits(hub: Shift) -> None:
    """What an incident counts as unanswered is what its entries tell, wherever legs went."""
    entries = hub.entries()
    for number in {entry.incident for entry in entries if entry.incident is not None}:
        its = ((e.stream, e.at, e.event) for e in entries if e.incident == number)
        waits, incident = who_waits(its), hub.state(Incident, number)
        assert incident.unanswered == len(waits)
        assert incident.waiting_since == min(waits.values(), default=None)


def check_families(hub: Shift) -> None:
    """Both sides of a merge say the same, and lent addresses are among the known."""
    numbers = {e.incident for e in hub.entries() if e.incident is not None}
    every = {number: hub.state(Incident, number) for number in numbers}
    for number, incident in every.items():
        assert set(incident.lent) <= set(incident.handles)
        assert len(set(incident.handles)) == len(incident.handles)
        for part in incident.parts:
            went = every[part].part_of
            assert went is not None
            assert went.into == number
        if incident.part_of is not None:
            assert number in every[incident.part_of.into].parts


def check_each_entry_is_read_once(hub: Shift) -> None:
    """Every entry is on the timeline of one incident that stands for itself, and of no other."""
    with hub.read.connect() as conn:
        numbers = conn.execute(select(ENTRY.c.incident).distinct()).scalars().all()
        read: Counter[int] = Counter()
        for number in filter(None, numbers):
            state = state_of(conn, number)
            assert state is not None
            extent = Extent.of(state, parts_of(conn, state))
            if extent.numbers[0] == number:
                read.update(conn.execute(select(ENTRY.c.seq).where(extent.holds())).scalars())
    written = {entry.seq for entry in hub.entries() if entry.incident is not None}
    assert set(read) == written
    assert set(read.values()) == {1}
