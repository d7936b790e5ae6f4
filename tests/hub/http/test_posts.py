"""Webhooks take a shorter way than other requests; nobody can tell from outside."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from tests.hub.http.kit import ACCOUNT, FORM, OURS, World, signature, text_fields, until, world

if TYPE_CHECKING:
    from console.config import Settings

SMS, STATUS = "/twilio/sms", "/twilio/sms/status"
VOICE = "/twilio/voice"
CALL = {"CallSid": "CA" + "1" * 32, "AccountSid": ACCOUNT, "From": OURS, "To": OURS}
CLOSE = "Connection: close\r\n"


def _head(path: str, fields: dict[str, str], token: str, more: str) -> str:
    signed = f"X-Twilio-Signature: {signature(path, fields, token)}\r\n"
    return f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM}\r\n{signed}{more}"


def _short(
    path: str, fields: dict[str, str], *, token: str = "test-auth-token", more: str = ""
) -> bytes:
    body = urlencode(fields)
    head = _head(path, fields, token, f"Content-Length: {len(body)}\r\n{more}")
    return f"{head}\r\n{body}".encode()


def _long(path: str, fields: dict[str, str], *, token: str = "test-auth-token") -> bytes:
    """The same with a body whose length is not known: it goes by ASGI."""
    body = urlencode(fields)
    head = _head(path, fields, token, f"Transfer-Encoding: chunked\r\n{CLOSE}")
    return f"{head}\r\n{len(body):x}\r\n{body}\r\n0\r\n\r\n".encode()


def _undated(answer: bytes) -> bytes:
    return re.sub(rb"date: [^\r]+\r\n", b"", answer)


def _statuses(answers: bytes) -> list[bytes]:
    return re.findall(rb"HTTP/1\.1 (\d{3})", answers)


@pytest.mark.parametrize(
    ("path", "fields", "token"),
    [
        (SMS, text_fields(), "test-auth-token"),
        (SMS, text_fields(), "another"),
        (SMS, {"Body": "no id"}, "test-auth-token"),
        (STATUS, {"MessageSid": "SM9", "MessageStatus": "sent"}, "test-auth-token"),
        (VOICE, CALL, "test-auth-token"),
        (VOICE, CALL, "another"),
    ],
    ids=["text", "forged", "useless", "report", "call", "forged call"],
)
async def test_both_ways_answer_alike(
    settings: Settings, path: str, fields: dict[str, str], token: str
) -> None:
    async with world(settings) as place:
        short = await place.exchange(_short(path, fields, token=token, more=CLOSE))
        assert _undated(short).startswith(b"HTTP/1.1 ")
        long = await place.exchange(_long(path, fields, token=token))
    assert sorted(_undated(short).split(b"\r\n")) == sorted(_undated(long).split(b"\r\n"))


async def test_requests_sent_all_at_once_are_answered_in_their_order(settings: Settings) -> None:
    sent = [
        _short(SMS, text_fields("SM1")),
        b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
        _short(SMS, text_fields("SM2"), token="another"),
        _short(STATUS, {"MessageSid": "SM9", "MessageStatus": "sent"}),
        _short(SMS, text_fields("SM3"), more=CLOSE),
        _short(SMS, text_fields("SM4")),
    ]
    async with world(settings) as place:
        got = await place.exchange(b"".join(sent))
        assert _statuses(got) == [b"200", b"200", b"403", b"204", b"200"]
        assert (await place.kinds()).count("message.received") == 2


async def test_a_post_that_comes_byte_by_byte_is_stored(settings: Settings) -> None:
    async with world(settings) as place:
        reader, writer = await place.raw()
        for byte in _short(SMS, text_fields(), more=CLOSE):
            writer.write(bytes([byte]))
            await writer.drain()
        assert _statuses(await reader.read()) == [b"200"]
        writer.close()
        assert (await place.kinds()).count("message.received") == 1


async def _count(place: World, kind: str) -> int:
    return (await place.kinds()).count(kind)


async def test_who_leaves_before_the_answer_is_stored_and_disturbs_nobody(
    settings: Settings,
) -> None:
    async with world(settings) as place:
        for number in range(5):
            _, writer = await place.raw()
            writer.write(_short(SMS, text_fields(f"SM{number}")))
            await writer.drain()
            writer.close()
        metrics = place.hub.parts.meters.text
        await until(lambda: b'outcome="taken",route="/twilio/sms"} 5.0' in metrics())
        assert await _count(place, "message.received") == 5
        assert (await place.twilio(SMS, text_fields("SM9"))).status_code == 200


async def test_who_waits_to_be_told_to_go_on_is_told(settings: Settings) -> None:
    async with world(settings) as place:
        reader, writer = await place.raw()
        head, _, body = _short(
            SMS, text_fields(), more=f"Expect: 100-continue\r\n{CLOSE}"
        ).partition(b"\r\n\r\n")
        writer.write(head + b"\r\n\r\n")
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 100 ")
        writer.write(body)
        assert _statuses(await reader.read()) == [b"200"]
        writer.close()
