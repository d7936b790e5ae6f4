"""Texts both ways: receipts, refusals, opt-outs, pictures, replies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from channels.simulator import Attachment, Network
from channels.simulator import phones as like
from channels.simulator.segments import segments
from tests.channels.simulator.api import OURS, Api

if TYPE_CHECKING:
    import httpx

    from channels.simulator import SimulatedClock
    from channels.simulator.phones import TextDelivery
    from tests.channels.simulator.hub import Hub

SAM = "+14155550120"


async def send(api: Api, hub: Hub, body: str = "Are you safe?") -> httpx.Response:
    return await api.make(
        "Messages.json", To=SAM, From_=OURS, Body=body, StatusCallback=f"{hub.url}/status?out=m9"
    )


@pytest.mark.parametrize(
    ("delivery", "statuses", "arrives"),
    [
        (like.delivered(), ["sent", "delivered"], True),
        (like.receipt_first(), ["delivered", "sent"], True),
        (like.no_receipt(), ["sent"], True),
        (like.undelivered(30003), ["sent", "undelivered"], False),
        (like.failed(30005), ["failed"], False),
        (like.opted_out(sync=False), ["failed"], False),
        (like.landline(sync=False), ["failed"], False),
    ],
)
async def test_receipts_say_what_became_of_a_text(
    delivery: TextDelivery,
    statuses: list[str],
    arrives: bool,
    network: Network,
    hub: Hub,
    clock: SimulatedClock,
    api: Api,
) -> None:
    sam = network.person(SAM, delivery=delivery)
    answer = await send(api, hub)
    await clock.advance(10)

    assert (answer.status_code, answer.json()["status"]) == (201, "queued")
    assert hub.got("/status", "MessageStatus") == statuses
    assert [text.body for text in sam.received] == (["Are you safe?"] if arrives else [])
    code = hub.last("/status").get("ErrorCode", "0")
    assert int(code) == delivery.error_code
    shown = (await api.get(f"Messages/{answer.json()['sid']}.json")).json()
    assert shown["status"] == ("delivered" if arrives and len(statuses) == 2 else statuses[-1])


@pytest.mark.parametrize(
    ("delivery", "code"),
    [(like.landline(), 21614), (like.opted_out(), 21610), (like.refused(21408), 21408)],
)
async def test_some_texts_are_refused_at_once(
    delivery: TextDelivery, code: int, network: Network, hub: Hub, api: Api
) -> None:
    network.person(SAM, delivery=delivery)
    answer = await send(api, hub)

    assert (answer.status_code, answer.json()["code"]) == (400, code)


async def test_who_replies_stop_is_left_alone_until_start(
    network: Network, hub: Hub, clock: SimulatedClock, api: Api
) -> None:
    sam = network.person(SAM)
    await sam.texts(OURS, "stop")
    refused = await send(api, hub)
    await sam.texts(OURS, "START")
    accepted = await send(api, hub)

    assert refused.json()["code"] == 21610
    assert accepted.status_code == 201
    assert hub.got("/sms", "Body") == ["stop", "START"]
    assert [text.body.split(".")[0] for text in sam.received] == [
        "You have successfully been unsubscribed",
        "You have successfully been re-subscribed",
    ]


async def test_a_picture_can_be_fetched_with_credentials(
    network: Network, hub: Hub, clock: SimulatedClock, api: Api
) -> None:
    picture = Attachment("leg.png", "image/png", b"\x89PNG")
    sid = await network.person(SAM).texts(OURS, "", [picture])
    told = hub.last("/sms")
    fetched = await api.get(told["MediaUrl0"])
    about = (await api.get(f"Messages/{sid}/Media.json")).json()["media_list"][0]

    assert sid.startswith("MM")
    assert (told["NumMedia"], told["MediaContentType0"], told["Body"]) == ("1", "image/png", "")
    assert (fetched.content, fetched.headers["content-type"]) == (b"\x89PNG", "image/png")
    assert (about["parent_sid"], about["content_type"]) == (sid, "image/png")


async def test_the_hub_may_reply_in_twiml(
    network: Network, hub: Hub, clock: SimulatedClock, api: Api
) -> None:
    hub.pages["/sms"] = "<Redirect>/canned</Redirect>"
    hub.pages["/canned"] = "<Message><Body>We are reading this.</Body></Message>"
    sam = network.person(SAM)
    await sam.texts(OURS, "help me")
    await clock.advance(10)

    assert [text.body for text in sam.received] == ["We are reading this."]
    listed = (await api.get("Messages.json", params={"To": SAM})).json()["messages"]
    assert listed[0]["direction"] == "outbound-reply"


async def test_a_lost_inbound_text_stays_readable(
    network: Network, hub: Hub, clock: SimulatedClock, api: Api
) -> None:
    hub.pages["/sms"] = [500]
    await network.person(SAM).texts(OURS, "hello?")

    listed = (await api.get("Messages.json", params={"To": OURS})).json()["messages"]
    assert [one["body"] for one in listed] == ["hello?"]
    assert [alert.code for alert in network.journal.alerts] == [11200]


async def test_a_text_goes_to_the_fallback_when_the_hub_is_in_trouble(
    network: Network, hub: Hub
) -> None:
    network.settings.numbers[0].sms_fallback_url = f"{hub.url}/sms-fallback"
    hub.pages["/sms"] = [500]
    await network.person(SAM).texts(OURS, "hello?")

    told = hub.last("/sms-fallback")
    assert (told["Body"], told["ErrorCode"]) == ("hello?", "11200")


async def test_texts_are_found_by_the_day_they_were_sent(
    network: Network, hub: Hub, clock: SimulatedClock, api: Api
) -> None:
    network.person(SAM)
    await send(api, hub)
    since = {"DateSent>": "2026-01-06T17:59:00Z"}
    queued = (await api.get("Messages.json", params=since)).json()["messages"]
    await clock.advance(10)
    sent = (await api.get("Messages.json", params=since)).json()["messages"]
    later = await api.get("Messages.json", params={"DateSent>": "2026-01-07"})

    assert (len(queued), len(sent), later.json()["messages"]) == (0, 1, [])


async def test_a_text_can_be_redacted_and_deleted(
    network: Network, hub: Hub, clock: SimulatedClock, api: Api
) -> None:
    network.person(SAM)
    path = f"Messages/{(await send(api, hub)).json()['sid']}.json"
    assert (await api.delete(path)).status_code == 409
    await clock.advance(10)

    assert (await api.make(path, Body="")).json()["body"] == ""
    assert (await api.delete(path)).status_code == 204
    assert (await api.get(path)).status_code == 404


@pytest.mark.parametrize(
    ("body", "count"),
    [("a" * 160, 1), ("a" * 161, 2), ("a" * 307, 3), ("€" * 81, 2), ("ê" * 71, 2), ("👋" * 36, 2)],
)
def test_segments_are_counted_as_on_the_air(body: str, count: int) -> None:
    assert segments(body) == count
