"""What a note promised is owed from then on, until it is kept, moved, or its time is over."""

from __future__ import annotations

import asyncio
import json
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.hub.http.kit import HandClock, World, text_fields, world

if TYPE_CHECKING:
    from console.config import Settings

FRIDAY = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
"""Noon in San Francisco, whose number the caller has."""


async def _does(place: World, who: dict[str, str], kind: str, **fields: object) -> Any:
    post = {"id": uuid.uuid4().hex, "command": {"kind": kind, **fields}}
    answer = await place.client.post("/api/commands", json=post, headers=who)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def _promises(place: World, who: dict[str, str]) -> list[dict[str, Any]]:
    answer = await place.client.get("/api/incidents/1", headers=who)
    return list(answer.json()["incident"]["promises"])


async def test_a_promise_is_due_where_the_caller_is(settings: Settings) -> None:
    time = HandClock(wall=FRIDAY)
    async with world(settings, clock=time.clock()) as place:
        sam = await place.agent()
        await place.twilio("/twilio/sms", text_fields())
        await _does(place, sam, "note.add", incident=1, text="> call back 18:00")
        (promise,) = await _promises(place, sam)
        assert (promise["text"], promise["zone"]) == ("call back 18:00", "America/Los_Angeles")
        assert promise["due"] == "2026-11-21T02:00:00Z"
        assert promise["name"] == "Sam"
        await _does(place, sam, "promise.keep", incident=1, id=promise["id"])
        assert (await _promises(place, sam))[0]["standing"] == "kept"


async def test_a_promise_that_nobody_keeps_is_broken_at_its_time(settings: Settings) -> None:
    time = HandClock(wall=FRIDAY)
    async with world(settings, clock=time.clock()) as place:
        sam = await place.agent()
        await place.twilio("/twilio/sms", text_fields())
        await _does(place, sam, "note.add", incident=1, text="> call back in 10 min")
        assert "promise.broken" not in await place.kinds()
        time.passes(601)
        async with asyncio.timeout(10):
            while "promise.broken" not in await place.kinds():
                await place.client.get("/healthz")
        (promise,) = await _promises(place, sam)
        moved = {"when": "tomorrow 9am", "reason": "the vet is late"}
        await _does(place, sam, "promise.move", incident=1, id=promise["id"], **moved)
        (promise,) = await _promises(place, sam)
        assert (promise["standing"], promise["due"]) == ("open", "2026-11-21T17:00:00Z")


async def test_a_note_that_is_rewritten_or_deleted_takes_its_promise_along(
    settings: Settings,
) -> None:
    async with world(settings, clock=HandClock(wall=FRIDAY).clock()) as place:
        sam = await place.agent()
        await place.twilio("/twilio/sms", text_fields())
        added = await _does(place, sam, "note.add", incident=1, text="> call back 18:00")
        note = added["entries"][0]["event"]["id"]
        await _does(place, sam, "note.edit", id=note, edits=0, text="> call back 19:00")
        (promise,) = await _promises(place, sam)
        assert (promise["text"], promise["due"][:16]) == ("call back 19:00", "2026-11-21T03:00")
        await _does(place, sam, "note.delete", id=note, reason="wrong incident")
        assert (await _promises(place, sam))[0]["standing"] == "dropped"


@pytest.mark.parametrize("reason", ["settled in the call"])
async def test_that_nothing_is_owed_is_said_with_a_reason(settings: Settings, reason: str) -> None:
    async with world(settings) as place:
        sam = await place.agent()
        await place.twilio("/twilio/sms", text_fields())
        await _does(place, sam, "promise.owe_nothing", incident=1, reason=reason)
        assert "promise.none_owed" in await place.kinds()
        assert json.loads((await place.entries())[-1])["reason"] == reason
