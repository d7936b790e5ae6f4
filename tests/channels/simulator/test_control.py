"""The control interface, by which another process steers the people on the network."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.channels.simulator.api import OURS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from channels.simulator import Network, SimulatedClock
    from tests.channels.simulator.hub import Hub

DANA = "+14155550110"


@pytest.fixture
async def control(network: Network) -> AsyncIterator[httpx.AsyncClient]:
    base = f"{network.url}/__sim/"
    async with httpx.AsyncClient(base_url=base, trust_env=False) as client:
        yield client


async def test_a_person_is_made_rings_talks_and_hangs_up(
    control: httpx.AsyncClient, network: Network, hub: Hub, clock: SimulatedClock
) -> None:
    hub.pages["/voice"] = '<Gather input="dtmf speech" numDigits="1" timeout="60" action="/key"/>'
    made = await control.post(
        "people", json={"address": DANA, "name": "Dana", "phone": "busy", "delivery": "failed"}
    )
    rung = await control.post("ring", json={"who": DANA, "to": OURS})
    await control.post("press", json={"who": DANA, "words": "2"})
    state = (await control.get("state")).json()

    assert made.json() == {"address": DANA, "name": "Dana"}
    assert hub.last("/key")["Digits"] == "2"
    assert [call["sid"] for call in state["calls"]] == [rung.json()["call_sid"]]
    assert state["mail_public_key"] == network.post.signer.public_key
    assert (network.people[DANA].phone.kind, network.people[DANA].delivery.kind) == (
        "busy",
        "failed",
    )


async def test_words_reach_who_listens(
    control: httpx.AsyncClient, network: Network, hub: Hub, clock: SimulatedClock
) -> None:
    hub.pages["/voice"] = '<Dial><Conference waitUrl="">room</Conference></Dial>'
    for address, name in ((DANA, "Dana"), ("+14155550111", "Marcus")):
        network.person(address, name=name)
        await control.post("ring", json={"who": address, "to": OURS})
    said = await control.post("say", json={"who": DANA, "words": "hello"})
    hung_up = await control.post("hang-up", json={"who": DANA})

    assert said.json()["heard_by"] == ["Marcus"]
    assert network.people["+14155550111"].calls[0].heard == ["hello"]
    assert hung_up.json()["status"] == "completed"


async def test_texts_and_mails_with_files_go_out(
    control: httpx.AsyncClient, network: Network, hub: Hub
) -> None:
    network.person(DANA, email="dana@example.com")
    picture = {
        "name": "leg.png",
        "content_type": "image/png",
        "content": base64.b64encode(b"\x89PNG").decode(),
    }
    await control.post("text", json={"who": DANA, "to": OURS, "body": "", "media": [picture]})
    mail = {"who": DANA, "to": "safety@example.com", "subject": "Hi", "text": "See."}
    sent = await control.post("mail", json=mail | {"attachments": [picture]})

    assert hub.last("/sms")["NumMedia"] == "1"
    assert sent.json()["message_id"].endswith("@example.com>")
    assert any(b"leg.png" in one.body for one in hub.requests if one.path == "/parse")


async def test_faults_can_be_ordered(control: httpx.AsyncClient, network: Network) -> None:
    await control.post("faults", json={"request": "429", "match": "/Calls", "times": 2})
    await control.post("faults", json={"webhook": "drop", "match": "/sms"})

    assert network.faults.for_request("GET /x/Calls.json") == "429"
    fault = network.faults.for_delivery("http://127.0.0.1/sms")
    assert fault is not None
    assert fault.kind == "drop"


@pytest.mark.parametrize(
    ("path", "body", "error"),
    [
        ("ring", {"who": DANA}, "to: Field required"),
        ("ring", {"who": DANA, "to": "+14155550199"}, "The account owns no such number"),
        ("say", {"who": "+14155550119", "words": "x"}, "Nobody has this address"),
        ("hang-up", {"who": DANA}, "This person is not on the phone."),
        ("pick-up", {"who": DANA}, "does not ring"),
        ("faults", {"request": "418"}, "request: Input should be"),
    ],
)
async def test_a_mistake_is_answered_in_one_sentence(
    path: str, body: dict[str, str], error: str, control: httpx.AsyncClient, network: Network
) -> None:
    network.person(DANA)
    answer = await control.post(path, json=body)

    assert answer.status_code == 400
    assert error in answer.json()["error"]


async def test_a_web_page_cannot_steer_the_network(control: httpx.AsyncClient) -> None:
    answer = await control.post(
        "ring", content=b'{"who": "x", "to": "y"}', headers={"content-type": "text/plain"}
    )

    assert answer.status_code == 415
