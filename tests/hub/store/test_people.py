"""Roles, checklists and mentions through the record door."""

from __future__ import annotations

from dataclasses import replace

import pytest

from console.domain.base import Rejected
from console.domain.checklist import TickItem
from console.domain.incident import Incident
from console.domain.incident_events import MoveStatus, SetCategory
from console.domain.note import AddNote, EditNote
from console.domain.party_roles import SetRole
from console.domain.person import IdentifyContact
from console.domain.restriction import RestrictIncident
from console.domain.watching import SeeMention, WatchIncident
from tests.hub.store.shift import ANA, KIM, POLICY, shift

HER, HIM = f"tel:{ANA}", f"tel:{KIM}"
LISTED = replace(
    POLICY, checklists={"uncategorised": ("name",), "pet-lost": ("microchip", "shelters")}
)


async def test_somebody_is_the_sitter_here_at_every_address_and_the_owner_there(
    database_url: str,
) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam")
        await hub.texts(ANA)
        await hub.texts(KIM)
        await hub.desk(1, IdentifyContact(handle=HER, name="Ana"))
        await hub.desk(1, SetRole(incident=1, handle=HER, role="sitter"))
        await hub.desk(1, SetRole(incident=2, handle=HIM, role="owner"))
        assert hub.state(Incident, 1).roles == {HER: "sitter"}
        assert hub.state(Incident, 2).roles == {HIM: "owner"}
        with pytest.raises(Rejected, match="not a party"):
            await hub.desk(1, SetRole(incident=1, handle=HIM, role="vet"))


async def test_a_list_comes_with_the_category_and_holds_the_close_up(database_url: str) -> None:
    async with shift(database_url, LISTED) as hub:
        await hub.hires("sam")
        await hub.texts(ANA)
        assert [item.text for item in hub.state(Incident, 1).checklist] == ["name"]
        await hub.desk(1, TickItem(incident=1, text="name"))
        await hub.desk(1, SetCategory(incident=1, category="pet-lost"))
        listed = hub.state(Incident, 1).checklist
        assert [(i.text, i.done_by) for i in listed] == [
            ("name", "Sam"),
            ("microchip", ""),
            ("shelters", ""),
        ]
        with pytest.raises(Rejected, match=r"item: microchip, the checklist item: shelters"):
            await hub.desk(1, MoveStatus(incident=1, to="solved"))
        assert hub.faults() == []


async def test_a_mention_marks_the_incident_for_the_colleague_and_reaches_no_customer(
    database_url: str,
) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam")
        await hub.hires("lee", role="lead")
        await hub.texts(ANA)
        words = "@lee please look, cc @nobody and sam@lee.example, I am @sam"
        noted = await hub.desk(1, AddNote(incident=1, text=words))
        kinds = [entry.event.kind for entry in noted.entries]
        assert kinds == ["note.added", "incident.mentioned"]
        (mention,) = hub.state(Incident, 1).mentions
        assert (mention.agent, mention.by) == (2, "Sam")
        key = noted.entries[0].event.id
        await hub.desk(1, EditNote(id=key, text="@lee please look again", edits=0))
        assert len(hub.state(Incident, 1).mentions) == 1
        await hub.desk(2, SeeMention(incident=1), role="lead")
        assert hub.state(Incident, 1).mentions == ()
        assert "message.composed" not in hub.kinds()


async def test_who_may_not_see_an_incident_is_not_called_to_it(database_url: str) -> None:
    async with shift(database_url) as hub:
        await hub.hires("lee", role="lead")
        await hub.hires("sam")
        await hub.texts(ANA)
        await hub.desk(1, RestrictIncident(incident=1, reason="about a colleague"), role="lead")
        await hub.desk(1, AddNote(incident=1, text="@sam look"), role="lead")
        assert hub.state(Incident, 1).mentions == ()
        with pytest.raises(Rejected):
            await hub.desk(2, WatchIncident(incident=1))
