"""Apps, messaging services and SIP domains: kept as the provider keeps them, strictly."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from channels.simulator import Network, SimulatedClock
    from tests.channels.simulator.api import Api


@pytest.fixture
async def messaging(network: Network) -> AsyncIterator[httpx.AsyncClient]:
    settings = network.settings
    login = (settings.account_sid, settings.auth_tokens[0])
    async with httpx.AsyncClient(base_url=network.url, auth=login, trust_env=False) as client:
        yield client


@pytest.mark.parametrize(
    ("path", "form", "status", "code"),
    [
        ("Applications.json", {"VoiceUrl": "hub.example.com"}, 400, 21402),
        ("Applications.json", {"VoiceMethod": "PUT"}, 400, 21403),
        ("Applications/AP1.json", {"FriendlyName": "x"}, 404, 20404),
        ("SIP/Domains.json", {"FriendlyName": "x"}, 400, 20001),
        ("SIP/Domains.json", {"DomainName": "acme.example.com"}, 400, 20001),
        ("SIP/Domains.json", {"DomainName": "taken.sip.twilio.com"}, 400, 20001),
        ("SIP/CredentialLists.json", {}, 400, 20001),
        ("SIP/Domains/SD1/Auth/Calls/CredentialListMappings.json", {}, 404, 20404),
    ],
)
async def test_what_is_wrong_is_refused_with_the_providers_code(
    path: str, form: dict[str, str], status: int, code: int, api: Api
) -> None:
    answer = await api.make(path, **form)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_a_misspelled_parameter_is_a_complaint(api: Api, network: Network) -> None:
    await api.make("Applications.json", FriendlyName="x", VoiceURL="https://hub.example.com")

    assert [one.partition(": ")[2] for one in network.complaints] == [
        "unknown parameter 'VoiceURL'"
    ]


async def test_an_application_changes_by_what_is_given(api: Api) -> None:
    made = await api.make("Applications.json", FriendlyName="One", SmsUrl="https://a.example.com")
    sid = made.json()["sid"]
    await api.make(f"Applications/{sid}.json", VoiceUrl="https://b.example.com")

    shown = (await api.get(f"Applications/{sid}.json")).json()

    assert made.status_code == 201
    kept = (shown["friendly_name"], shown["sms_url"], shown["voice_url"], shown["voice_method"])
    assert kept == ("One", "https://a.example.com", "https://b.example.com", "POST")
    listed = (await api.get("Applications.json", params={"FriendlyName": "Two"})).json()
    assert listed["applications"] == []


async def test_a_number_is_in_one_messaging_service_only(
    messaging: httpx.AsyncClient, network: Network
) -> None:
    number = {"PhoneNumberSid": network.settings.numbers[0].sid}
    services = [
        (await messaging.post("/v1/Services", data={"FriendlyName": name})).json()["sid"]
        for name in ("One", "Two")
    ]
    codes = []
    for sid in (services[0], services[0], services[1]):
        answer = await messaging.post(f"/v1/Services/{sid}/PhoneNumbers", data=number)
        codes.append(answer.json().get("code", answer.status_code))

    assert codes == [201, 21710, 21712]
    senders = (await messaging.get(f"/v1/Services/{services[0]}/PhoneNumbers")).json()
    assert [one["sid"] for one in senders["phone_numbers"]] == [number["PhoneNumberSid"]]
    assert senders["meta"]["key"] == "phone_numbers"


async def test_services_come_in_pages_that_name_their_own_host(
    messaging: httpx.AsyncClient,
) -> None:
    for name in ("One", "Two", "Three"):
        await messaging.post("/v1/Services", data={"FriendlyName": name})

    first = (await messaging.get("/v1/Services", params={"PageSize": "2"})).json()

    assert [one["friendly_name"] for one in first["services"]] == ["Three", "Two"]
    following = first["meta"]["next_page_url"]
    assert following == "https://messaging.twilio.com/v1/Services?PageSize=2&Page=1"


async def test_the_other_host_asks_for_credentials_too(network: Network) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(f"{network.url}/v1/Services")

    assert (answer.status_code, answer.json()["code"]) == (401, 20003)


async def test_every_answer_says_what_time_it_is_there(api: Api, clock: SimulatedClock) -> None:
    answer = await api.get("Applications.json")

    apart = parsedate_to_datetime(answer.headers["date"]) - clock.now()
    assert abs(apart.total_seconds()) < 1
