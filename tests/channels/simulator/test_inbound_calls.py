"""Callers ring a number of the account and hear what the hub's TwiML says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.channels.simulator.api import OURS

if TYPE_CHECKING:
    from channels.simulator import Network, SimulatedClock
    from tests.channels.simulator.hub import Hub


async def test_a_caller_hears_the_greeting_and_the_call_ends(
    network: Network, hub: Hub, clock: SimulatedClock
) -> None:
    hub.pages["/voice"] = "<Say>You have reached the safety team.</Say>"
    dana = network.person("+14155550110", name="Dana")

    leg = await dana.rings(OURS)
    await clock.advance(10)

    assert leg.heard == ["You have reached the safety team."]
    assert leg.status == "completed"
    first = hub.last("/voice")
    assert first["CallStatus"] == "ringing"
    assert first["From"] == "+14155550110"
    assert first["StirVerstat"] == "TN-Validation-Passed-A"
    done = hub.last("/number-status")
    assert (done["CallStatus"], done["SequenceNumber"]) == ("completed", "0")
    assert (done["CallDuration"], done["Duration"]) == ("1", "1")
    assert all(one.is_signed for one in hub.requests)
    assert network.complaints == []


async def test_a_number_that_no_carrier_vouches_for_says_nothing_of_it(
    network: Network, hub: Hub
) -> None:
    hidden = network.person("anonymous", name="Somebody")
    hidden.attestation = ""
    await hidden.rings(OURS)

    assert hub.last("/voice")["From"] == "anonymous"
    assert "StirVerstat" not in hub.last("/voice")


async def test_every_webhook_looks_like_the_providers(
    network: Network, hub: Hub, clock: SimulatedClock
) -> None:
    hub.pages["/voice"] = "<Say>Hello.</Say>"
    await network.person("+14155550110").rings(OURS)
    await clock.advance(10)

    headers = hub.requests[0].headers
    assert headers["user-agent"] == "TwilioProxy/1.1"
    assert headers["content-type"] == "application/x-www-form-urlencoded; charset=utf-8"
    assert headers["i-twilio-idempotency-token"]


async def test_a_key_pressed_during_the_prompt_goes_to_the_action(
    network: Network, hub: Hub, clock: SimulatedClock
) -> None:
    hub.pages["/voice"] = (
        '<Gather numDigits="1" action="/consent?x=1"><Say>To go on without, press 2.</Say>'
        "</Gather><Say>nothing pressed</Say>"
    )
    hub.pages["/consent"] = "<Say>Not recorded.</Say>"
    leg = await network.person("+14155550110").rings(OURS)
    await clock.advance(1)

    await leg.presses("2")
    await clock.advance(10)

    assert hub.last("/consent")["Digits"] == "2"
    assert leg.heard == ["To go on without, press 2.", "Not recorded."]


async def test_a_gather_without_keys_falls_through_after_its_timeout(
    network: Network, hub: Hub, clock: SimulatedClock
) -> None:
    hub.pages["/voice"] = '<Gather timeout="6" action="/never"/><Say>nothing pressed</Say>'
    leg = await network.person("+14155550110").rings(OURS)

    await clock.advance(5.5)
    assert leg.heard == []
    await clock.advance(1)

    assert leg.heard == ["nothing pressed"]
    assert hub.got("/never", "Digits") == []


async def test_speech_goes_to_a_gather_that_listens(
    network: Network, hub: Hub, clock: SimulatedClock
) -> None:
    hub.pages["/voice"] = '<Gather input="dtmf speech" action="/said"/>'
    leg = await network.person("+14155550110").rings(OURS)

    await leg.says("my dog is hurt")
    await clock.advance(1)

    assert hub.last("/said")["SpeechResult"] == "my dog is hurt"


async def test_a_message_is_recorded_until_the_caller_falls_silent(
    network: Network, hub: Hub, clock: SimulatedClock
) -> None:
    hub.pages["/voice"] = '<Record action="/message" timeout="5" finishOnKey="*"/><Say>none</Say>'
    hub.pages["/message"] = "<Hangup/>"
    leg = await network.person("+14155550110").rings(OURS)

    await leg.says("please call me back")
    await clock.advance(6)

    told = hub.last("/message")
    recording = network.board.recordings.all[told["RecordingSid"]]
    assert recording.captured == ["please call me back"]
    assert leg.status == "completed"


async def test_a_caller_who_says_nothing_leaves_no_message(
    network: Network, hub: Hub, clock: SimulatedClock
) -> None:
    hub.pages["/voice"] = '<Record action="/message" timeout="5"/><Say>none</Say>'
    leg = await network.person("+14155550110").rings(OURS)

    await clock.advance(10)

    assert leg.heard == ["[beep]", "none"]
    assert hub.got("/message", "Digits") == []


async def test_a_rejected_call_is_never_answered(
    network: Network, hub: Hub, clock: SimulatedClock
) -> None:
    hub.pages["/voice"] = '<Reject reason="busy"/>'
    leg = await network.person("+14155550110").rings(OURS)
    await clock.advance(1)

    assert (leg.status, leg.started) == ("busy", None)


async def test_a_hub_in_trouble_makes_the_network_ask_the_fallback(
    network: Network, hub: Hub, clock: SimulatedClock
) -> None:
    hub.pages["/voice"] = [500]
    hub.pages["/fallback"] = "<Say>Please call again.</Say>"
    leg = await network.person("+14155550110").rings(OURS)
    await clock.advance(5)

    told = hub.last("/fallback")
    assert (told["ErrorCode"], told["ErrorUrl"]) == ("11200", f"{hub.url}/voice")
    assert leg.heard == ["Please call again."]


async def test_without_an_answer_anywhere_the_caller_hears_an_application_error(
    network: Network, hub: Hub, clock: SimulatedClock
) -> None:
    hub.pages["/voice"] = [500]
    hub.pages["/fallback"] = [500]
    leg = await network.person("+14155550110").rings(OURS)
    await clock.advance(5)

    assert leg.heard == ["An application error has occurred. Goodbye."]
    assert leg.status == "completed"
    assert [alert.code for alert in network.journal.alerts] == [11200, 11200]


async def test_a_document_with_an_unknown_verb_is_a_complaint(
    network: Network, hub: Hub, clock: SimulatedClock
) -> None:
    hub.pages["/voice"] = '<Say voise="x">Hi</Say><Sing/>'
    await network.person("+14155550110").rings(OURS)
    await clock.advance(1)

    assert any("<Sing>" in one for one in network.complaints)
    assert any("voise" in one for one in network.complaints)


async def test_a_caller_waits_in_the_queue_and_leaves_by_a_key(
    network: Network, hub: Hub, clock: SimulatedClock
) -> None:
    hub.pages["/voice"] = '<Enqueue action="/after" waitUrl="/wait">safety</Enqueue>'
    hub.pages["/wait"] = (
        '<Gather numDigits="1" timeout="1" action="/key"><Say>Please stay.</Say></Gather>'
        "<Redirect>/wait</Redirect>"
    )
    hub.pages["/key"] = "<Leave/>"
    hub.pages["/after"] = "<Say>We will call you back.</Say>"
    leg = await network.person("+14155550110").rings(OURS)
    await clock.advance(10)
    assert leg.heard.count("Please stay.") > 3

    await leg.presses("*")
    await clock.advance(5)

    assert hub.last("/wait")["QueuePosition"] == "1"
    assert hub.last("/after")["QueueResult"] == "leave"
    assert leg.heard[-1] == "We will call you back."
    assert network.complaints == []


async def test_a_caller_who_gives_up_in_the_queue_is_reported(
    network: Network, hub: Hub, clock: SimulatedClock
) -> None:
    hub.pages["/voice"] = '<Enqueue action="/after" waitUrl="/wait">safety</Enqueue>'
    hub.pages["/wait"] = "<Pause length='30'/>"
    leg = await network.person("+14155550110").rings(OURS)
    await clock.advance(20)

    await leg.hangs_up()
    await clock.advance(1)

    assert hub.last("/after")["QueueResult"] == "hangup"
    assert hub.last("/after")["QueueTime"] == "20"
    assert hub.last("/number-status")["CallStatus"] == "completed"
