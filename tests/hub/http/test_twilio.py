"""Signed webhooks of the telephone provider: believed when signed, stored once, answered fast."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from sqlalchemy import text

from console.hub.store.engine import write_engine
from console.hub.store.migrate import upgrade
from tests.hub.http.kit import (
    ACCOUNT,
    ANA,
    FORM,
    OURS,
    World,
    document,
    settings_for,
    signature,
    text_fields,
    world,
)
from tests.hub.http.outages import stored_again

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from console.config import Settings

CALL = "CA" + "1" * 32


def _call(**more: str) -> dict[str, str]:
    return {"CallSid": CALL, "AccountSid": ACCOUNT, "From": ANA, "To": OURS} | more


async def _unsigned(place: World, given: dict[str, str]) -> httpx.Response:
    body = urlencode(text_fields())
    return await place.client.post(
        "/twilio/sms", content=body, headers={"content-type": FORM} | given
    )


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"x-twilio-signature": ""},
        {"x-twilio-signature": "A" * 60_000},
        {"x-twilio-signature": "\xff\xfe" * 14},
        {"x-twilio-signature": signature("/twilio/sms", text_fields(), token="another")},
        {"x-twilio-signature": signature("/twilio/voice", text_fields())},
        {"x-twilio-signature": signature("/twilio/sms", text_fields(body="other"))},
    ],
)
async def test_a_forged_webhook_is_refused_and_leaves_only_a_count(
    settings: Settings, given: dict[str, str]
) -> None:
    async with world(settings) as place:
        headers = [(name.encode(), value.encode("latin-1")) for name, value in given.items()]
        body = urlencode(text_fields())
        headers.append((b"content-type", FORM.encode()))
        got = await place.client.post("/twilio/sms", content=body, headers=headers)
        assert got.status_code == 403
        assert await place.kinds() == []
        assert b'outcome="forged",route="/twilio/sms"} 1.0' in place.hub.parts.meters.text()


async def test_forwarded_headers_and_host_change_nothing(settings: Settings) -> None:
    spoofed = {
        "host": "evil.example.net",
        "x-forwarded-host": "evil.example.net",
        "x-forwarded-proto": "http",
        "x-forwarded-for": "127.0.0.1",
    }
    async with world(settings) as place:
        got = await place.twilio("/twilio/sms", text_fields(), headers=spoofed)
        assert got.status_code == 200
        assert (await _unsigned(place, spoofed)).status_code == 403


async def test_a_body_swapped_under_a_signature_is_refused(settings: Settings) -> None:
    fields = text_fields()
    given = {"x-twilio-signature": signature("/twilio/sms", fields), "content-type": FORM}
    json_given = given | {"content-type": "application/json"}
    async with world(settings) as place:
        post = place.client.post
        for body, headers in (
            (urlencode(fields) + "&Body=evil", given),
            (urlencode(fields | {"Body": "evil"}), given),
            ('{"Body": "evil"}', json_given),
            (urlencode(fields), json_given),
        ):
            assert (await post("/twilio/sms", content=body, headers=headers)).status_code == 403
        assert await place.kinds() == []


async def test_the_same_text_twenty_times_at_once_and_days_later_is_one_entry(
    settings: Settings,
) -> None:
    async with world(settings) as place:
        got = await asyncio.gather(*(place.twilio("/twilio/sms", text_fields()) for _ in range(20)))
        assert {one.status_code for one in got} == {200}
        assert {one.text for one in got} == {'<?xml version="1.0" encoding="UTF-8"?><Response/>'}
        before = await place.kinds()
        assert before.count("message.received") == 1
    async with world(settings) as place:
        assert (await place.twilio("/twilio/sms", text_fields())).status_code == 200
        assert await place.kinds() == before


async def test_a_text_with_characters_no_column_takes_is_stored(database_url: str) -> None:
    upgrade(database_url)
    async with world(settings_for(database_url)) as place:
        fields = text_fields(body="a\0b\u2028c\ud7ff", From="A\0B")
        assert (await place.twilio("/twilio/sms", fields)).status_code == 200
        assert "message.received" in await place.kinds()


async def test_a_signed_text_without_an_id_is_told_that_it_can_never_be_right(
    settings: Settings,
) -> None:
    async with world(settings) as place:
        fields = text_fields()
        del fields["MessageSid"]
        assert (await place.twilio("/twilio/sms", fields)).status_code == 400


async def test_a_call_is_greeted_asked_and_queued(settings: Settings) -> None:
    async with world(settings) as place:
        first = document(await place.twilio("/twilio/voice", _call()))
        gather, redirect = first.find("Gather"), first.find("Redirect")
        assert gather is not None
        assert redirect is not None
        consent = f"/twilio/voice/consent?call={CALL}&language=en"
        assert str(gather.get("action")).endswith(consent)
        assert str(redirect.text).endswith(consent)
        said = [str(say.text) for say in gather]
        assert ["may be recorded" in words for words in said] == [True, False, False]
        assert said[2] == "Para español, oprima 3."
        chosen = await place.twilio(consent, _call(Digits="2"))
        queued = document(chosen).find("Enqueue")
        assert queued is not None
        assert queued.text == "safety"
        kinds = await place.kinds()
        assert "call.consent_heard" in kinds
        assert "call.queued" in kinds
        again = await place.twilio(f"/twilio/voice/wait?call={CALL}", _call())
        assert "/twilio/voice/wait" in again.text
        over = await place.twilio("/twilio/voice/status", _call(CallStatus="completed"))
        assert over.status_code == 204
        assert "call.ended" in await place.kinds()


async def test_a_name_cannot_add_a_verb_to_a_document(settings: Settings) -> None:
    evil = _call(From="<Dial>+19005550100</Dial>", CallerName="]]><Hangup/>\x01")
    async with world(settings) as place:
        got = await place.twilio("/twilio/voice", evil)
        verbs = {node.tag for node in document(got).iter()}
        assert verbs == {"Response", "Gather", "Say", "Redirect"}


async def test_an_agents_leg_that_nobody_waits_for_is_ended(settings: Settings) -> None:
    async with world(settings) as place:
        path = f"/twilio/voice/agent/joined?call={CALL}&leg=agent-1-1"
        told = (await place.twilio(path, _call(Digits="1"))).text
        assert "<Conference" not in told
        assert "<Hangup" in told


async def test_an_agents_telephone_must_press_a_key(settings: Settings) -> None:
    async with world(settings) as place:
        path = f"/twilio/voice/agent?call={CALL}&leg=agent-1-1"
        told = (await place.twilio(path, _call())).text
        assert f"/twilio/voice/agent/joined?call={CALL}&amp;leg=agent-1-1" in told


async def test_a_database_that_is_locked_costs_no_caller_more_than_two_seconds(
    settings: Settings,
) -> None:
    async with world(settings) as place:
        blocker = write_engine(settings.database.url)
        with blocker.begin() as connection:
            connection.execute(text("SELECT 1"))
            began = time.monotonic()
            got = await place.twilio("/twilio/voice", _call())
            assert time.monotonic() - began < 3.5
            assert got.status_code == 200
            assert "/twilio/voice<" in got.text
        blocker.dispose()
        again = await place.twilio("/twilio/voice", _call())
        assert "<Gather" in again.text
        assert (await place.kinds()).count("call.arrived") == 1


async def test_a_text_to_a_database_locked_for_long_is_kept_and_stored_once(
    settings: Settings,
) -> None:
    async with world(settings) as place:
        blocker = write_engine(settings.database.url)
        with blocker.begin() as connection:
            connection.execute(text("SELECT 1"))
            got = await place.twilio("/twilio/sms", text_fields())
            assert got.status_code == 200
            ready = await place.client.get("/readyz")
            assert ready.status_code == 503
            assert int(ready.headers["retry-after"]) > 0
            assert (await place.client.get("/healthz")).status_code == 200
        blocker.dispose()
        assert (await place.twilio("/twilio/sms", text_fields())).status_code == 200
        await stored_again(place)
        assert (await place.kinds()).count("message.received") == 1


async def test_the_apology_needs_neither_signature_nor_database(settings: Settings) -> None:
    async with world(settings) as place:
        await asyncio.to_thread(place.hub.parts.record.stop)
        got = await place.client.post("/twilio/fallback/voice")
        assert document(got).find("Say") is not None
        assert (await place.client.get("/readyz")).status_code == 503


async def test_both_tokens_are_good_while_one_is_rotated(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'hub.db'}"
    old = {"x-twilio-signature": signature("/twilio/sms", text_fields(), token="old")}
    async with world(settings_for(url, {"TWILIO_PREVIOUS_AUTH_TOKEN": "old"})) as place:
        assert (await _unsigned(place, old)).status_code == 200
        assert (await place.twilio("/twilio/sms", text_fields("SM2"))).status_code == 200
    async with world(settings_for(url)) as place:
        assert (await _unsigned(place, old)).status_code == 403
