"""Whoever looks leaves a trace, and whoever tries to become more than they are (A7, A11)."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from console.hub.store.looks import LOOK
from tests.hub.http.kit import HandClock, settings_for, text_fields, world
from tests.hub.http.outages import nothing_written
from tests.hub.http.test_restricted import SECRET, floor

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from console.config import Settings
    from tests.hub.http.kit import World


@dataclass(frozen=True)
class Trace:
    """One row of who looked at what."""

    agent: int
    what: str
    incident: int
    about: str


async def traces(place: World) -> list[Trace]:
    """What is on record, oldest first."""
    await place.hub.parts.api.looks.save()

    def reading(connection: Connection) -> list[Trace]:
        rows = connection.execute(select(LOOK).order_by(LOOK.c.id))
        return [Trace(r.agent, r.what, r.incident, r.about) for r in rows]

    return await place.hub.parts.readings.run(reading)


async def test_one_record_for_each_opened_incident_however_often_a_desk_reads(
    database_url: str,
) -> None:
    clock = HandClock()
    async with floor(settings_for(database_url), clock) as here:
        before = await here.place.entries()
        for _ in range(3):
            await here.gets(here.sam, "/api/incidents/1")
            await here.gets(here.sam, "/api/incidents/1/entries")
        await here.gets(here.sam, "/api/incidents/9")
        await here.gets(here.lee, "/api/incidents/1")
        opened = [Trace(3, "timeline", 1, ""), Trace(2, "timeline", 1, "")]
        assert await traces(here.place) == opened
        clock.passes(601)
        await here.gets(here.sam, "/api/incidents/1")
        assert await traces(here.place) == [*opened, Trace(3, "timeline", 1, "")]
        assert await here.place.entries() == before, "nobody's timeline grows by being read"


async def test_two_that_save_at_once_write_each_look_once(settings: Settings) -> None:
    async with floor(settings) as here:
        await here.gets(here.sam, "/api/incidents/1")
        looks = here.place.hub.parts.api.looks
        await asyncio.gather(looks.save(), looks.save(), looks.save())
        await here.gets(here.lee, "/api/incidents/1")
        assert [one.agent for one in await traces(here.place)] == [3, 2]


async def test_a_search_is_on_record_without_the_words_of_it(settings: Settings) -> None:
    async with floor(settings) as here:
        for find in ("+1 415 555 0142", "ana@example.com", "Ruiz", "", "  "):
            await here.place.client.get("/api/incidents", params={"find": find}, headers=here.sam)
        await here.gets(here.sam, "/api/incidents/1/earlier")
        found = await traces(here.place)
        assert [(one.what, one.about) for one in found] == [
            ("search", "a number …42"),
            ("search", "an address a…"),
            ("search", "words R… of 4 characters"),
            ("earlier", ""),
        ]


async def test_an_ordinary_incident_is_read_while_nothing_can_be_written(
    settings: Settings,
) -> None:
    async with floor(settings) as here:
        with nothing_written(here.place):
            answer = await here.gets(here.sam, "/api/incidents/1")
            assert SECRET in answer.text
        assert await traces(here.place) == [Trace(3, "timeline", 1, "")]


async def test_what_was_read_just_before_the_end_is_on_record(settings: Settings) -> None:
    async with floor(settings) as here:
        await here.gets(here.sam, "/api/incidents/1")
    async with world(settings) as place:
        assert await traces(place) == [Trace(3, "timeline", 1, "")]


def command(kind: str, **given: Any) -> dict[str, Any]:
    """A command as a desk posts it."""
    return {"id": "command-1", "command": {"kind": kind, **given}}


RAISES: dict[str, tuple[str, str, Any]] = {
    "a field of another command": (
        "POST", "/api/commands", command("presence.set", state="available", role="admin")
    ),
    "a field beside the command": (
        "POST", "/api/commands", command("incident.take", incident=1) | {"role": "manager"}
    ),
    "the hub's own wish": ("POST", "/api/commands", command("agent.add", login="x", role="admin")),
    "another wish of the hub": (
        "POST", "/api/commands", command("agent.changed", agent=1, role="admin")
    ),
    "many at once": ("POST", "/api/commands", [command("agent.token", agent=1)]),
    "one's own account": ("PATCH", "/api/me", {"role": "admin"}),
    "one's own account put anew": ("PUT", "/api/me", {"role": "admin"}),
    "an older version": ("POST", "/api/v0/commands", command("agent.add", role="admin")),
    "an account that is not there": ("POST", "/api/agents", {"login": "x", "role": "admin"}),
    "a bulk import": ("POST", "/api/agents/import", [{"login": "sam", "role": "lead"}]),
    "an invitation": ("POST", "/api/invitations", {"code": "x", "role": "admin"}),
    "what leads do": ("POST", "/api/commands", command("call.barge", call="CA1")),
    "a card that is run": ("POST", "/api/commands", command("script.run", card="x", role="lead")),
    "the answer to a page": (
        "POST", "/api/commands",
        command("page.acknowledge", incident=1, page="p1", actor="agent:2", role="lead"),
    ),
}  # fmt: skip
"""Ways to become more than an agent."""


@pytest.mark.parametrize("way", list(RAISES))
async def test_no_way_makes_an_agent_more_and_each_is_on_record(
    settings: Settings, way: str
) -> None:
    method, path, body = RAISES[way]
    async with world(settings) as place:
        sam = await place.agent("sam")
        await place.twilio("/twilio/sms", text_fields())
        before = await place.entries()
        claims = {"x-role": "admin", "x-remote-user": "lea", "x-forwarded-user": "lea"}
        answer = await place.client.request(method, path, json=body, headers=sam | claims)
        assert answer.status_code in (400, 403, 404, 405, 422)
        assert (await place.client.get("/api/me", headers=sam)).json()["role"] == "agent"
        assert await place.entries() == before
        (refused,) = await traces(place)
        assert (refused.agent, refused.what) == (1, "refused")
        assert refused.about in {f"{method} {path}", "call.barge"}


async def test_a_lead_route_that_an_agent_tries_is_on_record(settings: Settings) -> None:
    async with world(settings) as place:
        sam = await place.agent("sam")
        for _ in range(3):
            assert (await place.client.get("/api/floor", headers=sam)).status_code == 403
        assert await traces(place) == [Trace(1, "refused", 0, "GET /api/floor")]


async def test_a_command_that_only_comes_too_late_accuses_nobody(settings: Settings) -> None:
    async with world(settings) as place:
        sam = await place.agent("sam")
        body = command("incident.take", incident=99)
        got = await place.client.post("/api/commands", json=body, headers=sam)
        assert got.status_code == 404
        assert json.loads(got.text)["error"]["code"] == "not_found"
        assert await traces(place) == []
