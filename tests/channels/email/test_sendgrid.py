"""SendGrid: signatures over raw bytes, sending with honest errors, and delivery events."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.base import OutboundMail, Receipt, Refused, Uncertain, Unreachable
from channels.email.receipts import receipt_words
from channels.email.sendgrid import ATTEMPTS, MailEvent, SendGridMail, parse_events, verify

if TYPE_CHECKING:
    from collections.abc import Callable

# Published with SendGrid's own library: https://github.com/sendgrid/sendgrid-python
KEY = (
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+"
    "2fNNRaINXvVpiglSI8eNEc6wEA3F+g=="
)
OTHER_KEY = (
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqTxd43gyp8IOEto2LdIfjRQrIbsd4SXZkLW6jDutdhXSJCWHw8REntlo"
    "7aNDthvj+y7GjUuFDb/R1NGe1OPzpA=="
)
SIGNATURE = (
    "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM"
    "+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM="
)
TIMESTAMP = "1600112502"
BODY = (
    b'[{"email":"hello@world.com","event":"dropped","reason":"Bounced Address","sg_event_id":'
    b'"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA","sg_message_id":'
    b'"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0","smtp-id":'
    b'"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>","timestamp":1600112492}]\r\n'
)
MAIL = OutboundMail(
    out="msg_9",
    message_id="<msg_9.aaaaaaaaaaaaaaaa@desk.example.com>",
    sender="help@desk.example.com",
    sender_name="Desk",
    to=("ana@example.com", "Ana@example.com"),
    cc=("vet@example.net", "ana@example.com"),
    subject="Re: Dog",
    text="Hola",
    reply_to="reply+x@desk.example.com",
    in_reply_to="<two@example.com>",
    references=("<one@example.com>",),
)


def test_the_published_signature_holds_and_nothing_near_it() -> None:
    assert verify(KEY, SIGNATURE, TIMESTAMP, BODY)
    assert not verify(KEY, SIGNATURE, TIMESTAMP, BODY.rstrip())
    assert not verify(KEY, SIGNATURE, "1600112503", BODY)
    assert not verify(OTHER_KEY, SIGNATURE, TIMESTAMP, BODY)


@pytest.mark.parametrize("signature", [None, "", "!!!", "AAAA", "ñ", SIGNATURE[:-4]])
@pytest.mark.parametrize("timestamp", [None, "", "ñ", TIMESTAMP])
def test_a_missing_or_malformed_signature_is_simply_wrong(
    signature: str | None, timestamp: str | None
) -> None:
    assert not verify(KEY, signature, timestamp, BODY)


@pytest.mark.parametrize("key", ["", "ñ", "AAAA", KEY[:-8]])
def test_a_malformed_key_verifies_nothing(key: str) -> None:
    assert not verify(key, SIGNATURE, TIMESTAMP, BODY)


class Provider:
    """Answers requests in turn, the last one for ever, and notes what was asked."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.answers = answers
        self.requests: list[httpx.Request] = []
        self.pauses: list[float] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers[min(len(self.requests), len(self.answers)) - 1]
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)

    async def send(self, mail: OutboundMail = MAIL) -> Receipt:
        async with httpx.AsyncClient(transport=httpx.MockTransport(self)) as client:
            sender = SendGridMail("SG.key", client, base_url="http://sim/", pause=self.pause)
            return await sender.send(mail)


ACCEPTED = httpx.Response(202, headers={"X-Message-Id": "abc"})


async def test_an_accepted_mail_gives_the_providers_id() -> None:
    provider = Provider(ACCEPTED)
    assert await provider.send() == Receipt(sid="abc", status="accepted")
    request = provider.requests[0]
    assert str(request.url) == "http://sim/v3/mail/send"
    assert request.headers["Authorization"] == "Bearer SG.key"
    body = json.loads(request.content)
    assert body["personalizations"] == [
        {
            "to": [{"email": "ana@example.com"}],
            "cc": [{"email": "vet@example.net"}],
            "custom_args": {"out": "msg_9"},
        }
    ]
    assert body["headers"] == {
        "Message-ID": MAIL.message_id,
        "In-Reply-To": "<two@example.com>",
        "References": "<one@example.com> <two@example.com>",
    }
    assert body["tracking_settings"]["click_tracking"]["enable"] is False


@pytest.mark.parametrize(
    "failure", [httpx.Response(429), httpx.ConnectError("no"), httpx.ConnectTimeout("no")]
)
async def test_what_was_surely_not_processed_is_repeated(
    failure: httpx.Response | Exception,
) -> None:
    provider = Provider(failure, failure, ACCEPTED)
    assert (await provider.send()).sid == "abc"
    assert len(provider.pauses) == 2
    assert 1.0 <= provider.pauses[0] <= 1.5 < 2.0 <= provider.pauses[1] <= 3.0


async def test_after_some_attempts_the_caller_is_told() -> None:
    provider = Provider(httpx.Response(429, headers={"Retry-After": "7"}))
    with pytest.raises(Unreachable) as caught:
        await provider.send()
    assert caught.value.retry_after == 7.0
    assert len(provider.requests) == ATTEMPTS
    assert all(seconds >= 7.0 for seconds in provider.pauses)


@pytest.mark.parametrize(
    "failure",
    [httpx.Response(500), httpx.Response(503), httpx.ReadTimeout("no"), httpx.WriteError("no"),
     httpx.RemoteProtocolError("no")],
)  # fmt: skip
async def test_what_may_have_been_sent_is_never_repeated(
    failure: httpx.Response | Exception,
) -> None:
    provider = Provider(failure)
    with pytest.raises(Uncertain):
        await provider.send()
    assert len(provider.requests) == 1


async def test_a_refusal_says_what_the_provider_said() -> None:
    told = {"errors": [{"message": "The from address is not verified.", "field": "from"}]}
    provider = Provider(httpx.Response(403, json=told))
    with pytest.raises(Refused, match="The from address is not verified") as caught:
        await provider.send()
    assert caught.value.code == 403
    assert "admin" in caught.value.do


@pytest.mark.parametrize("content", [b"", b"[1]", b"{}", b'{"errors": 3}', b"[" * 200_000])
async def test_a_refusal_without_reason_is_still_a_refusal(content: bytes) -> None:
    with pytest.raises(Refused, match="400"):
        await Provider(httpx.Response(400, content=content)).send()


async def test_an_injected_header_never_reaches_the_provider() -> None:
    provider = Provider(ACCEPTED)
    with pytest.raises(Refused, match="subject"):
        await provider.send(replace(MAIL, subject="a\r\nBcc: x@example.com"))
    assert provider.requests == []


async def test_the_key_is_not_shown() -> None:
    async with httpx.AsyncClient() as client:
        assert "SG.key" not in repr(SendGridMail("SG.key", client))
        with pytest.raises(ValueError, match="key"):
            SendGridMail("SG.\n", client)


def test_events_are_read_as_they_came_with_duplicates() -> None:
    event = parse_events(BODY[:-3] + b"," + BODY[1:])
    assert event[0] == event[1] == MailEvent(
        event_id="ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA",
        kind="dropped",
        message_id="LRzXl_NHStOGhQ4kofSm_A",
        smtp_id="<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>",
        out="",
        email="hello@world.com",
        at=datetime(2020, 9, 14, 19, 41, 32, tzinfo=UTC),
        reason="Bounced Address",
        bounce_type="",
    )  # fmt: skip


HOSTILE: dict[str, Callable[[], bytes]] = {
    "not JSON": lambda: b"nonsense",
    "nothing": lambda: b"",
    "deep": lambda: b"[" * 200_000,
    "a number": lambda: b"3",
    "broken UTF-8": lambda: b'[{"event":"\xff"}]',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_list_of_events_is_one_kind_of_error(name: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_events(HOSTILE[name]())


def test_odd_values_inside_an_event_do_not_lose_the_batch() -> None:
    raw = (
        b'[{"event":"a\\ud800b","timestamp":' + b"9" * 100_000 + b',"out":NaN,"email":["x"]},'
        b'7,{"event":"b","timestamp":1e400},{"event":"deferred","attempt":"3","timestamp":NaN}]'
    )
    events = parse_events(raw)
    assert [event.kind for event in events] == ["ab", "b", "deferred"]
    assert events[1].at is None
    assert len({event.event_id for event in events}) == 3
    assert parse_events(raw) == events


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_but_value_error(raw: bytes) -> None:
    try:
        parse_events(raw)
    except ValueError:
        return


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({"event": "processed"}, "accepted"),
        ({"event": "delivered", "response": "250 OK"}, "delivered"),
        ({"event": "deferred", "attempt": "2"}, "retrying (attempt 2)"),
        ({"event": "bounce", "reason": "550 no\nsuch user"}, "bounced: 550 no such user"),
        ({"event": "bounce", "type": "blocked", "reason": "spam"}, "blocked: spam"),
        ({"event": "dropped"}, "suppressed: no reason given"),
        ({"event": "brand_new"}, "brand_new"),
    ],
)
def test_events_are_told_in_words(raw: dict[str, str], words: str) -> None:
    assert receipt_words(parse_events(json.dumps([raw]).encode())[0]) == words
