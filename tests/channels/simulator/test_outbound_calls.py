"""Calls made by REST: order of events, ways to fail, changes on the way, recordings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from channels.simulator.phones import answers, busy, by_hand, drops, never_answers, voicemail
from tests.channels.simulator.api import OURS, Api

if TYPE_CHECKING:
    from channels.simulator import Network, SimulatedClock
    from channels.simulator.phones import Phone
    from tests.channels.simulator.hub import Hub

EVENTS = ["initiated", "ringing", "answered", "completed"]
SAM = "+14155550120"


async def place(api: Api, hub: Hub, **more: str) -> str:
    """Ring Sam's phone; the sid of the new call."""
    answer = await api.make(
        "Calls.json",
        To=SAM,
        From_=OURS,
        Url=f"{hub.url}/answered",
        StatusCallback=f"{hub.url}/leg?leg=7",
        StatusCallbackEvent=EVENTS,
        **more,
    )
    assert answer.status_code == 201, answer.text
    assert answer.json()["status"] == "queued"
    sid: str = answer.json()["sid"]
    return sid


async def test_an_answered_call_reports_every_step(
    network: Network, hub: Hub, clock: SimulatedClock, api: Api
) -> None:
    sam = network.person(SAM, phone=answers(3))
    hub.pages["/answered"] = "<Say>Trust and safety here.</Say>"
    sid = await place(api, hub)
    await clock.advance(20)

    assert hub.got("/leg", "CallStatus") == ["initiated", "ringing", "in-progress", "completed"]
    assert hub.got("/leg", "SequenceNumber") == ["0", "1", "2", "3"]
    assert hub.last("/leg")["SipResponseCode"] == "200"
    assert hub.last("/answered")["Direction"] == "outbound-api"
    assert sam.calls[0].heard == ["Trust and safety here."]
    shown = (await api.get(f"Calls/{sid}.json")).json()
    assert (shown["status"], shown["duration"]) == ("completed", "1")
    assert network.complaints == []


@pytest.mark.parametrize(
    ("phone", "status", "sip"),
    [(never_answers(), "no-answer", "487"), (busy(), "busy", "486")],
)
async def test_a_call_nobody_takes_reports_why(
    phone: Phone, status: str, sip: str, network: Network, hub: Hub, clock: SimulatedClock, api: Api
) -> None:
    network.person(SAM, phone=phone)
    await place(api, hub, Timeout="10")
    await clock.advance(17)

    last = hub.last("/leg")
    assert (last["CallStatus"], last["SipResponseCode"]) == (status, sip)
    assert hub.got("/answered", "CallSid") == []


async def test_a_number_that_nobody_has_fails(
    network: Network, hub: Hub, clock: SimulatedClock, api: Api
) -> None:
    await place(api, hub)
    await clock.advance(5)

    assert hub.got("/leg", "CallStatus") == ["initiated", "failed"]
    assert hub.last("/leg")["SipResponseCode"] == "404"


async def test_legs_made_by_rest_leave_one_a_second(
    network: Network, hub: Hub, clock: SimulatedClock, api: Api
) -> None:
    network.person(SAM, phone=never_answers())
    for _ in range(3):
        await place(api, hub)
    await clock.advance(0.5)
    assert len(hub.got("/leg", "CallStatus")) == 1
    await clock.advance(2)

    assert hub.got("/leg", "CallStatus").count("initiated") == 3


async def test_a_ringing_call_can_be_canceled(
    network: Network, hub: Hub, clock: SimulatedClock, api: Api
) -> None:
    network.person(SAM, phone=by_hand())
    sid = await place(api, hub)
    await clock.advance(3)
    answer = await api.make(f"Calls/{sid}.json", Status="canceled")
    await clock.advance(1)

    assert answer.json()["status"] == "canceled"
    assert hub.last("/leg")["CallStatus"] == "canceled"
    again = await api.make(f"Calls/{sid}.json", Status="completed")
    assert (again.status_code, again.json()["code"]) == (400, 21220)


async def test_a_voicemail_does_not_pass_screening(
    network: Network, hub: Hub, clock: SimulatedClock, api: Api
) -> None:
    sam = network.person(SAM, phone=voicemail("Sam is not here.", after=4))
    hub.pages["/answered"] = (
        '<Gather numDigits="1" timeout="8" action="/accepted"><Say>Press 1.</Say></Gather><Hangup/>'
    )
    await place(api, hub)
    await clock.advance(30)

    assert hub.got("/accepted", "Digits") == []
    assert sam.calls[0].status == "completed"


async def test_an_agent_accepts_with_a_key(
    network: Network, hub: Hub, clock: SimulatedClock, api: Api
) -> None:
    network.person(SAM, phone=answers(2, presses="1"))
    hub.pages["/answered"] = (
        '<Gather numDigits="1" timeout="8" action="/accepted"><Say>Press 1.</Say></Gather><Hangup/>'
    )
    await place(api, hub)
    await clock.advance(10)

    assert hub.got("/accepted", "Digits") == ["1"]


async def test_a_line_that_drops_ends_the_call(
    network: Network, hub: Hub, clock: SimulatedClock, api: Api
) -> None:
    network.person(SAM, phone=drops(5, answers_after=1))
    hub.pages["/answered"] = "<Pause length='60'/>"
    await place(api, hub)
    await clock.advance(10)

    assert hub.last("/leg")["CallDuration"] == "5"


async def test_a_recording_leaves_out_what_was_said_in_the_pause(
    network: Network, hub: Hub, clock: SimulatedClock, api: Api
) -> None:
    sam = network.person(SAM, phone=answers(1))
    hub.pages["/answered"] = "<Pause length='60'/>"
    sid = await place(api, hub)
    early = await api.make(f"Calls/{sid}/Recordings.json")
    assert (early.status_code, early.json()["code"]) == (400, 21220)
    await clock.advance(5)
    assert sam.leg is not None

    made = await api.make(
        f"Calls/{sid}/Recordings.json",
        RecordingChannels="dual",
        RecordingStatusCallback=f"{hub.url}/recording",
        RecordingStatusCallbackEvent="in-progress completed absent",
    )
    current = f"Calls/{sid}/Recordings/Twilio.CURRENT.json"
    await sam.leg.says("my name is Sam")
    await api.make(current, Status="paused", PauseBehavior="silence")
    await sam.leg.says("my card number is secret")
    await api.make(current, Status="in-progress")
    await sam.leg.says("thank you")
    await api.make(current, Status="stopped")
    re = made.json()["sid"]
    assert (await api.get(f"Recordings/{re}.wav")).status_code == 404
    await clock.advance(3)

    assert network.board.recordings.all[re].captured == ["my name is Sam", "thank you"]
    assert hub.got("/recording", "RecordingStatus") == ["in-progress", "completed"]
    sound = await api.get(f"Recordings/{re}.wav")
    assert (sound.headers["content-type"], sound.content[:4]) == ("audio/x-wav", b"RIFF")
    deleted = await api.delete(f"Recordings/{re}.json")
    assert deleted.status_code == 204
    assert (await api.get(f"Recordings/{re}.json")).status_code == 404


async def test_dialled_phones_ring_together_and_the_first_wins(
    network: Network, hub: Hub, clock: SimulatedClock
) -> None:
    hub.pages["/voice"] = (
        '<Dial action="/after" timeout="20"><Number url="/screen">+14155550120</Number>'
        "<Sip>sip:agent8@example.com</Sip></Dial>"
    )
    hub.pages["/after"] = "<Say>Goodbye.</Say>"
    hub.pages["/screen"] = "<Say>A call for you.</Say>"
    slow = network.person("sip:agent8@example.com", phone=answers(9))
    sam = network.person(SAM, phone=answers(2))
    caller = await network.person("+14155550110", name="Dana").rings(OURS)
    await clock.advance(6)
    assert sam.leg is not None
    assert sam.leg.heard == ["A call for you."]
    assert caller.hears() == {sam}
    assert slow.calls[0].status == "canceled"

    await sam.leg.hangs_up()
    await clock.advance(5)
    told = hub.last("/after")
    assert (told["DialCallStatus"], told["DialBridged"]) == ("completed", "true")
    assert caller.heard == ["Goodbye."]


async def test_an_agent_takes_the_first_caller_from_the_queue(
    network: Network, hub: Hub, clock: SimulatedClock, api: Api
) -> None:
    hub.pages["/voice"] = '<Enqueue action="/after" waitUrl="">safety</Enqueue>'
    hub.pages["/answered"] = "<Dial><Queue>safety</Queue></Dial>"
    dana = network.person("+14155550110", name="Dana")
    sam = network.person(SAM, phone=answers(1))
    caller = await dana.rings(OURS)
    await place(api, hub)
    await clock.advance(5)
    assert caller.hears() == {sam}
    assert sam.leg is not None

    await sam.leg.hangs_up()
    await clock.advance(2)
    assert hub.last("/after")["QueueResult"] == "bridged"
