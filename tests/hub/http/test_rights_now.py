"""What somebody may see follows their role of this moment, not the one they signed in with (A5)."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from console.hub.admin import change_agent
from tests.hub.http.kit import following, text_fields, world

if TYPE_CHECKING:
    from console.config import Settings

TYPED = {"incident": 7, "box": "note", "text": "he hides the dog"}


async def test_who_is_no_lead_any_more_reads_along_no_more(settings: Settings) -> None:
    async with world(settings) as place:
        ana, kim = await place.agent("ana"), await place.agent("kim", "lead")
        async with following(place, kim) as leads:
            await leads.comment()
            said = await place.client.post("/api/live-words", headers=ana, json=TYPED | {"to": [2]})
            assert said.status_code == 204
            assert (await leads.event())["event"] == "words"
            await change_agent(settings.database.url, "kim", role="agent")
            again = await place.client.post(
                "/api/live-words", headers=ana, json=TYPED | {"to": [2], "text": "at number 9"}
            )
            assert again.status_code == 204
            # What comes next is an entry: nothing of what was typed came before it.
            await place.twilio("/twilio/sms", text_fields("SM1"))
            seen = await leads.event()
            while "agent.changed" in seen.get("data", ""):
                seen = await leads.event()
            assert "at number 9" not in json.dumps(seen)
            assert seen.get("event") != "words"
        async with asyncio.timeout(20):
            while (await place.client.get("/api/floor", headers=kim)).status_code == 200:
                pass
        assert (await place.client.get("/api/floor", headers=kim)).status_code == 403


async def test_a_role_that_may_read_nothing_ends_the_open_stream_within_five_seconds(
    settings: Settings,
) -> None:
    async with world(settings) as place:
        headers = await place.agent("kim", "lead")
        async with following(place, headers) as stream:
            await stream.comment()
            await change_agent(settings.database.url, "kim", role="admin")
            seen = [await stream.event(5)]
            while seen[-1]:
                seen.append(await stream.event(5))
            assert all("words" not in one.get("event", "") for one in seen)
        resumed = await place.client.get("/events", headers=headers | {"last-event-id": "1"})
        assert resumed.status_code == 403


async def test_keys_of_a_payment_are_not_kept_whatever_callback_they_come_in(
    settings: Settings,
) -> None:
    card = "4111111111111111"
    call = "CA" + "1" * 32
    base = {"CallSid": call, "AccountSid": "AC" + "0" * 32, "From": "+14155550142",
            "To": "+14155550100", "Digits": card}  # fmt: skip
    room = {"ConferenceSid": "CF1", "FriendlyName": f"call-{call}", "SequenceNumber": "1",
            "StatusCallbackEvent": "participant-join"}  # fmt: skip
    tape = {"RecordingSid": "RE1", "RecordingStatus": "in-progress"}
    async with world(settings) as place:
        await place.twilio("/twilio/voice", base)
        paths = ("consent", "wait", "choice", "dequeued", "after", "hold", "status",
                 "announcement", "agent", "agent/joined")  # fmt: skip
        for path in paths:
            got = await place.twilio(f"/twilio/voice/{path}", base)
            assert got.status_code < 500
        assert (await place.twilio("/twilio/conference", base | room)).status_code < 500
        assert (await place.twilio("/twilio/recording", base | tape)).status_code < 500
        assert card not in "".join(await place.stored())
