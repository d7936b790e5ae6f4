"""What leads are told of the whole floor, and nobody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from console.domain.served import FloorView, WhatHappens
from console.domain.wire import Snapshot
from console.settings.queues import RoutingSection
from tests.hub.http.kit import world

if TYPE_CHECKING:
    from httpx import Response

    from console.config import Settings


async def test_leads_and_managers_see_the_floor_and_others_do_not(settings: Settings) -> None:
    async with world(settings) as place:
        roles = ("agent", "lead", "manager", "admin")
        people = [await place.agent(role, role) for role in roles]
        answers = [await place.client.get("/api/floor", headers=who) for who in people]
        assert [answer.status_code for answer in answers] == [403, 200, 200, 403]
        assert (await place.client.get("/api/floor")).status_code == 401
        seen = FloorView.model_validate_json(answers[1].content)
        assert seen.queues == ["safety"]
        assert {rule.about for rule in seen.alarms} >= {"longest_wait", "service_level"}


async def test_a_day_begins_where_the_lead_says_within_reason(settings: Settings) -> None:
    async with world(settings) as place:
        lee = await place.agent("lee", "lead")
        now = datetime.now(UTC)
        for since, status in (
            ((now - timedelta(hours=9)).isoformat(), 200),
            ((now - timedelta(days=9)).isoformat(), 422),
            ("yesterday", 422),
            ("0001-01-01T00:00:00+14:00", 422),
        ):
            asked = {"since": since}
            answer = await place.client.get("/api/floor", params=asked, headers=lee)
            assert answer.status_code == status, since


async def test_a_lead_is_told_what_a_caller_meets_at_any_moment(settings: Settings) -> None:
    queues = [{"name": "safety", "zone": "America/Los_Angeles", "hours": ["mon-fri 08:00-20:00"]}]
    routing = RoutingSection.model_validate({"queues": queues})
    async with world(settings.model_copy(update={"routing": routing})) as place:
        lee, sam = await place.agent("lee", "lead"), await place.agent("sam", "agent")

        async def asked(who: dict[str, str], **params: str) -> Response:
            return await place.client.get("/api/hours", params=params, headers=who)

        answer = await asked(lee, queue="safety", at="2026-12-24 07:59")
        told = WhatHappens.model_validate_json(answer.content)
        assert (told.is_open, told.reason, told.zone) == (
            False,
            "outside hours",
            "America/Los_Angeles",
        )
        assert told.next == datetime(2026, 12, 24, 16, 0, tzinfo=UTC)
        assert told.greeted == ("en", "es")
        for who, params, status in (
            (lee, {"queue": "safety"}, 200),
            (lee, {"queue": "safety", "at": "soon"}, 422),
            (lee, {"queue": "claims"}, 404),
            (sam, {"queue": "safety"}, 403),
        ):
            assert (await asked(who, **params)).status_code == status


async def test_every_desk_knows_how_queues_are_configured(settings: Settings) -> None:
    async with world(settings) as place:
        sam = await place.agent("sam", "agent")
        answer = await place.client.get("/api/snapshot", headers=sam)
        facts = Snapshot.model_validate_json(answer.content).queue_facts
        assert [one.name for one in facts] == ["safety"]
        assert facts[0].by_hours(datetime.now(UTC)).is_open
