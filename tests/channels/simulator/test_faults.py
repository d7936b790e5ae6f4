"""REST requests that fail on request: refused, broken, lost before or after processing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from tests.channels.simulator.api import OURS, Api

if TYPE_CHECKING:
    from channels.simulator import Network, SimulatedClock
    from channels.simulator.faults import RequestFaultKind

SAM = "+14155550120"


async def send(api: Api) -> httpx.Response:
    return await api.make("Messages.json", To=SAM, From_=OURS, Body="hi")


@pytest.mark.parametrize(("kind", "code"), [("429", 20429), ("500", 20500), ("503", 20500)])
async def test_a_refused_request_is_not_processed(
    kind: RequestFaultKind, code: int, network: Network, api: Api
) -> None:
    network.person(SAM)
    network.faults.fail_next(kind, match="POST", times=1)
    answer = await send(api)

    assert (answer.status_code, answer.json()["code"]) == (int(kind), code)
    assert network.texts.all == {}
    assert (await send(api)).status_code == 201


async def test_a_request_lost_on_its_way_is_not_processed(network: Network, api: Api) -> None:
    network.person(SAM)
    network.faults.fail_next("timeout-before", match="Messages")

    with pytest.raises(httpx.RemoteProtocolError):
        await send(api)

    assert network.texts.all == {}


async def test_an_answer_lost_on_its_way_leaves_the_text_sent(
    network: Network, api: Api, clock: SimulatedClock
) -> None:
    sam = network.person(SAM)
    network.faults.fail_next("timeout-after", match="Messages")

    with pytest.raises(httpx.RemoteProtocolError):
        await send(api)
    await clock.advance(10)

    assert [text.body for text in sam.received] == ["hi"]
    listed = (await api.get("Messages.json", params={"To": SAM})).json()["messages"]
    assert [one["status"] for one in listed] == ["delivered"]


async def test_a_fault_waits_for_its_path(network: Network, api: Api) -> None:
    network.person(SAM)
    network.faults.fail_next("429", match="/Calls")

    assert (await send(api)).status_code == 201
    assert (await api.get("Calls.json")).status_code == 429
