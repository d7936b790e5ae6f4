"""Two people change one field of an incident, or one note: nobody is written over in silence."""

from __future__ import annotations

import pytest

from console.domain.base import Command, Rejected
from console.domain.incident import Incident
from console.domain.incident_events import MoveStatus, SetCategory, SetSeverity
from console.domain.location import NoteCallbackNumber, NotePlace
from console.domain.note import AddNote, EditNote, Note
from console.domain.person import IdentifyContact
from console.domain.promise import MovePromise, time_of
from console.domain.restriction import RestrictIncident
from console.domain.safe_contact import SafeTerms, SetSafeContact
from tests.hub.store.shift import ANA, shift

PAIRS: list[tuple[Command, Command, str, str]] = [
    (
        SetCategory(incident=1, category="bite", seen="uncategorised"),
        SetCategory(incident=1, category="pet-lost", seen="uncategorised"),
        "bite",
        "pet-lost",
    ),
    (
        SetSeverity(incident=1, severity="critical", reason="x", seen="normal"),
        SetSeverity(incident=1, severity="low", reason="y", seen="normal"),
        "critical",
        "low",
    ),
    (
        MoveStatus(incident=1, to="open", seen="new"),
        MoveStatus(incident=1, to="pending", seen="new"),
        "open",
        "pending",
    ),
    (
        NotePlace(incident=1, place="9 Elm St", seen=""),
        NotePlace(incident=1, place="the park", seen=""),
        "9 Elm St",
        "the park",
    ),
    (
        NoteCallbackNumber(incident=1, number="+14155550177", seen=""),
        NoteCallbackNumber(incident=1, number="+14155550178", seen=""),
        "+14155550177",
        "+14155550178",
    ),
    (
        IdentifyContact(handle=f"tel:{ANA}", name="Ana Ruiz", seen=""),
        IdentifyContact(handle=f"tel:{ANA}", name="Ana Reyes", seen=""),
        "Ana Ruiz",
        "Ana Reyes",
    ),
]


@pytest.mark.parametrize(("first", "second", "theirs", "mine"), PAIRS)
async def test_who_comes_second_is_told_both_versions_and_changes_nothing(
    tmp_path: object, first: Command, second: Command, theirs: str, mine: str
) -> None:
    async with shift(f"sqlite:///{tmp_path}/hub.db") as hub:
        await hub.hires("sam", role="lead")
        await hub.hires("lee", "+14155550112", role="lead")
        await hub.texts(ANA)
        await hub.desk(1, first, role="lead")
        before = hub.state(Incident, 1)
        with pytest.raises(Rejected) as no:
            await hub.desk(2, second, role="lead")
        assert no.value.code == "conflict"
        assert theirs in no.value.message
        assert mine in no.value.message
        assert hub.state(Incident, 1) == before
        assert (await hub.desk(2, first, role="lead")).entries == ()


async def test_a_card_that_was_written_meanwhile_is_not_written_over(tmp_path: object) -> None:
    async with shift(f"sqlite:///{tmp_path}/hub.db") as hub:
        await hub.hires("sam", role="lead")
        await hub.hires("lee", "+14155550112", role="lead")
        await hub.texts(ANA)

        def writes(terms: SafeTerms, seen: str) -> SetSafeContact:
            return SetSafeContact(incident=1, handle=f"tel:{ANA}", terms=terms, seen=seen)

        await hub.desk(1, writes(SafeTerms(call=False), ""), role="lead")
        mine = SafeTerms(hidden_from="Tom", code_word="lilac")
        with pytest.raises(Rejected) as no:
            await hub.desk(2, writes(mine, ""), role="lead")
        assert no.value.code == "conflict"
        assert "Now: no calls." in no.value.message
        assert "Yours, not saved: Tom must not know." in no.value.message
        assert "lilac" not in no.value.message
        assert (await hub.desk(2, writes(mine, "no calls"), role="lead")).entries


async def test_a_list_of_who_may_see_it_is_not_written_over(tmp_path: object) -> None:
    async with shift(f"sqlite:///{tmp_path}/hub.db") as hub:
        await hub.hires("sam", role="lead")
        await hub.hires("lee", "+14155550112", role="lead")
        await hub.hires("kim", "+14155550113", role="lead")
        await hub.texts(ANA)

        def names(*people: int, seen: tuple[int, ...] | None) -> RestrictIncident:
            return RestrictIncident(incident=1, people=people, reason="threat", seen=seen)

        await hub.desk(1, names(2, seen=()), role="lead")
        with pytest.raises(Rejected) as no:
            await hub.desk(2, names(3, seen=()), role="lead")
        assert no.value.code == "conflict"
        assert "Now: lee, sam." in no.value.message
        assert "Yours, not saved: kim, lee." in no.value.message
        restriction = hub.state(Incident, 1).restriction
        assert restriction is not None
        assert set(restriction.people) == {1, 2}
        assert (await hub.desk(2, names(1, 3, seen=(2, 1)), role="lead")).entries


async def test_a_promise_that_was_moved_meanwhile_is_not_moved_over(tmp_path: object) -> None:
    async with shift(f"sqlite:///{tmp_path}/hub.db") as hub:
        await hub.hires("sam", role="lead")
        await hub.hires("lee", "+14155550112", role="lead")
        await hub.texts(ANA)
        await hub.desk(1, AddNote(incident=1, text="> call back in 30 min"), role="lead")
        (promise,) = hub.state(Incident, 1).promises
        seen = time_of(promise.due)

        def moves(when: str, seen: str) -> MovePromise:
            return MovePromise(incident=1, id=promise.id, when=when, reason="x", seen=seen)

        await hub.desk(1, moves("in 10 min", seen), role="lead")
        with pytest.raises(Rejected) as no:
            await hub.desk(2, moves("in 90 min", seen), role="lead")
        assert no.value.code == "conflict"
        (moved,) = hub.state(Incident, 1).promises
        assert time_of(moved.due) in no.value.message
        again = moves("in 90 min", time_of(moved.due))
        assert (await hub.desk(2, again, role="lead")).entries


async def test_a_note_that_was_rewritten_meanwhile_keeps_the_first_and_says_both(
    tmp_path: object,
) -> None:
    async with shift(f"sqlite:///{tmp_path}/hub.db") as hub:
        await hub.hires("sam", role="lead")
        await hub.hires("lee", "+14155550112", role="lead")
        await hub.texts(ANA)
        noted = await hub.desk(1, AddNote(incident=1, text="he was bitten"), role="lead")
        key = noted.entries[0].event.id
        await hub.desk(1, EditNote(id=key, text="she was bitten", edits=0), role="lead")
        with pytest.raises(Rejected) as no:
            await hub.desk(2, EditNote(id=key, text="the cat was", edits=0), role="lead")
        assert no.value.code == "conflict"
        assert "Now: she was bitten" in no.value.message
        assert "Yours, not saved: the cat was" in no.value.message
        assert hub.state(Note, key).text == "she was bitten"
