"""Incidents that are one: who may see them, who is given them, and who is called to them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from console.domain.agent import SetPresence
from console.domain.incident import Incident
from console.domain.incident_events import (
    MoveStatus,
    OpenIncident,
    ReleaseIncident,
    SetCategory,
)
from console.domain.message_events import SendText
from console.domain.note import AddNote
from console.domain.restriction import RestrictIncident, UnrestrictIncident
from console.domain.routing import QueueRule
from console.domain.watching import SeeMention
from console.hub.store.find import find_incidents
from console.hub.store.incident_view import entries_page, incident_view
from console.hub.wishes import DeskLost
from console.hub.wishes_waiting import OfferWritten
from tests.hub.store.shift import KIM, OURS, POLICY, shift
from tests.hub.store.test_merging import HIS, MERGE, UNDO, no, told, two

if TYPE_CHECKING:
    from console.domain.incident_events import Status

DONE: tuple[Status, ...] = ("solved", "closed")


async def test_only_who_is_open_to_the_same_people_becomes_one(database_url: str) -> None:
    async with shift(database_url) as hub:
        await two(hub)
        await hub.desk(2, RestrictIncident(incident=1, reason="a colleague"), role="lead")
        assert await no(hub, MERGE) == "There is no such incident."
        assert "restrict both to the same people" in await no(hub, MERGE, agent=2)
        await hub.desk(2, RestrictIncident(incident=2, reason="a colleague"), role="lead")
        await hub.desk(2, MERGE, role="lead")
        assert await no(hub, UNDO) == "There is no such incident."
        await hub.desk(2, UnrestrictIncident(incident=1, reason="cleared"), role="lead")
        assert [hub.state(Incident, n).restriction for n in (1, 2)] == [None, None]


async def test_restricting_the_one_that_stays_hides_what_went_into_it(database_url: str) -> None:
    async with shift(database_url) as hub:
        await two(hub)
        await hub.desk(1, MERGE)
        await hub.desk(2, RestrictIncident(incident=1, reason="a colleague"), role="lead")
        await hub.desk(2, UNDO, role="lead")
        for number in (1, 2):
            assert await no(hub, AddNote(incident=number, text="x")) == "There is no such incident."


async def test_both_references_lead_to_the_one_that_stays_or_to_nothing(database_url: str) -> None:
    async with shift(database_url) as hub:
        await two(hub)
        refs = [hub.state(Incident, number).ref for number in (1, 2)]
        await hub.desk(1, MERGE)
        with hub.read.connect() as conn:
            for ref in refs:
                rows = json.loads(find_incidents(ref, 1)(conn))["rows"]
                assert [row["incident"]["number"] for row in rows] == [1]
            looked = incident_view(2, 1)(conn)
            assert "I have seen a dog" in (looked.text or "")
            assert (looked.number, looked.is_restricted) == (1, False)
        await hub.desk(2, RestrictIncident(incident=1, reason="a colleague"), role="lead")
        with hub.read.connect() as conn:
            for ref in refs:
                assert json.loads(find_incidents(ref, 1)(conn))["rows"] == []
            assert incident_view(2, 1)(conn).text is None
            assert incident_view(2, 2)(conn).is_restricted
            assert entries_page(2, None, 50, viewer=1)(conn).text is None


async def test_a_closed_duplicate_is_read_where_it_belongs_and_comes_back_closed(
    database_url: str,
) -> None:
    async with shift(database_url) as hub:
        await two(hub)
        await hub.desk(2, SetCategory(incident=2, category="pet-lost"), role="lead")
        await hub.desk(2, SendText(incident=2, to=HIS, body="thank you"), role="lead")
        for status in DONE:
            await hub.desk(2, MoveStatus(incident=2, to=status), role="lead")
        before = told(hub, 2)
        await hub.desk(1, MERGE)
        with hub.read.connect() as conn:
            assert "thank you" in (incident_view(1, 1)(conn).text or "")
        await hub.texts(KIM, "me again")
        await hub.desk(1, UNDO)
        assert told(hub, 2) == before
        assert hub.faults() == []


async def test_nobodys_unanswered_work_of_both_is_offered_as_one(database_url: str) -> None:
    rules = {"safety": QueueRule("safety", offers=True)}
    policy = replace(POLICY, queue_rules=rules, queues={OURS: "safety"})
    async with shift(database_url, policy) as hub:
        await hub.hires("sam", role="lead")
        await hub.desk(1, OpenIncident(title="by hand"), role="lead")
        await hub.desk(1, ReleaseIncident(incident=1), role="lead")
        await hub.texts(KIM, "I have seen a dog")
        await hub.desk(1, MERGE, role="lead")
        await hub.desk(1, SetPresence(state="available"), role="lead")
        hub.clock.turn(60)
        await hub.asks(OfferWritten())
        assert [hub.state(Incident, n).owner for n in (1, 2)] == [1, None]
        await hub.asks(DeskLost(1))
        assert hub.state(Incident, 1).owner is None


async def test_a_mention_in_the_one_that_went_is_seen_in_the_one_that_stays(
    database_url: str,
) -> None:
    async with shift(database_url) as hub:
        await two(hub)
        await hub.desk(1, AddNote(incident=2, text="@lee look"))
        await hub.desk(1, MERGE)
        await hub.desk(2, SeeMention(incident=1), role="lead")
        assert hub.state(Incident, 2).mentions == ()
        assert hub.faults() == []
