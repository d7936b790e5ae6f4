"""A flag of a person goes up over HTTP, is in every incident of theirs, and ends by itself."""

from __future__ import annotations

import asyncio
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tests.hub.http.kit import HandClock, World, text_fields, world

if TYPE_CHECKING:
    from console.config import Settings

FRIDAY = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)


async def _flags(place: World, who: dict[str, str], number: int) -> list[dict[str, Any]]:
    view = (await place.client.get(f"/api/incidents/{number}", headers=who)).json()
    return [flag for contact in view["contacts"] for flag in contact["flags"]]


async def _does(place: World, who: dict[str, str], command: dict[str, Any]) -> None:
    post = {"id": uuid.uuid4().hex, "command": command}
    answer = await place.client.post("/api/commands", json=post, headers=who)
    assert answer.status_code == 200, answer.text


async def test_the_end_of_a_flag_comes_by_itself_and_is_on_the_timeline(
    settings: Settings,
) -> None:
    time = HandClock(wall=FRIDAY)
    async with world(settings, clock=time.clock()) as place:
        sam = await place.agent()
        await place.twilio("/twilio/sms", text_fields())
        view = (await place.client.get("/api/incidents/1", headers=sam)).json()
        (handle,) = view["incident"]["handles"]
        until = "2026-11-20T21:00:00Z"
        for command in (
            {"kind": "contact.flag", "incident": 1, "handle": handle, "flag": "abusive caller"},
            {"kind": "incident.flag", "incident": 1, "flag": "press"},
        ):
            await _does(place, sam, {**command, "until": until})
        await _does(place, sam, {"kind": "incident.open", "title": "again", "handle": handle})
        for number in (1, 2):
            (flag,) = await _flags(place, sam, number)
            assert (flag["flag"], flag["name"]) == ("abusive caller", "Sam")
        time.passes(3601)
        async with asyncio.timeout(10):
            while not {"contact.flag_expired", "incident.flag_expired"} <= {*await place.kinds()}:
                await place.client.get("/healthz")
        assert await _flags(place, sam, 1) == await _flags(place, sam, 2) == []
