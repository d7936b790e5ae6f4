"""What leads are told of the whole floor, and nobody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from console.domain.served import FloorView
from tests.hub.http.kit import world

if TYPE_CHECKING:
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
