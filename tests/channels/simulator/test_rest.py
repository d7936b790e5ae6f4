"""The REST interface as a customer of the provider sees it: credentials, errors, lists, the SDK."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx
import pytest
from twilio.base.exceptions import TwilioRestException  # type: ignore[import-untyped]
from twilio.http.http_client import TwilioHttpClient  # type: ignore[import-untyped]
from twilio.rest import Client  # type: ignore[import-untyped]

from channels.simulator import Network, NotLoopback, Settings
from tests.channels.simulator.api import OURS, Api

if TYPE_CHECKING:
    from collections.abc import Callable

    from channels.simulator import SimulatedClock
    from tests.channels.simulator.hub import Hub

SAM = "+14155550120"


@pytest.mark.parametrize("login", [None, ("AC" + "a" * 32, "wrong"), ("SK" + "b" * 32, "wrong")])
async def test_wrong_credentials_get_the_providers_body(
    login: tuple[str, str] | None, network: Network
) -> None:
    url = f"{network.url}/2010-04-01/Accounts/{network.settings.account_sid}.json"
    async with httpx.AsyncClient(auth=login, trust_env=False) as client:
        answer = await client.get(url)

    assert answer.status_code == 401
    assert answer.json() == {
        "code": 20003,
        "message": "Authenticate",
        "more_info": "https://www.twilio.com/docs/errors/20003",
        "status": 401,
    }


async def test_an_api_key_opens_the_account(network: Network) -> None:
    settings = network.settings
    url = f"{network.url}/2010-04-01/Accounts/{settings.account_sid}.json"
    login = (settings.api_key_sid, settings.api_key_secret)
    async with httpx.AsyncClient(auth=login, trust_env=False) as client:
        answer = await client.get(url)

    assert (answer.status_code, answer.json()["status"]) == (200, "active")


@pytest.mark.parametrize(
    ("path", "form", "code"),
    [
        ("Calls.json", {"From": OURS, "Url": "http://127.0.0.1/"}, 21201),
        ("Calls.json", {"To": "555", "From": OURS, "Url": "http://127.0.0.1/"}, 21211),
        ("Calls.json", {"To": SAM, "From": "+14155550199", "Url": "http://127.0.0.1/"}, 21210),
        ("Calls.json", {"To": SAM, "From": OURS}, 21205),
        ("Messages.json", {"From": OURS, "Body": "hi"}, 21604),
        ("Messages.json", {"To": SAM, "Body": "hi"}, 21603),
        ("Messages.json", {"To": SAM, "From": OURS}, 21619),
        ("Messages.json", {"To": "12", "From": OURS, "Body": "hi"}, 21211),
        ("Messages.json", {"To": SAM, "From": "+14155550199", "Body": "hi"}, 21606),
        ("Messages.json", {"To": OURS, "From": OURS, "Body": "hi"}, 21266),
        ("Messages.json", {"To": SAM, "From": OURS, "Body": "x" * 1601}, 21617),
        ("Conferences/call-1/Participants.json", {"To": SAM, "From": "+14155550199"}, 21210),
    ],
)
async def test_what_is_wrong_with_a_request_has_a_code(
    path: str, form: dict[str, str], code: int, api: Api
) -> None:
    answer = await api.make(path, **form)

    assert answer.status_code == 400
    assert answer.json()["code"] == code
    assert answer.json()["more_info"].endswith(f"/{code}")


async def test_unknown_resources_are_not_found(api: Api, network: Network) -> None:
    answer = await api.get("Calls/CA" + "0" * 32 + ".json")

    assert (answer.status_code, answer.json()["code"]) == (404, 20404)
    assert network.complaints == []
    await api.get("Teapots.json")
    assert network.complaints == [
        f"GET /2010-04-01/Accounts/{network.settings.account_sid}/Teapots.json: no such route"
    ]


async def test_a_misspelled_parameter_is_accepted_and_noted(api: Api, network: Network) -> None:
    network.person(SAM)
    answer = await api.make("Messages.json", To=SAM, From_=OURS, Body="hi", StatusCalback="x")

    assert answer.status_code == 201
    assert ["unknown parameter 'StatusCalback'" in one for one in network.complaints] == [True]


async def test_json_is_not_a_form(api: Api) -> None:
    answer = await api.post("Messages.json", json={"To": SAM})

    assert answer.status_code == 415


async def test_lists_come_in_pages(api: Api, network: Network) -> None:
    network.person(SAM)
    for number in range(5):
        await api.make("Messages.json", To=SAM, From_=OURS, Body=f"text {number}")

    first = (await api.get("Messages.json", params={"PageSize": "2"})).json()
    second = (await api.get(f"{network.url}{first['next_page_uri']}")).json()

    assert [one["body"] for one in first["messages"]] == ["text 4", "text 3"]
    assert [one["body"] for one in second["messages"]] == ["text 2", "text 1"]
    assert (second["previous_page_uri"] is None, second["page"]) == (False, 1)


async def test_webhooks_of_a_number_can_be_changed(api: Api, network: Network) -> None:
    listed = (await api.get("IncomingPhoneNumbers.json")).json()["incoming_phone_numbers"]
    sid = listed[0]["sid"]
    answer = await api.make(f"IncomingPhoneNumbers/{sid}.json", SmsUrl="http://127.0.0.1:1/new")

    assert listed[0]["phone_number"] == OURS
    assert answer.json()["sms_url"] == "http://127.0.0.1:1/new"
    assert network.settings.numbers[0].sms_url == "http://127.0.0.1:1/new"


async def test_queues_show_who_waits_and_can_be_redirected(
    api: Api, network: Network, hub: Hub, clock: SimulatedClock
) -> None:
    hub.pages["/voice"] = '<Enqueue waitUrl="">safety</Enqueue>'
    hub.pages["/out"] = "<Say>Your turn.</Say>"
    leg = await network.person("+14155550110").rings(OURS)
    await clock.advance(7)
    queue = (await api.get("Queues.json")).json()["queues"][0]
    members = (await api.get(f"Queues/{queue['sid']}/Members.json")).json()["queue_members"]
    await api.make(f"Queues/{queue['sid']}/Members/Front.json", Url=f"{hub.url}/out")
    await clock.advance(1)

    assert (queue["friendly_name"], queue["current_size"]) == ("safety", 1)
    assert (members[0]["call_sid"], members[0]["wait_time"]) == (leg.sid, 7)
    assert leg.heard == ["Your turn."]


def sdk(network: Network) -> Client:
    """The official client, pointed at the simulator."""
    http = TwilioHttpClient(timeout=5)
    settings = network.settings
    client = Client(settings.account_sid, settings.auth_tokens[0], http_client=http)
    client.api.base_url = network.url
    return client


async def call_sdk(network: Network, use: Callable[[Client], object]) -> object:
    """Run a synchronous use of the SDK beside the network's event loop."""
    client = sdk(network)
    try:
        return await asyncio.to_thread(use, client)
    finally:
        client.http_client.session.close()


async def test_the_official_sdk_understands_every_answer(
    network: Network, hub: Hub, clock: SimulatedClock
) -> None:
    network.person(SAM)

    def use(client: Client) -> list[object]:
        text = client.messages.create(to=SAM, from_=OURS, body="hi")
        call = client.calls.create(to=SAM, from_=OURS, url=f"{hub.url}/x")
        who = client.conferences("call-1").participants.create(
            to=SAM, from_=OURS, beep="false", early_media=False, label="agent-7"
        )
        room = client.conferences(who.conference_sid)
        room.participants(who.call_sid).update(muted=True)
        return [
            text.status,
            call.update(status="canceled").status,
            who.status,
            room.fetch().friendly_name,
            [one.muted for one in room.participants.list()],
            [one.sid == text.sid for one in client.messages.list(to=SAM)],
            client.incoming_phone_numbers.list()[0].phone_number,
            client.api.v2010.accounts(network.settings.account_sid).fetch().status,
        ]

    assert await call_sdk(network, use) == [
        "queued", "canceled", "queued", "call-1", [True], [True], OURS, "active"
    ]  # fmt: skip
    assert network.complaints == []


async def test_the_official_sdk_raises_our_codes(network: Network) -> None:
    def use(client: Client) -> object:
        with pytest.raises(TwilioRestException) as caught:
            client.messages.create(to=SAM, from_=OURS, body="")
        return caught.value.status, caught.value.code

    assert await call_sdk(network, use) == (400, 21619)


def test_the_network_listens_on_loopback_only() -> None:
    with pytest.raises(NotLoopback, match=r"0\.0\.0\.0"):
        Network(Settings(host="0.0.0.0"))  # noqa: S104 - that it is refused is the point


async def test_a_port_that_is_taken_is_an_error(network: Network) -> None:
    second = Network(Settings(port=int(network.url.rsplit(":", 1)[1])))

    with pytest.raises(OSError, match="in use"):
        await second.start()

    await second.stop()


async def test_webhooks_outside_this_computer_are_refused(
    network: Network, clock: SimulatedClock
) -> None:
    network.settings.numbers[0].voice_url = "https://example.com/voice"
    leg = await network.person("+14155550110").rings(OURS)
    await clock.advance(3)

    assert leg.heard == []
    assert any("not to 'example.com'" in one for one in network.complaints)
