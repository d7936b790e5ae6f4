"""Two incidents that are one: what counts for the one that stays, and taking it all back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from console.domain.base import Rejected
from console.domain.incident import Incident
from console.domain.incident_events import (
    MoveStatus,
    ReleaseIncident,
    SetCategory,
    SetSeverity,
    TakeIncident,
    TakeNext,
)
from console.domain.merging import MergeIncident, UndoMerge
from console.domain.message import Message
from console.domain.message_events import SendText, TakeBackMessage
from console.domain.note import AddNote
from console.domain.person import Contact
from console.domain.promise import KeepPromise
from console.hub.store.family import homes
from tests.hub.store.shift import ANA, KIM, Shift, shift

if TYPE_CHECKING:
    from console.domain.base import Command

HER, HIS = f"tel:{ANA}", f"tel:{KIM}"
WHY = "the same dog"
MERGE = MergeIncident(incident=2, into=1, reason=WHY)
UNDO = UndoMerge(incident=2, reason="two dogs after all")
SEEN = frozenset({"entries", "last_at", "last_kind"})
"""What says only that something was written."""


async def two(hub: Shift) -> None:
    """Ana and Kim write, each in an incident of their own; Sam and Lee are here."""
    await hub.hires("sam")
    await hub.hires("lee", phone="+14155550112", role="lead")
    await hub.texts(ANA, "my dog ran away")
    await hub.texts(KIM, "I have seen a dog")


def told(hub: Shift, number: int) -> dict[str, Any]:
    """Every field of an incident but those that say only that something was written."""
    return {k: v for k, v in hub.state(Incident, number).model_dump().items() if k not in SEEN}


async def no(hub: Shift, command: Command, agent: int = 1) -> str:
    """Ask for what is refused; gives the words."""
    with pytest.raises(Rejected) as refused:
        await hub.desk(agent, command, role="lead" if agent == 2 else "agent")
    return refused.value.message


async def test_undoing_a_merge_restores_both_incidents_field_by_field(database_url: str) -> None:
    async with shift(database_url) as hub:
        await two(hub)
        await hub.desk(1, TakeIncident(incident=2))
        await hub.desk(1, SetCategory(incident=2, category="pet-poison"))
        await hub.desk(1, AddNote(incident=2, text="> ring back by 6pm"))
        before = told(hub, 1), told(hub, 2)
        contacts = hub.state(Contact, HER), hub.state(Contact, HIS)
        await hub.desk(1, MERGE)
        assert hub.state(Incident, 1).handles == (HER, HIS)
        assert hub.state(Incident, 1).owner_name == "Sam"
        await hub.desk(1, UNDO)
        assert (told(hub, 1), told(hub, 2)) == before
        assert (hub.state(Contact, HER), hub.state(Contact, HIS)) == contacts
        assert hub.faults() == []


async def test_a_merge_and_its_undo_stand_on_both_timelines_once(database_url: str) -> None:
    async with shift(database_url) as hub:
        await two(hub)
        await hub.desk(1, MERGE, id="merge-once")
        again = await hub.desk(1, MERGE, id="merge-once")
        assert [e.event.kind for e in again.entries] == ["incident.merged", "incident.took_in"]
        assert "part of" in await no(hub, MERGE)
        await hub.desk(1, UNDO, id="undo-once")
        await hub.desk(1, UNDO, id="undo-once")
        assert "not merged" in await no(hub, UNDO)
        kinds = [k for k in hub.kinds("incident/2") if "merge" in k]
        assert kinds == ["incident.merged", "incident.merge_undone"]
        mine = [k for k in hub.kinds("incident/1") if k.endswith(("took_in", "gave_back"))]
        assert mine == ["incident.took_in", "incident.gave_back"]
        assert hub.faults() == []


async def test_what_they_write_and_what_is_said_of_it_goes_to_the_one_that_stays(
    database_url: str,
) -> None:
    async with shift(database_url) as hub:
        await two(hub)
        await hub.desk(1, MERGE)
        await hub.texts(KIM, "it has a red collar", sid="SMlater")
        assert hub.state(Message, "SMlater").incident == 1
        noted = await hub.desk(1, AddNote(incident=2, text="written on a desk that was late"))
        assert noted.entries[0].incident == 1
        assert "incident.choice_asked" not in hub.kinds()
        call = await hub.rings(KIM)
        assert {e.incident for e in hub.entries() if e.stream == f"call/{call}"} == {1}
        with hub.read.connect() as conn:
            assert homes(conn, [2, 1]) == [1]


async def test_one_answer_counts_for_both_and_taking_it_back_too(database_url: str) -> None:
    async with shift(database_url) as hub:
        await two(hub)
        await hub.desk(1, MERGE)
        sent = await hub.desk(1, SendText(incident=1, to=HER, body="we look for him"))
        assert [hub.state(Incident, n).unanswered for n in (1, 2)] == [0, 0]
        key = next(e.event.id for e in sent.entries if e.event.kind == "message.composed")
        await hub.desk(1, TakeBackMessage(id=key))
        assert [hub.state(Incident, n).unanswered for n in (1, 2)] == [1, 1]
        assert hub.faults() == []


async def test_whoever_was_written_to_meanwhile_stays_where_that_was_written(
    database_url: str,
) -> None:
    async with shift(database_url) as hub:
        await two(hub)
        await hub.desk(1, MERGE)
        await hub.desk(1, SendText(incident=1, to=HIS, body="where was it?"))
        await hub.desk(1, UNDO)
        one, other = hub.state(Incident, 1), hub.state(Incident, 2)
        assert (one.handles, one.lent) == ((HER, HIS), ())
        assert (other.handles, other.unanswered) == ((HIS,), 0)
        assert hub.faults() == []


async def test_a_promise_is_kept_where_it_was_given_and_stays_kept(database_url: str) -> None:
    async with shift(database_url) as hub:
        await two(hub)
        noted = await hub.desk(1, AddNote(incident=2, text="> send the form"))
        await hub.desk(1, MERGE)
        await hub.desk(1, SetCategory(incident=1, category="pet-lost"))
        await hub.desk(1, SendText(incident=1, to=HER, body="found"))
        assert "send the form" in await no(hub, MoveStatus(incident=1, to="solved"))
        await hub.desk(1, KeepPromise(incident=1, id=noted.entries[0].event.id))
        await hub.desk(1, UNDO)
        assert [p.standing for p in hub.state(Incident, 2).promises] == ["kept"]
        assert hub.faults() == []


async def test_a_merged_incident_is_nobodys_work_until_that_is_undone(database_url: str) -> None:
    async with shift(database_url) as hub:
        await two(hub)
        await hub.desk(2, MERGE, role="lead")
        await hub.desk(1, TakeNext())
        assert hub.state(Incident, 1).owner == 1
        assert "Nothing is waiting" in await no(hub, TakeNext())
        await hub.desk(2, UNDO, role="lead")
        await hub.desk(1, TakeNext())
        assert hub.state(Incident, 2).owner == 1


async def test_an_owner_who_came_with_it_leaves_with_it_unless_somebody_took_over(
    database_url: str,
) -> None:
    async with shift(database_url) as hub:
        await two(hub)
        await hub.desk(1, TakeIncident(incident=2))
        await hub.desk(1, MERGE)
        await hub.desk(2, TakeIncident(incident=1, over=True), role="lead")
        await hub.desk(1, UNDO)
        assert [hub.state(Incident, n).owner_name for n in (1, 2)] == ["Lee", "Sam"]
        await hub.desk(2, ReleaseIncident(incident=1), role="lead")


async def test_the_severity_is_the_worst_of_both_until_somebody_judges_them_together(
    database_url: str,
) -> None:
    async with shift(database_url) as hub:
        await two(hub)
        await hub.desk(1, SetCategory(incident=2, category="pet-poison"))
        await hub.desk(1, MERGE)
        calm = SetSeverity(incident=1, severity="low", reason="it eats", seen="critical")
        await hub.desk(1, calm)
        assert [hub.state(Incident, n).severity for n in (1, 2)] == ["low", "low"]


async def test_after_a_day_it_is_too_late_and_the_desk_is_told_so(database_url: str) -> None:
    async with shift(database_url) as hub:
        await two(hub)
        await hub.desk(1, MERGE)
        hub.clock.turn(24 * 3600 + 1)
        refs = hub.state(Incident, 2).ref, hub.state(Incident, 1).ref
        assert await no(hub, UNDO) == f"It is more than 24 hours ago: {refs[0]} stays in {refs[1]}."


async def test_a_merge_says_what_has_to_end_first(database_url: str) -> None:
    async with shift(database_url) as hub:
        await two(hub)
        await hub.rings(KIM)
        words = await no(hub, MERGE)
        assert "its live call to end, its waiting caller to be answered" in words
        assert "merge the other way round" in words
        other_way = MergeIncident(incident=1, into=2, reason=WHY)
        assert await no(hub, other_way.model_copy(update={"reason": " "})) == "Say why."
        await hub.desk(1, other_way)
        assert "one incident already" in await no(hub, MERGE)


async def test_nothing_goes_into_what_is_solved(database_url: str) -> None:
    async with shift(database_url) as hub:
        await two(hub)
        await hub.desk(1, SetCategory(incident=1, category="pet-lost"))
        await hub.desk(1, SendText(incident=1, to=HER, body="found"))
        await hub.desk(1, MoveStatus(incident=1, to="solved"))
        assert "is solved: open it again first" in await no(hub, MERGE)
        await hub.desk(1, MergeIncident(incident=1, into=2, reason=WHY))
        assert hub.faults() == []


async def test_what_they_write_after_the_one_that_stays_was_closed_is_new_work(
    database_url: str,
) -> None:
    async with shift(database_url) as hub:
        await two(hub)
        await hub.desk(1, MERGE)
        await hub.desk(1, SetCategory(incident=1, category="pet-lost"))
        await hub.desk(1, SendText(incident=1, to=HER, body="found"))
        await hub.desk(2, MoveStatus(incident=1, to="solved"), role="lead")
        await hub.desk(2, MoveStatus(incident=1, to="closed"), role="lead")
        await hub.texts(KIM, "there is another dog", sid="SMnew")
        assert hub.state(Message, "SMnew").incident == 3
        assert hub.faults() == []


async def test_merges_one_after_the_other_are_undone_from_the_last(database_url: str) -> None:
    async with shift(database_url) as hub:
        await two(hub)
        await hub.texts("+14155550103", "and I saw its owner")
        before = [told(hub, number) for number in (1, 2, 3)]
        await hub.desk(1, MERGE)
        await hub.desk(1, MergeIncident(incident=1, into=3, reason=WHY))
        noted = await hub.desk(1, AddNote(incident=2, text="all one"))
        assert noted.entries[0].incident == 3
        assert "undo that first" in await no(hub, UNDO)
        await hub.desk(1, UndoMerge(incident=1, reason="no"))
        await hub.desk(1, UNDO)
        assert [told(hub, number) for number in (1, 2, 3)] == before
        assert hub.faults() == []
