"""Documents say what a call does next, and no stranger's text can add a verb to them."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.twilio import twiml
from channels.twilio.twiml import Spoken

HUB = "https://hub.example.com/twilio"
HOSTILE = [
    "<Dial>+19005550100</Dial>",
    "</Say></Response><Response><Dial>x</Dial>",
    "]]><Hangup/>",
    '" onclick="x',
    "&lt;Dial&gt; &amp; &#0;",
    "nul \x00 bell \x07 escape \x1b[31m",
    "lone \ud800 surrogate \udfff",
    "non-character \ufffe \uffff",
    "rtl \u202e abc",
    "👋",
]


def read(document: str) -> ET.Element:
    assert document.startswith('<?xml version="1.0" encoding="UTF-8"?>')
    return ET.fromstring(document)  # noqa: S314  (written by us)


def verbs(element: ET.Element) -> list[str]:
    return [child.tag for child in element]


def only(element: ET.Element, path: str) -> ET.Element:
    (found,) = element.findall(path)
    return found


def greeted(greeting: str = "Hello.", queue: str = "safety") -> ET.Element:
    return read(
        twiml.greet(
            greeting=[Spoken(greeting)],
            consent_url=f"{HUB}/consent?call=c_1&x=2",
            queue=queue,
            wait_url=f"{HUB}/wait",
            after_url=f"{HUB}/after",
        )
    )


def test_a_caller_is_greeted_told_of_the_recording_and_queued() -> None:
    document = greeted()
    assert verbs(document) == ["Say", "Gather", "Enqueue"]
    asked = only(document, "Gather")
    assert asked.attrib == {
        "input": "dtmf",
        "numDigits": "1",
        "timeout": "3",
        "action": f"{HUB}/consent?call=c_1&x=2",
        "method": "POST",
    }
    assert [(say.text or "", say.get("language")) for say in asked] == [
        ("This call may be recorded. To continue without recording, press 2.", "en-US"),
        ("Esta llamada puede ser grabada. Para continuar sin grabación, oprima 2.", "es-US"),
    ]
    queue = only(document, "Enqueue")
    assert queue.text == "safety"
    assert (queue.get("waitUrl"), queue.get("action")) == (f"{HUB}/wait", f"{HUB}/after")


def test_a_line_that_is_never_recorded_asks_nothing() -> None:
    document = twiml.greet(
        greeting=[],
        consent=(),
        consent_url="",
        queue="safety",
        wait_url=f"{HUB}/wait",
        after_url=f"{HUB}/after",
    )
    assert verbs(read(document)) == ["Enqueue"]


def test_a_caller_can_be_queued_without_a_word() -> None:
    document = read(twiml.enqueue(queue="q" * 80, wait_url=f"{HUB}/wait", after_url=f"{HUB}/after"))
    assert only(document, "Enqueue").text == "q" * 64


def test_waiting_in_a_queue_hears_a_key_and_goes_on() -> None:
    document = read(
        twiml.wait_in_queue(
            announcement=[Spoken("You are next."), Spoken("Sigue usted.", "es-US")],
            music_url="https://hub.example.com/hold.mp3",
            key_url=f"{HUB}/key",
            again_url=f"{HUB}/wait",
        )
    )
    assert verbs(document) == ["Gather", "Redirect"]
    assert verbs(only(document, "Gather")) == ["Say", "Say", "Play"]
    assert only(document, "Redirect").text == f"{HUB}/wait"


@pytest.mark.parametrize("pause_seconds", [0, 1, 10])
def test_a_round_of_silence_always_takes_time(pause_seconds: int) -> None:
    document = read(twiml.hold(pause_seconds=pause_seconds, again_url=f"{HUB}/hold"))
    assert verbs(document) == ["Pause", "Redirect"]
    assert only(document, "Pause").get("length") == str(max(1, pause_seconds))


def test_hold_loops_and_uses_only_what_a_room_may_play() -> None:
    document = read(
        twiml.hold(announcement=[Spoken("One moment.")], music_url="m", again_url=f"{HUB}/hold")
    )
    assert verbs(document) == ["Say", "Play", "Redirect"]


def test_an_agents_voicemail_never_takes_the_call() -> None:
    document = read(
        twiml.screen_agent(prompt=[Spoken("Press 1.")], accept_url=f"{HUB}/accept?leg=leg_7")
    )
    assert verbs(document) == ["Gather", "Hangup"]
    assert only(document, "Gather").get("timeout") == "8"


def test_an_agent_starts_the_room_and_their_leaving_does_not_end_it() -> None:
    document = twiml.join_agent(room="itx_1", label="agent-7", status_url=f"{HUB}/conference")
    room = only(read(document), "Dial/Conference")
    assert room.text == "itx_1"
    assert room.attrib == {
        "participantLabel": "agent-7",
        "startConferenceOnEnter": "true",
        "endConferenceOnExit": "false",
        "beep": "false",
        "jitterBufferSize": "small",
        "waitUrl": "",
        "statusCallback": f"{HUB}/conference",
        "statusCallbackMethod": "POST",
        "statusCallbackEvent": "start end join leave mute hold modify announcement",
    }


def test_a_customer_waits_in_the_room_and_it_ends_with_them() -> None:
    document = twiml.join_customer(
        room="itx_1",
        label="customer-1",
        status_url=f"{HUB}/conference#rc=3&rp=all",
        wait_url=f"{HUB}/room-wait",
        after_url=f"{HUB}/after",
    )
    dial = only(read(document), "Dial")
    room = only(dial, "Conference")
    assert dial.get("action") == f"{HUB}/after"
    assert room.get("startConferenceOnEnter") == "false"
    assert room.get("endConferenceOnExit") == "true"
    assert room.get("statusCallback") == f"{HUB}/conference#rc=3&rp=all"
    assert room.get("waitUrl") == f"{HUB}/room-wait"


def test_a_call_ends_with_or_without_words() -> None:
    assert verbs(read(twiml.goodbye())) == ["Hangup"]
    assert verbs(read(twiml.goodbye([Spoken("Goodbye.")]))) == ["Say", "Hangup"]


def test_refusing_is_the_first_and_only_verb() -> None:
    document = read(twiml.reject())
    assert verbs(document) == ["Reject"]
    assert only(document, "Reject").get("reason") == "busy"


def test_a_status_callback_gets_an_empty_document() -> None:
    assert verbs(read(twiml.empty())) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_strangers_text_stays_text(text: str) -> None:
    document = greeted(greeting=f"Hello {text}", queue=text)
    assert verbs(document) == ["Say", "Gather", "Enqueue"]
    assert only(document, "Say").text == f"Hello {twiml.clean(text)}".strip()
    room = read(twiml.join_agent(room=text, label=text, status_url=text, wait_url=text))
    assert verbs(only(room, "Dial")) == ["Conference"]
    assert verbs(only(room, "Dial/Conference")) == []


@given(text=st.text(alphabet=st.characters(), max_size=60))
def test_any_text_makes_a_legal_document_of_the_same_shape(text: str) -> None:
    document = read(twiml.goodbye([Spoken(f".{text}.")]))
    assert verbs(document) == ["Say", "Hangup"]
    spoken = (only(document, "Say").text or "").replace("\r\n", "\n").replace("\r", "\n")
    assert spoken == twiml.clean(f".{text}.").replace("\r\n", "\n").replace("\r", "\n")


def test_words_that_are_only_illegal_are_not_said() -> None:
    assert verbs(read(twiml.goodbye([Spoken("\x00 \x1b")]))) == ["Hangup"]
