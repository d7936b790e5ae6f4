"""Where nobody named is left, the operator's shell names somebody, and that is on record."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from console.hub.admin import name_person
from tests.hub.http.kit import text_fields, world

if TYPE_CHECKING:
    from console.config import Settings


async def test_who_is_named_at_the_shell_sees_it_and_it_is_on_record(settings: Settings) -> None:
    async with world(settings) as place:
        lee, sam = await place.agent("lee", "lead"), await place.agent("sam", "lead")
        await place.twilio("/twilio/sms", text_fields())
        wish = {"kind": "incident.restrict", "incident": 1, "reason": "it is about Sam"}
        post = {"id": uuid.uuid4().hex, "command": wish}
        assert (await place.client.post("/api/commands", json=post, headers=lee)).is_success
        hidden = await place.client.get("/api/incidents/1", headers=sam)
        assert hidden.status_code == 404
        await name_person(settings.database.url, 1, "sam", "Lee has left the company")
        shown = await place.client.get("/api/incidents/1", headers=sam)
        assert shown.status_code == 200
        assert shown.json()["incident"]["restriction"]["people"] == [1, 2]
        assert any("Lee has left the company" in entry for entry in await place.entries())
