"""Signed input that is not ours: attached to nobody, and a human is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.hub.strangers import LOOK_SECONDS
from tests.hub.http.kit import ANA, OURS, HandClock, following, text_fields, world

if TYPE_CHECKING:
    from console.config import Settings
    from tests.hub.http.kit import World

OTHER = "AC" + "9" * 32
NOBODY = "CA" + "9" * 32
STRANGE: dict[str, dict[str, str]] = {
    "/twilio/sms": text_fields(AccountSid=OTHER),
    "/twilio/sms/status?out=x1": {
        "MessageSid": "SM9", "AccountSid": OTHER, "MessageStatus": "sent"
    },
    "/twilio/voice": {"CallSid": NOBODY, "AccountSid": OTHER, "From": ANA, "To": OURS},
    "/twilio/voice/status": {
        "CallSid": NOBODY, "AccountSid": "AC" + "0" * 32, "CallStatus": "completed"
    },
    "/twilio/conference": {
        "ConferenceSid": "CF9", "AccountSid": OTHER, "FriendlyName": "call-9",
        "StatusCallbackEvent": "conference-end", "SequenceNumber": "3",
    },
}  # fmt: skip


async def notices(place: World, headers: dict[str, str]) -> list[dict[str, object]]:
    """What a desk is told when it starts."""
    answer = await place.client.get("/api/snapshot", headers=headers)
    found: list[dict[str, object]] = answer.json()["notices"]
    return found


@pytest.mark.parametrize("path", list(STRANGE))
async def test_what_is_not_ours_is_set_aside_and_leads_are_told(
    settings: Settings, path: str
) -> None:
    clock = HandClock()
    async with world(settings, clock=clock.clock()) as place:
        sam, lea = await place.agent("sam"), await place.agent("lea", role="lead")
        before = await place.seq()
        for _ in range(3):
            assert (await place.twilio(path, STRANGE[path])).status_code in (200, 204)
        assert await place.seq() == before, "attached to nobody"
        async with following(place, lea) as desk:
            clock.passes(LOOK_SECONDS + 1)
            event = await desk.event()
        assert event["event"] == "notice"
        assert "1 signed request was set aside" in event["data"]
        (told,) = await notices(place, lea)
        assert (told["about"], told["roles"]) == ("quarantine", ["lead", "manager"])
        assert "attached to nobody. Tell an admin." in str(told["words"])
        assert await notices(place, sam) == []
        metrics = (await place.client.get("/metrics")).text
        assert "steadyline_quarantined 1.0" in metrics


async def test_a_day_after_the_last_of_them_nobody_is_told_any_more(settings: Settings) -> None:
    clock = HandClock()
    async with world(settings, clock=clock.clock()) as place:
        lea = await place.agent("lea", role="lead")
        await place.twilio("/twilio/sms", STRANGE["/twilio/sms"])
        look = place.hub.parts.effects.patrols[1]
        clock.passes(LOOK_SECONDS + 1)
        await look()
        assert len(await notices(place, lea)) == 1
        clock.passes(86_400)
        await look()
        assert [one for one in place.hub.parts.api.notices() if one.about == "quarantine"] == []


async def test_a_desk_can_start_during_an_outage(settings: Settings) -> None:
    async with world(settings) as place:
        sam = await place.agent()
        outages = place.hub.parts.effects.doers.calls.bench.outages
        for _ in range(3):
            outages.silent("mail")
        (told,) = [one for one in await notices(place, sam) if one["about"] == "mail"]
        assert "has taken none of our requests since" in str(told["words"])


@pytest.mark.parametrize("path", ["/twilio/voice", "/twilio/voice/consent"])
async def test_a_call_by_another_account_hears_words_and_waits_in_no_queue(
    settings: Settings, path: str
) -> None:
    fields = {"CallSid": NOBODY, "AccountSid": OTHER, "From": ANA, "To": OURS}
    async with world(settings) as place:
        answer = await place.twilio(path, fields)
        said = answer.text
        assert answer.status_code == 200
        assert "nobody can take it here" in said
        assert "9 1 1" in said
        assert "<Enqueue" not in said
        assert "<Redirect" not in said
        assert said.count("<Hangup") == 1
        assert await place.kinds() == []
