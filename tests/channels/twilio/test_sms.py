"""A text leaves once: repeated only when it surely was not processed, otherwise looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import httpx
import pytest
import respx

from channels.base import (
    ChannelError,
    Messaging,
    OutboundText,
    Receipt,
    Refused,
    Uncertain,
    Unreachable,
)
from channels.twilio.sms import TwilioMessaging

if TYPE_CHECKING:
    from twilio.rest import Client  # type: ignore[import-untyped]

    from tests.channels.twilio.conftest import FrozenClock

MESSAGES = (
    "https://api.twilio.com/2010-04-01/Accounts/ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Messages.json"
)
STATUS_URL = "https://hub.example.com/twilio/sms/status?out=msg_9#rc=3&rp=all"
TEXT = OutboundText(
    out="msg_9",
    to="+15550100123",
    sender="+15550100001",
    body="We are on it.",
    status_url=STATUS_URL,
)
CREATED = {"sid": "SM1", "status": "queued"}
SIX_PM = 1767722400.0
"""Tue, 06 Jan 2026 18:00:00 +0000."""


@pytest.fixture
def messaging(client: Client, clock: FrozenClock) -> TwilioMessaging:
    return TwilioMessaging(client, pause=clock.pause, chance=lambda: 1.0, clock=clock)


def listed(*messages: dict[str, str]) -> dict[str, object]:
    return {"messages": [{"to": TEXT.to, "from": TEXT.sender, **each} for each in messages]}


def sent(sid: str, created: str, body: str = TEXT.body) -> dict[str, str]:
    date = f"Tue, 06 Jan 2026 {created} +0000"
    return {"sid": sid, "status": "sent", "body": body, "date_created": date}


def test_it_is_a_messaging_channel(messaging: TwilioMessaging) -> None:
    channel: Messaging = messaging
    assert channel is messaging


@respx.mock
async def test_a_text_is_sent_with_its_callback(messaging: TwilioMessaging) -> None:
    asked = respx.post(MESSAGES).respond(201, json=CREATED)
    assert await messaging.send(TEXT) == Receipt(sid="SM1", status="queued")
    assert parse_qs(asked.calls.last.request.content.decode()) == {
        "To": [TEXT.to],
        "From": [TEXT.sender],
        "Body": [TEXT.body],
        "StatusCallback": [STATUS_URL],
    }


@respx.mock
async def test_a_messaging_service_chooses_the_number_itself(messaging: TwilioMessaging) -> None:
    asked = respx.post(MESSAGES).respond(201, json=CREATED)
    await messaging.send(
        OutboundText(out="m", to=TEXT.to, sender="MG1", body="Hi", status_url=STATUS_URL)
    )
    fields = parse_qs(asked.calls.last.request.content.decode())
    assert fields["MessagingServiceSid"] == ["MG1"]
    assert "From" not in fields


@respx.mock
async def test_an_unreachable_provider_is_asked_again_ever_later(
    messaging: TwilioMessaging, clock: FrozenClock
) -> None:
    asked = respx.post(MESSAGES)
    asked.side_effect = [
        httpx.ConnectError("refused"),
        httpx.Response(429),
        httpx.ConnectTimeout("slow"),
        httpx.Response(201, json=CREATED),
    ]
    assert (await messaging.send(TEXT)).sid == "SM1"
    assert clock.pauses == [0.5, 1.0, 2.0]


@respx.mock
async def test_chance_spreads_the_repetitions(client: Client, clock: FrozenClock) -> None:
    asked = respx.post(MESSAGES)
    asked.side_effect = [httpx.ConnectError("refused"), httpx.Response(201, json=CREATED)]
    calm = TwilioMessaging(client, pause=clock.pause, chance=lambda: 0.0, clock=clock)
    await calm.send(TEXT)
    assert clock.pauses == [0.25]


@respx.mock
async def test_after_four_tries_the_text_is_given_back(
    messaging: TwilioMessaging, clock: FrozenClock
) -> None:
    asked = respx.post(MESSAGES).mock(side_effect=httpx.ConnectError("refused"))
    with pytest.raises(Unreachable):
        await messaging.send(TEXT)
    assert asked.call_count == 4
    assert sum(clock.pauses) <= 8


@respx.mock
async def test_the_providers_delay_is_obeyed(
    messaging: TwilioMessaging, clock: FrozenClock
) -> None:
    asked = respx.post(MESSAGES)
    asked.side_effect = [
        httpx.Response(429, headers={"Retry-After": "3"}),
        httpx.Response(201, json=CREATED),
    ]
    await messaging.send(TEXT)
    assert clock.pauses == [3.0]


@respx.mock
async def test_a_delay_too_long_to_wait_is_handed_on(
    messaging: TwilioMessaging, clock: FrozenClock
) -> None:
    asked = respx.post(MESSAGES).respond(429, headers={"Retry-After": "60"})
    with pytest.raises(Unreachable) as caught:
        await messaging.send(TEXT)
    assert caught.value.retry_after == 60.0
    assert (asked.call_count, clock.pauses) == (1, [])


@respx.mock
@pytest.mark.parametrize(
    "outcome",
    [
        httpx.ReadTimeout("slow"),
        httpx.WriteTimeout("slow"),
        httpx.ReadError("reset"),
        httpx.RemoteProtocolError("gone"),
        httpx.Response(500, json={"code": 20500, "status": 500}),
        httpx.Response(503, text="<html>", headers={"Retry-After": "1"}),
        httpx.Response(201, text='{"sid": "SM'),
        httpx.Response(201, json={"status": "queued"}),
    ],
    ids=repr,
)
async def test_a_text_that_may_have_been_sent_is_never_sent_again(
    messaging: TwilioMessaging, clock: FrozenClock, outcome: Exception | httpx.Response
) -> None:
    asked = respx.post(MESSAGES).mock(side_effect=[outcome, httpx.Response(201, json=CREATED)])
    with pytest.raises(Uncertain):
        await messaging.send(TEXT)
    assert (asked.call_count, clock.pauses) == (1, [])


@respx.mock
async def test_a_stopped_recipient_is_refused_in_words_and_not_tried_again(
    messaging: TwilioMessaging,
) -> None:
    body = {"code": 21610, "message": "Attempt to send to unsubscribed recipient", "status": 400}
    asked = respx.post(MESSAGES).respond(400, json=body)
    with pytest.raises(Refused) as caught:
        await messaging.send(TEXT)
    assert caught.value.code == 21610
    assert "STOP" in caught.value.what
    assert asked.call_count == 1


@respx.mock
async def test_what_cannot_be_written_is_refused(messaging: TwilioMessaging) -> None:
    asked = respx.post(MESSAGES).respond(201, json=CREATED)
    broken = OutboundText(out="m", to="+1", sender="+1", body="\ud800", status_url=STATUS_URL)
    with pytest.raises(Refused):
        await messaging.send(broken)
    assert asked.call_count == 0


@respx.mock
async def test_a_text_of_unknown_outcome_is_found_by_its_words(messaging: TwilioMessaging) -> None:
    asked = respx.get(MESSAGES).respond(
        json=listed(
            sent("SM4", "18:00:09", "Another text."),
            sent("SM2", "18:00:03"),
            sent("SM3", "18:00:05", TEXT.body + "\r\n"),
            sent("SM1", "17:59:59"),
        )
    )
    found = await messaging.find(TEXT, sent_after=SIX_PM + 0.7)
    assert found == Receipt(sid="SM3", status="sent")
    params = asked.calls.last.request.url.params
    assert (params["To"], params["From"]) == (TEXT.to, TEXT.sender)
    assert not any(name.startswith("DateSent") for name in params)


@respx.mock
async def test_a_text_created_in_the_same_second_is_found(messaging: TwilioMessaging) -> None:
    respx.get(MESSAGES).respond(json=listed(sent("SM1", "18:00:00")))
    assert await messaging.find(TEXT, sent_after=SIX_PM + 0.9) == Receipt("SM1", "sent")


@respx.mock
async def test_a_text_to_somebody_else_or_without_a_date_is_not_ours(
    messaging: TwilioMessaging,
) -> None:
    stranger = {**sent("SM1", "18:00:01"), "to": "+15550100999"}
    undated = {"sid": "SM2", "body": TEXT.body}
    respx.get(MESSAGES).respond(json=listed(stranger, undated))
    assert await messaging.find(TEXT, sent_after=SIX_PM) is None


@respx.mock
async def test_a_text_of_a_messaging_service_is_found_whatever_number_it_chose(
    messaging: TwilioMessaging,
) -> None:
    chosen = {**sent("SM1", "18:00:01"), "from": "+15550100777", "messaging_service_sid": "MG1"}
    asked = respx.get(MESSAGES).respond(json=listed(sent("SM2", "18:00:02"), chosen))
    text = OutboundText("m", TEXT.to, "MG1", TEXT.body, STATUS_URL)
    assert await messaging.find(text, sent_after=SIX_PM) == Receipt("SM1", "sent")
    assert "From" not in asked.calls.last.request.url.params


@respx.mock
@pytest.mark.parametrize("status", [401, 429, 500])
async def test_a_lookup_that_fails_says_so(messaging: TwilioMessaging, status: int) -> None:
    respx.get(MESSAGES).respond(status, json={"code": 20003})
    with pytest.raises(ChannelError):
        await messaging.find(TEXT, sent_after=SIX_PM)
