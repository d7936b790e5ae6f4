"""Callbacks about captions: believed when signed, kept when final, passed on only to who looks."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from console.domain.agent import SetPresence
from console.domain.call_events import AcceptCall
from console.hub.admin import door
from console.hub.wishes import Redact
from console.settings.queues import QueueLine
from tests.hub.http.kit import ACCOUNT, ANA, FORM, OURS, document, following, world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import pytest

    from console.config import Settings
    from console.domain.base import Command
    from tests.hub.http.kit import World

CALL, SID, ROOM = "CA" + "1" * 32, "GT" + "1" * 32, "CF" + "1" * 32
PATH = f"/twilio/transcript?call={CALL}&sitting=1"
SECRET = "my name is Dana Reyes and I live at 12 Alder Court"


def captioned(settings: Settings) -> Settings:
    """The same hub, with captions and a provider that nobody reaches."""
    routing = settings.routing.model_copy(
        update={"queues": (QueueLine(name="safety", captions=True),)}
    )
    twilio = settings.twilio.model_copy(update={"api_base": "http://127.0.0.1:9"})
    return settings.model_copy(update={"routing": routing, "twilio": twilio})


def _call(**more: str) -> dict[str, str]:
    return {"CallSid": CALL, "AccountSid": ACCOUNT, "From": ANA, "To": OURS} | more


def _room(event: str, sequence: int, label: str, sid: str) -> dict[str, str]:
    return {
        "AccountSid": ACCOUNT,
        "ConferenceSid": ROOM,
        "FriendlyName": f"call-{CALL}",
        "StatusCallbackEvent": event,
        "SequenceNumber": str(sequence),
        "ParticipantLabel": label,
        "CallSid": sid,
    }


def said(text: str, sequence: int = 2, *, final: bool = True, **more: str) -> dict[str, str]:
    """What a caller says."""
    return {
        "AccountSid": ACCOUNT,
        "CallSid": CALL,
        "TranscriptionSid": SID,
        "TranscriptionEvent": "transcription-content",
        "Track": "inbound_track",
        "SequenceId": str(sequence),
        "Timestamp": "2026-01-06T18:00:03Z",
        "Final": str(final).lower(),
        "TranscriptionData": json.dumps({"transcript": text, "confidence": 0.9}),
    } | more


async def _wish(place: World, who: dict[str, str], command: Command) -> None:
    post = {"id": f"wish-{command.kind.replace('.', '-')}", "command": command.model_dump()}
    answer = await place.client.post("/api/commands", headers=who, json=post)
    assert answer.status_code == 200, answer.text


@asynccontextmanager
async def talking(settings: Settings) -> AsyncIterator[tuple[World, dict[str, str]]]:
    """Ana's call with Sam, who are both in the room; captions were asked for."""
    async with world(captioned(settings)) as place:
        sam = await place.agent()
        async with following(place, sam) as desk:
            await desk.comment()
            await _wish(place, sam, SetPresence(state="available"))
            await place.twilio("/twilio/voice", _call())
            consent = f"/twilio/voice/consent?call={CALL}&language=en&captions=1"
            await place.twilio(consent, _call())
            while "call.offered" not in await place.kinds():
                await desk.event()
            await _wish(place, sam, AcceptCall(call=CALL))
            await place.twilio(
                "/twilio/conference", _room("participant-join", 1, "agent-1-1", "CAagent")
            )
            await place.twilio("/twilio/conference", _room("participant-join", 2, "customer", CALL))
            assert "call.captions_asked" in await place.kinds()
            yield place, sam
            # What is still asked of the provider is of no use any more.
            for leg, sid in (("agent-1-1", "CAagent"), ("customer", CALL)):
                ended = _call(CallStatus="completed", SequenceNumber="9", CallSid=sid)
                await place.twilio(f"/twilio/voice/status?call={CALL}&leg={leg}", ended)


async def _lines(place: World) -> list[str]:
    found = [json.loads(one) for one in await place.entries()]
    return [one["text"] for one in found if one["kind"] == "call.captions_heard"]


async def test_a_line_is_kept_once_with_its_cards_masked_and_can_be_redacted(
    settings: Settings,
) -> None:
    async with talking(settings) as (place, _):
        line = said("it is 4111 1111 1111 1111")
        for _ in range(3):
            assert (await place.twilio(PATH, line)).status_code == 204
        # Each side counts for itself.
        await place.twilio(PATH, said("how are you", Track="outbound_track"))
        assert await _lines(place) == ["it is [card …1111]", "how are you"]
        await place.twilio(PATH, said(SECRET, 3))
        async with door(place.settings.database.url) as ask:
            await ask(Redact(seq=await place.seq(), reason="by her wish"))
        assert (await _lines(place))[2:] == ["[redacted]"]
        assert "Dana Reyes" not in str(await place.stored())


async def test_forged_words_and_those_of_strangers_are_kept_nowhere(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    async with talking(settings) as (place, _):
        before = await place.seq()
        forged = await place.client.post(
            PATH,
            content=urlencode(said(SECRET)),
            headers={"content-type": FORM, "x-twilio-signature": "AAAA"},
        )
        assert (forged.status_code, await place.seq()) == (403, before)
        other = PATH.replace(CALL, "CA" + "2" * 32)
        for path, fields in [
            (other, said(SECRET)),
            (PATH.replace("sitting=1", "sitting=7"), said(SECRET)),
            (PATH, said(SECRET, AccountSid="AC" + "9" * 32)),
            (PATH, said(SECRET, Track="")),
        ]:
            assert (await place.twilio(path, fields)).status_code == 204
        assert "Dana Reyes" not in str(await place.stored())
    assert "Dana Reyes" not in caplog.text


async def test_an_unfinished_line_is_told_to_who_looks_and_forgotten(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    async with talking(settings) as (place, sam):
        kim, lou = await place.agent("kim", "lead"), await place.agent("lou")
        before = await place.seq()
        async with (
            following(place, sam) as hers,
            following(place, kim) as leads,
            following(place, lou) as his,
        ):
            for stream in (hers, leads, his):
                await stream.comment()
            viewed = {"incident": 1, "agent": 0, "name": "", "doing": "viewing"}
            await place.client.post("/api/typing", headers=kim, json=viewed)
            for stream in (hers, leads, his):
                assert (await stream.event())["event"] == "typing"
            await place.twilio(PATH, said(SECRET, final=False))
            for stream in (hers, leads):
                event = await stream.event()
                part = json.loads(event["data"])
                assert (event["event"], part["text"], part["speaker"]) == (
                    "caption",
                    SECRET,
                    "caller",
                )
            away = viewed | {"incident": 9}
            await place.client.post("/api/typing", headers=lou, json=away)
            assert (await his.event())["event"] == "typing"
            # Lou opens it at a desk of another hub.
            told = [["typing", viewed | {"agent": 3}, None]]
            place.hub.parts.api.broadcast.hear(json.dumps({"hub": "other", "said": told}))
            assert (await his.event())["event"] == "typing"
            await place.twilio(PATH, said("4111 1111 1111 1111", 3, final=False))
            assert json.loads((await his.event())["data"])["text"] == "[card …1111]"
        assert await place.seq() == before
        assert "Dana Reyes" not in str(await place.stored())
    assert "Dana Reyes" not in caplog.text


async def test_callers_of_a_queue_without_captions_hear_nothing_of_them(
    settings: Settings,
) -> None:
    async with world(settings) as place:
        answer = await place.twilio("/twilio/voice", _call())
        assert "transcribed" not in answer.text
    async with world(captioned(settings)) as place:
        heard = document(await place.twilio("/twilio/voice", _call(CallSid="CA" + "3" * 32)))
        words = " ".join(heard.itertext())
        assert "may be recorded and transcribed" in words
        assert "puede ser grabada y transcrita" in words
