"""Two people who are one, through the record door: every address moves, and all of it goes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.domain.base import Rejected
from console.domain.flags import FlagPerson
from console.domain.one_person import MergePeople, PeopleMerged, UnmergePeople
from console.domain.person import Contact, IdentifyContact, Person
from console.domain.restriction import RestrictIncident
from console.domain.safe_contact import SafeTerms, SetSafeContact
from console.hub.wishes import Redact
from tests.hub.store.shift import ANA, KIM, Shift, shift

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

HER, HERS_TOO, THIRD = f"tel:{ANA}", f"tel:{KIM}", "tel:+14155550103"
ALL = (HER, HERS_TOO, THIRD)


@pytest.fixture
async def hub(database_url: str) -> AsyncIterator[Shift]:
    """Ana Ruiz rings from one number; A. Ruiz, who must not be texted, from two others."""
    async with shift(database_url) as hub:
        await hub.hires("sam")
        for number in (ANA, KIM, "+14155550103"):
            await hub.texts(number)
        await hub.desk(1, IdentifyContact(handle=HER, name="Ana Ruiz"))
        await hub.desk(1, IdentifyContact(handle=HERS_TOO, name="A. Ruiz"))
        await hub.desk(1, IdentifyContact(handle=THIRD, name="A. Ruiz", person=2))
        terms = SafeTerms(text=False)
        await hub.desk(1, SetSafeContact(incident=2, handle=HERS_TOO, terms=terms))
        await hub.desk(1, FlagPerson(incident=1, handle=HER, flag="minor"))
        yield hub


def _contacts(hub: Shift) -> list[Contact]:
    return [hub.state(Contact, handle) for handle in ALL]


def _one(keep: str = "handle", other: str = HERS_TOO, among: int = 2) -> MergePeople:
    return MergePeople.model_validate(
        {
            "incident": 1,
            "handle": HER,
            "among": among,
            "other": other,
            "keep": keep,
            "reason": "the same voice",
        }
    )


@pytest.mark.parametrize(("keep", "name"), [("handle", "Ana Ruiz"), ("other", "A. Ruiz")])
async def test_every_address_of_both_is_one_persons_with_the_name_that_was_chosen(
    hub: Shift, keep: str, name: str
) -> None:
    await hub.desk(1, _one(keep))
    assert {(one.person, one.name) for one in _contacts(hub)} == {(1, name)}
    assert hub.state(Person, 1).name == name
    # Nobody becomes less safe by it.
    assert [one.safe is not None and not one.safe.text for one in _contacts(hub)] == [True] * 3
    assert [[flag.flag for flag in one.flags] for one in _contacts(hub)] == [["minor"]] * 3
    assert hub.faults() == []


@pytest.mark.parametrize("keep", ["handle", "other"])
async def test_taking_it_back_restores_both_exactly(hub: Shift, keep: str) -> None:
    before, person = _contacts(hub), hub.state(Person, 1)
    await hub.desk(1, _one(keep))
    assert _contacts(hub) != before
    await hub.desk(1, UnmergePeople(incident=2, handle=HERS_TOO, reason="her sister"))
    assert _contacts(hub) == before
    assert hub.state(Person, 1) == person
    assert hub.faults() == []
    with pytest.raises(Rejected, match="never taken for one person"):
        await hub.desk(1, UnmergePeople(incident=1, handle=HER, reason="again"))


async def test_what_was_changed_since_is_not_taken_back(hub: Shift) -> None:
    await hub.desk(1, _one())
    terms = SafeTerms(text=False, call=False)
    await hub.desk(1, SetSafeContact(incident=1, handle=HER, terms=terms))
    await hub.desk(1, UnmergePeople(incident=1, handle=HER, reason="her sister"))
    card = hub.state(Contact, HER).safe
    assert card is not None
    assert not card.call


async def test_an_address_of_nobody_yet_becomes_theirs_and_nobodys_again(hub: Shift) -> None:
    await hub.texts("+14155550104")
    await hub.desk(1, _one(other="tel:+14155550104", among=4))
    fourth = hub.state(Contact, "tel:+14155550104")
    assert (fourth.person, fourth.name) == (1, "Ana Ruiz")
    await hub.desk(1, UnmergePeople(incident=1, handle=HER, reason="wrong number"))
    fourth = hub.state(Contact, "tel:+14155550104")
    assert (fourth.person, fourth.name, fourth.flags) == (None, "", ())


async def test_one_person_is_not_merged_with_themselves_nor_two_of_whom_nothing_is_known(
    hub: Shift,
) -> None:
    await hub.desk(1, _one())
    with pytest.raises(Rejected, match="one person already"):
        await hub.desk(1, _one())
    for number in ("+14155550104", "+14155550105"):
        await hub.texts(number)
    unknown = MergePeople(
        incident=4,
        handle="tel:+14155550104",
        among=5,
        other="tel:+14155550105",
        reason="the same words",
    )
    with pytest.raises(Rejected, match="identify one of them first"):
        await hub.desk(1, unknown)


async def test_nobody_finds_out_by_it_who_is_in_a_restricted_incident(hub: Shift) -> None:
    await hub.hires("lee", "+14155550112", role="lead")
    await hub.desk(2, RestrictIncident(incident=2, reason="about a colleague"), role="lead")
    with pytest.raises(Rejected) as hidden:
        await hub.desk(1, _one())
    with pytest.raises(Rejected) as missing:
        await hub.desk(1, _one(among=99))
    assert (hidden.value.code, hidden.value.message) == (
        missing.value.code,
        missing.value.message,
    )
    assert hub.state(Contact, HERS_TOO).person == 2


async def test_what_a_merge_tells_of_people_can_be_blanked(hub: Shift) -> None:
    await hub.desk(1, _one())
    entry = next(e for e in hub.entries() if e.event.kind == "person.merged")
    await hub.asks(Redact(seq=entry.seq, reason="asked for by her"), actor="admin:cli")
    left = next(e.event for e in hub.entries() if e.seq == entry.seq)
    assert isinstance(left, PeopleMerged)
    assert (left.moved, left.carded, left.flagged) == ((), (), ())
    assert "Ruiz" not in left.model_dump_json()
    assert "the same voice" not in left.model_dump_json()
    assert hub.faults() == []
