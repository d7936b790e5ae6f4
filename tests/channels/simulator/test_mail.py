"""Mail both ways: mail send and its events, Inbound Parse raw and parsed, signatures."""

from __future__ import annotations

import base64
import json
from email import message_from_bytes, policy
from email.parser import BytesParser
from typing import TYPE_CHECKING

import httpx
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from channels.simulator import Attachment, Network

if TYPE_CHECKING:
    from channels.simulator import Person, SimulatedClock
    from tests.channels.simulator.hub import Got, Hub

MAIL: dict[str, object] = {
    "personalizations": [{"to": [{"email": "dana@example.com"}], "custom_args": {"sl_out": "m9"}}],
    "from": {"email": "safety@example.com", "name": "Safety team"},
    "reply_to": {"email": "c+token@reply.example.com"},
    "subject": "Your dog",
    "headers": {"Message-ID": "<m9@example.com>"},
    "content": [{"type": "text/plain", "value": "How is she?"}],
}


@pytest.fixture
def dana(network: Network) -> Person:
    return network.person("+14155550110", name="Dana", email="dana@example.com")


async def send(
    network: Network, mail: dict[str, object], key: str = "SG.practice"
) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as client:
        headers = {"Authorization": f"Bearer {key}"}
        return await client.post(f"{network.url}/v3/mail/send", json=mail, headers=headers)


def verify(network: Network, got: Got) -> None:
    """Raise InvalidSignature unless the signature covers timestamp and raw body."""
    key = serialization.load_der_public_key(base64.b64decode(network.post.signer.public_key))
    assert isinstance(key, ec.EllipticCurvePublicKey)
    head = "x-twilio-email-event-webhook-"
    signature = base64.b64decode(got.headers[f"{head}signature"])
    signed = got.headers[f"{head}timestamp"].encode() + got.body
    key.verify(signature, signed, ec.ECDSA(hashes.SHA256()))


def form_of(got: Got) -> dict[str, bytes]:
    """The parts of a multipart body, byte by byte."""
    head = b"Content-Type: " + got.headers["content-type"].encode() + b"\r\n\r\n"
    message = BytesParser(policy=policy.HTTP).parsebytes(head + got.body)
    parts: dict[str, bytes] = {}
    for part in message.iter_parts():
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        parts[str(part.get_param("name", header="content-disposition"))] = content
    return parts


async def test_a_mail_is_accepted_delivered_and_reported(
    network: Network, hub: Hub, clock: SimulatedClock, dana: Person
) -> None:
    answer = await send(network, MAIL)
    await clock.advance(10)

    assert (answer.status_code, answer.content) == (202, b"")
    letter = dana.inbox[0]
    assert (letter.subject, letter.text, letter.message_id, letter.reply_to) == (
        "Your dog", "How is she?", "<m9@example.com>", "c+token@reply.example.com"
    )  # fmt: skip
    posts = [one for one in hub.requests if one.path == "/events"]
    events = [event for one in posts for event in json.loads(one.body)]
    assert [event["event"] for event in events] == ["processed", "delivered"]
    assert {event["sl_out"] for event in events} == {"m9"}
    assert {event["smtp-id"] for event in events} == {"<m9@example.com>"}
    assert events[0]["sg_message_id"].split(".")[0] == answer.headers["x-message-id"]
    for one in posts:
        verify(network, one)


@pytest.mark.parametrize(
    ("outcome", "events"),
    [
        ("bounce", ["processed", "bounce"]),
        ("dropped", ["dropped"]),
        ("blocked", ["processed", "bounce"]),
    ],
)
async def test_a_mail_that_does_not_arrive_is_reported(
    outcome: str,
    events: list[str],
    network: Network,
    hub: Hub,
    clock: SimulatedClock,
    dana: Person,
) -> None:
    network.post.outcomes["dana@example.com"] = outcome
    await send(network, MAIL)
    await clock.advance(10)

    bodies = [json.loads(one.body) for one in hub.requests if one.path == "/events"]
    assert [event["event"] for batch in bodies for event in batch] == events
    assert dana.inbox == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"content": []}, "content"),
        ({"subject": ""}, "subject"),
        ({"subject": "a\r\nBcc: x@example.com"}, "headers"),
        ({"headers": {"To": "x@example.com"}}, "headers"),
        ({"personalizations": []}, "personalizations"),
        ({"from": {"name": "nobody"}}, "from.email"),
    ],
)
async def test_a_bad_mail_is_refused(
    change: dict[str, object], field: str, network: Network
) -> None:
    answer = await send(network, MAIL | change)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == field


async def test_a_wrong_key_and_an_unknown_field_are_noticed(network: Network) -> None:
    assert (await send(network, MAIL, "SG.wrong")).status_code == 401
    assert (await send(network, MAIL | {"subjekt": "x"})).status_code == 202

    assert network.complaints == ["mail send: unknown field 'subjekt'"]


async def test_raw_mode_posts_the_whole_mail(network: Network, hub: Hub, dana: Person) -> None:
    invoice = Attachment("invoice.pdf", "application/pdf", b"%PDF-1.7")
    sent = await dana.mails(
        "c+token@reply.example.com",
        subject="Re: Your dog",
        text="Six stitches — café",
        in_reply_to="<m9@example.com>",
        attachments=[invoice],
    )

    got = next(one for one in hub.requests if one.path == "/parse")
    verify(network, got)
    form = form_of(got)
    mail = message_from_bytes(form["email"], policy=policy.default)
    assert (mail["Message-ID"], mail["In-Reply-To"]) == (sent, "<m9@example.com>")
    body = mail.get_body(("plain",))
    assert body is not None
    assert body.get_content().strip() == "Six stitches — café"
    assert [part.get_filename() for part in mail.iter_attachments()] == ["invoice.pdf"]
    assert json.loads(form["envelope"]) == {
        "to": ["c+token@reply.example.com"],
        "from": "dana@example.com",
    }


async def test_parsed_mode_posts_fields_and_files(network: Network, hub: Hub, dana: Person) -> None:
    network.settings.parse_mode = "parsed"
    invoice = Attachment("invoice.pdf", "application/pdf", b"%PDF-1.7")
    await dana.mails(
        "safety@example.com", subject="Invoice", text="See there.", attachments=[invoice]
    )

    form = form_of(next(one for one in hub.requests if one.path == "/parse"))
    assert form["text"].strip() == b"See there."
    assert (form["attachments"], form["attachment1"]) == (b"1", b"%PDF-1.7")
    assert json.loads(form["attachment-info"])["attachment1"]["filename"] == "invoice.pdf"
    assert b"Message-ID: " in form["headers"]
    assert "email" not in form


async def test_a_mail_is_posted_again_after_a_5xx_and_lost_after_a_4xx(
    network: Network, hub: Hub, clock: SimulatedClock, dana: Person
) -> None:
    hub.pages["/parse"] = [503, "<Ok/>", 403]
    await dana.mails("safety@example.com", subject="One", text="one")
    await clock.advance(400)
    assert network.complaints == []

    await dana.mails("safety@example.com", subject="Two", text="two")
    assert network.complaints == ["Inbound Parse answered 403: the mail is lost"]
    assert len([one for one in hub.requests if one.path == "/parse"]) == 3


async def test_a_forged_mail_does_not_verify(network: Network, hub: Hub, dana: Person) -> None:
    network.faults.disturb_next("wrong-signature", match="/parse")
    await dana.mails("safety@example.com", subject="One", text="one")

    with pytest.raises(InvalidSignature):
        verify(network, hub.requests[0])
