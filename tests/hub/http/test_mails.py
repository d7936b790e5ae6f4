"""Mail that the provider posts: known, stored whole, and never refused when in doubt."""

from __future__ import annotations

import base64
import os
from typing import TYPE_CHECKING

import psutil
import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import select

from channels.email.message import parse
from console.hub.store.tables import BlobRow, table
from console.hub.webhooks import mails
from tests.hub.http.kit import PARSE_SECRET, World, settings_for, world

if TYPE_CHECKING:
    from pathlib import Path

    import httpx
    from sqlalchemy import Connection

    from channels.email.message import ParsedMail
    from console.config import Settings

BLOB = table(BlobRow)
PATH = f"/sendgrid/parse/{PARSE_SECRET}"
KIND = "multipart/form-data; boundary=cut"
MAIL = (
    b"From: Ana Ruiz <ana@example.com>\r\nTo: safety@reply.example.com\r\n"
    b"Subject: He is outside\r\nMessage-ID: <a1@example.com>\r\n\r\nPlease call me.\r\n"
)
ENVELOPE = b'{"to":["safety@reply.example.com"],"from":"ana@example.com"}'


def _form(**fields: bytes) -> bytes:
    parts = [
        b'--cut\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n' % (name.encode(), value)
        for name, value in fields.items()
    ]
    return b"".join(parts) + b"--cut--\r\n"


async def _post(place: World, body: bytes, path: str = PATH) -> httpx.Response:
    return await place.client.post(path, content=body, headers={"content-type": KIND})


class _Provider:
    """Signs what it posts."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        public = self._key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        self.public = base64.b64encode(public).decode()

    def headers(self, body: bytes) -> dict[str, str]:
        proof = self._key.sign(b"1600112502" + body, ec.ECDSA(hashes.SHA256()))
        start = "x-twilio-email-event-webhook-"
        return {
            start + "signature": base64.b64encode(proof).decode(),
            start + "timestamp": "1600112502",
        }


async def test_a_mail_that_comes_twice_is_one_entry_and_its_bytes_are_kept(
    settings: Settings,
) -> None:
    async with world(settings) as place:
        for _ in range(2):
            assert (await _post(place, _form(email=MAIL, envelope=ENVELOPE))).status_code == 200
        assert (await place.kinds()).count("message.received") == 1
        assert await _all_raw(place) == [MAIL]


async def test_a_mail_that_the_provider_took_apart_is_still_one_when_it_comes_again(
    settings: Settings,
) -> None:
    parsed = _form(
        headers=MAIL.partition(b"\r\n\r\n")[0], text=b"Please call me.", envelope=ENVELOPE
    )
    async with world(settings) as place:
        for _ in range(2):
            assert (await _post(place, parsed)).status_code == 200
        assert (await place.kinds()).count("message.received") == 1


@pytest.mark.parametrize("secret", ["", "wrong", PARSE_SECRET + "x", PARSE_SECRET.upper(), "..%2f"])
async def test_a_stranger_who_does_not_know_the_address_is_refused(
    settings: Settings, secret: str
) -> None:
    async with world(settings) as place:
        got = await _post(place, _form(email=MAIL), f"/sendgrid/parse/{secret}")
        assert got.status_code == 403
        assert await place.kinds() == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\0" * 1000,
        _form(email=MAIL)[:-30],
        _form(email=b""),
        _form(attachments=b"99"),
        b"--cut\r\n" * 50_000,
        _form(**{f"field{n}": b"x" for n in range(5_000)}),
    ],
)
async def test_a_doubtful_mail_is_asked_for_again_and_never_lost(
    settings: Settings, body: bytes
) -> None:
    async with world(settings) as place:
        assert (await _post(place, body)).status_code == 503
        assert await place.kinds() == []


async def test_a_mail_of_20_mb_is_stored_whole_in_bounded_memory(settings: Settings) -> None:
    head, _, words = MAIL.partition(b"\r\n\r\n")
    kind = (
        b'\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\n'
    )
    file = b"\r\n--b\r\nContent-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    encoded = base64.encodebytes(bytes(15 * 2**20))
    mail = head + kind + words + file + encoded + b"\r\n--b--\r\n"
    body = _form(email=mail, envelope=ENVELOPE)
    assert len(body) > 20 * 2**20
    async with world(settings) as place:
        before = psutil.Process(os.getpid()).memory_info().rss
        got = await _post(place, body)
        grown = psutil.Process(os.getpid()).memory_info().rss - before
        assert got.status_code == 200
        assert grown < 150 * 2**20

        def reading(connection: Connection) -> int:
            return int(connection.execute(select(BLOB.c.size)).scalar_one())

        assert await place.hub.parts.readings.run(reading) == len(mail)


async def test_a_mail_of_endless_words_is_shown_in_part_and_says_so(settings: Settings) -> None:
    async with world(settings) as place:
        headers = await place.agent()
        got = await _post(place, _form(email=MAIL + b"word " * 100_000, envelope=ENVELOPE))
        assert got.status_code == 200
        view = (await place.client.get("/api/incidents/1", headers=headers)).json()
        (message,) = view["messages"]
        assert message["body"].startswith("Please call me.")
        assert message["body"].endswith("more characters in the mail]")
        assert len(message["body"]) < 101_000


async def test_with_a_key_the_address_alone_is_not_enough(tmp_path: Path) -> None:
    provider = _Provider()
    url = f"sqlite:///{tmp_path / 'hub.db'}"
    settings = settings_for(url, sendgrid_parse_public_key=provider.public)
    body = _form(email=MAIL, envelope=ENVELOPE)
    async with world(settings) as place:
        assert (await _post(place, body)).status_code == 403
        headers = provider.headers(body) | {"content-type": KIND}
        got = await place.client.post(PATH, content=body, headers=headers)
        assert got.status_code == 200


async def test_events_are_taken_signed_only_and_each_once(tmp_path: Path) -> None:
    provider = _Provider()
    url = f"sqlite:///{tmp_path / 'hub.db'}"
    body = b'[{"event":"delivered","sg_event_id":"e1","out":"m1"},{"event":"open"}]\r\n'
    async with world(settings_for(url, sendgrid_event_public_key=provider.public)) as place:
        post = place.client.post
        signed = provider.headers(body)
        assert (await post("/sendgrid/events", content=body)).status_code == 403
        for change in (body.strip(), body.replace(b"m1", b"m2")):
            got = await post("/sendgrid/events", content=change, headers=signed)
            assert got.status_code == 403
        for _ in range(2):
            got = await post("/sendgrid/events", content=body, headers=signed)
            assert got.status_code == 204
        broken = b"[" * 100_000
        got = await post("/sendgrid/events", content=broken, headers=provider.headers(broken))
        assert got.status_code == 400


async def test_without_a_key_no_events_are_taken(settings: Settings) -> None:
    provider = _Provider()
    body = b"[]"
    async with world(settings) as place:
        got = await place.client.post(
            "/sendgrid/events", content=body, headers=provider.headers(body)
        )
        assert got.status_code == 403


async def _all_raw(place: World) -> list[bytes]:
    def reading(connection: Connection) -> list[bytes]:
        return list(connection.execute(select(BLOB.c.data)).scalars())

    return await place.hub.parts.readings.run(reading)


async def test_a_mail_that_can_never_be_read_is_kept_for_a_person_while_others_flow(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    broken = b"--cut\r\nContent-Disposition: form-data; name=email\r\n\r\nHe is at my door"
    again = broken.replace(b"--cut", b"--slice")
    async with world(settings) as place:
        assert (await _post(place, broken)).status_code == 503
        assert (await _post(place, _form(email=MAIL, envelope=ENVELOPE))).status_code == 200
        kind = {"content-type": KIND.replace("cut", "slice")}
        assert (await place.client.post(PATH, content=again, headers=kind)).status_code == 503
        for _ in range(2):
            assert (await _post(place, broken)).status_code == 200
        assert (await place.kinds()).count("message.received") == 2
        assert broken in await _all_raw(place)
        (kept,) = [one for one in await place.entries() if "too complex" in one]
        assert "at my door" not in kept
        meters = place.hub.parts.meters.text()
        assert b'webhooks_total{outcome="set_aside",route="/sendgrid/parse"} 2.0' in meters
    assert "mail_set_aside" in caplog.text


async def test_a_mail_that_our_reader_fails_at_is_kept_for_a_person(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(raw: bytes) -> ParsedMail:
        if b"He is outside" in raw:
            raise RuntimeError("a fault of ours")
        return parse(raw)

    monkeypatch.setattr(mails, "parse", fails)
    other = MAIL.replace(b"He is outside", b"Hello")
    async with world(settings) as place:
        statuses = []
        for _ in range(3):
            statuses.append((await _post(place, _form(email=MAIL, envelope=ENVELOPE))).status_code)
            got = await _post(place, _form(email=other, envelope=ENVELOPE))
            assert got.status_code == 200
        assert statuses == [503, 503, 200]
        assert (await place.kinds()).count("message.received") == 2
        assert _form(email=MAIL, envelope=ENVELOPE) in await _all_raw(place)
