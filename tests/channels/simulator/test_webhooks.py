"""Delivery of webhooks: overrides, retries, redirects, and faults on request."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from channels.simulator.signing import twilio_signature
from channels.simulator.webhooks import DeliveryFailed, Overrides, split_overrides
from tests.channels.simulator.api import OURS, Api

if TYPE_CHECKING:
    from channels.simulator import Network, SimulatedClock
    from tests.channels.simulator.hub import Hub

SAM = "+14155550120"
FORM = {
    "CallSid": "CA1234567890ABCDE",
    "Caller": "+14158675309",
    "Digits": "1234",
    "From": "+14158675309",
    "To": "+18005551212",
}


def test_signatures_are_the_published_ones() -> None:
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"

    assert twilio_signature("12345", url, FORM) == "RSOYDt4T1cUTdK1PDd93/VVr8B8="
    blank = {"A": "", "B": "x"}
    token = "test_auth_token_0123456789abcdef"
    assert (
        twilio_signature(token, "https://hub.example.com/twilio/voice", blank)
        == "1U9ZPayNFypkgvpVVJd13kMFkjI="
    )


def test_a_fragment_overrides_the_connection_and_is_not_requested() -> None:
    bare, overrides = split_overrides("http://127.0.0.1/x?a=1#ct=2000&rt=6000&rc=3&rp=5xx,ct")

    assert bare == "http://127.0.0.1/x?a=1"
    assert overrides == Overrides(2.0, 6.0, 3, frozenset({"5xx", "ct"}))
    assert split_overrides("http://127.0.0.1/x")[1] == Overrides(5.0, 15.0, 1, frozenset({"ct"}))


async def test_a_500_is_not_retried_by_default(network: Network, hub: Hub) -> None:
    hub.pages["/x"] = [500, "<Hangup/>"]

    with pytest.raises(DeliveryFailed, match="5xx"):
        await network.plant.webhooks.call(f"{hub.url}/x", {"A": "1"})

    assert len(hub.requests) == 1


async def test_retries_asked_for_carry_the_same_token(network: Network, hub: Hub) -> None:
    hub.pages["/x"] = [500, 404, "<Hangup/>"]

    await network.plant.webhooks.call(f"{hub.url}/x#rc=3&rp=all", {"A": "1"})

    tokens = {one.headers["i-twilio-idempotency-token"] for one in hub.requests}
    assert (len(hub.requests), len(tokens)) == (3, 1)
    assert all(one.is_signed for one in hub.requests)


async def test_nobody_listening_is_tried_twice(network: Network) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/x"
        with pytest.raises(DeliveryFailed) as caught:
            await network.plant.webhooks.call(url, {})

    assert (caught.value.kind, len(network.journal.deliveries)) == ("ct", 2)


async def test_redirects_are_followed_and_signed_anew(network: Network, hub: Hub) -> None:
    hub.pages["/old"] = "-> /new?x=1"
    hub.pages["/new"] = "<Hangup/>"

    answer = await network.plant.webhooks.call(f"{hub.url}/old", {"A": "1"})

    assert answer.url == f"{hub.url}/new?x=1"
    assert [one.is_signed for one in hub.requests] == [True, True]


async def test_a_get_webhook_carries_its_parameters_in_the_url(network: Network, hub: Hub) -> None:
    hub.pages["/x"] = "<Hangup/>"

    await network.plant.webhooks.call(f"{hub.url}/x?a=1", {"To": OURS}, method="GET")

    assert (hub.requests[0].form, hub.requests[0].is_signed) == ({"a": "1", "To": OURS}, True)


async def send(api: Api, hub: Hub) -> None:
    answer = await api.make(
        "Messages.json", To=SAM, From_=OURS, Body="hi", StatusCallback=f"{hub.url}/status"
    )
    assert answer.status_code == 201


async def test_a_duplicated_webhook_has_one_token(
    network: Network, hub: Hub, clock: SimulatedClock, api: Api
) -> None:
    network.person(SAM)
    network.faults.disturb_next("duplicate", match="/status")
    await send(api, hub)
    await clock.advance(10)

    assert hub.got("/status", "MessageStatus") == ["sent", "sent", "delivered"]
    tokens = [one.headers["i-twilio-idempotency-token"] for one in hub.requests]
    assert tokens[0] == tokens[1] != tokens[2]


@pytest.mark.parametrize(
    ("kind", "statuses"),
    [("drop", ["delivered"]), ("reorder", ["delivered", "sent"]), ("delay", ["delivered", "sent"])],
)
async def test_webhooks_get_lost_and_overtake_each_other(
    kind: str, statuses: list[str], network: Network, hub: Hub, clock: SimulatedClock, api: Api
) -> None:
    network.person(SAM)
    match kind:
        case "drop":
            network.faults.disturb_next("drop", match="/status")
        case "reorder":
            network.faults.disturb_next("reorder", match="/status")
        case _:
            network.faults.disturb_next("delay", match="/status", seconds=8)
    await send(api, hub)
    await clock.advance(20)

    assert hub.got("/status", "MessageStatus") == statuses


async def test_a_forged_webhook_does_not_verify(
    network: Network, hub: Hub, clock: SimulatedClock, api: Api
) -> None:
    network.person(SAM)
    network.faults.disturb_next("wrong-signature", match="/status")
    await send(api, hub)
    await clock.advance(10)

    assert [one.is_signed for one in hub.requests] == [False, True]
