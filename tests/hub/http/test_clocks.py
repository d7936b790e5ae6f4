"""What an incident is due is read by the hub, in the hub's time, from what happened."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tests.hub.http.kit import HandClock, World, settings_for, text_fields, world

if TYPE_CHECKING:
    from console.config import Settings

FRIDAY = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)


async def _clocks(place: World, who: dict[str, str], number: int = 1) -> dict[str, Any]:
    answer = await place.client.get(f"/api/incidents/{number}/clocks", headers=who)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def _does(place: World, who: dict[str, str], kind: str, **fields: object) -> None:
    post = {"id": uuid.uuid4().hex, "command": {"kind": kind, **fields}}
    answer = await place.client.post("/api/commands", json=post, headers=who)
    assert answer.status_code == 200, answer.text


async def test_a_reply_is_due_in_the_hours_of_the_calendar(settings: Settings) -> None:
    time = HandClock(wall=FRIDAY)
    kept = settings_for(settings.database.url, clocks_hours='["mon-fri 09:00-17:00"]')
    async with world(kept, clock=time.clock()) as place:
        sam = await place.agent()
        await place.twilio("/twilio/sms", text_fields())
        time.passes(600)
        view = await _clocks(place, sam)
        first = next(clock for clock in view["clocks"] if clock["kind"] == "first")
        assert view["zone"] == "UTC"
        assert first["due"] == "2026-11-23T09:30:00Z"
        assert first["spent_seconds"] == 600


async def test_an_emergency_counts_day_and_night(settings: Settings) -> None:
    kept = settings_for(settings.database.url, clocks_hours='["mon-fri 09:00-17:00"]')
    time = HandClock(wall=FRIDAY)
    async with world(kept, clock=time.clock()) as place:
        sam = await place.agent()
        await place.twilio("/twilio/sms", text_fields())
        await _does(place, sam, "incident.categorise", incident=1, category="pet-poison")
        view = await _clocks(place, sam)
        assert (view["severity"], view["zone"]) == ("critical", "")
        assert view["clocks"][0]["due"] == "2026-11-20T16:35:00Z"


async def test_an_incident_that_one_may_not_see_has_no_clocks(settings: Settings) -> None:
    async with world(settings) as place:
        sam, ada = await place.agent(), await place.agent("ada", "admin")
        missing = await place.client.get("/api/incidents/9/clocks", headers=sam)
        odd = await place.client.get("/api/incidents/x/clocks", headers=sam)
        stranger = await place.client.get("/api/incidents/9/clocks")
        admin = await place.client.get("/api/incidents/9/clocks", headers=ada)
    assert (missing.status_code, odd.status_code) == (404, 404)
    assert missing.content == odd.content
    assert stranger.status_code == 401
    assert admin.status_code == 403
