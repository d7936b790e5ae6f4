"""Recordings are looked up and deleted; who answered is asked for, and read as it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import httpx
import pytest
import respx

from channels.base import AnswerStatus, Refused, Uncertain, Unreachable
from channels.recordings import RecordingFound, Recordings
from channels.twilio.inbound import answer_status
from channels.twilio.pace import Pace
from channels.twilio.recordings import TwilioRecordings
from channels.twilio.voice import TwilioVoice

if TYPE_CHECKING:
    from twilio.rest import Client  # type: ignore[import-untyped]

ACCOUNT = "https://api.twilio.com/2010-04-01/Accounts/ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
CALL, RECORDING = "CA" + "1" * 32, "RE" + "1" * 32
ONE = f"{ACCOUNT}/Recordings/{RECORDING}"


@pytest.fixture
def recordings(client: Client) -> Recordings:
    return TwilioRecordings(client)


@respx.mock
async def test_everything_recorded_of_a_leg_is_found(recordings: Recordings) -> None:
    shown = {"sid": RECORDING, "status": "completed", "source": "RecordVerb", "duration": "12"}
    begun = {"sid": "RE2", "status": "processing", "source": "StartCallRecordingAPI"}
    page = {"recordings": [shown, begun], "next_page_uri": None, "page": 0, "page_size": 50}
    respx.get(f"{ACCOUNT}/Calls/{CALL}/Recordings.json").respond(json=page)
    assert list(await recordings.of_call(CALL)) == [
        RecordingFound(RECORDING, "completed", "RecordVerb", 12, ONE),
        RecordingFound(
            "RE2", "processing", "StartCallRecordingAPI", None, f"{ACCOUNT}/Recordings/RE2"
        ),
    ]


@respx.mock
async def test_what_is_gone_already_is_deleted(recordings: Recordings) -> None:
    asked = respx.delete(f"{ONE}.json")
    gone = httpx.Response(404, json={"code": 20404, "message": "no", "status": 404})
    asked.side_effect = [httpx.Response(204), gone]
    await recordings.delete(RECORDING)
    await recordings.delete(RECORDING)
    assert asked.call_count == 2


@respx.mock
async def test_a_deletion_fails_in_words_when_it_fails(recordings: Recordings) -> None:
    asked = respx.delete(f"{ONE}.json")
    asked.side_effect = [
        httpx.Response(401, json={"code": 20003, "message": "no", "status": 401}),
        httpx.Response(500, json={}),
        httpx.ReadTimeout("slow"),
        httpx.Response(429, json={"code": 20429, "message": "slow down", "status": 429}),
    ]
    for expected in (Refused, Uncertain, Uncertain, Unreachable):
        with pytest.raises(expected):
            await recordings.delete(RECORDING)


async def test_no_other_resource_is_deleted_by_a_name_that_leads_there(
    recordings: Recordings,
) -> None:
    with pytest.raises(Refused):
        await recordings.delete("../Calls/" + CALL)


@respx.mock
async def test_detection_is_asked_for_with_an_address_and_else_not_at_all(client: Client) -> None:
    voice = TwilioVoice(client, pace=Pace(0))
    asked = respx.post(f"{ACCOUNT}/Conferences/room/Participants.json").respond(
        201, json={"call_sid": CALL, "status": "queued"}
    )
    for url in ("", "https://hub.example.com/twilio/amd?call=c1"):
        await voice.add(
            "room",
            to="+15550100123",
            caller_id="+15550100001",
            label="customer",
            status_url="https://hub.example.com/s",
            conference_status_url="https://hub.example.com/c",
            detect_url=url,
        )
        form = parse_qs(asked.calls.last.request.content.decode())
        assert form.get("AmdStatusCallback", [""]) == [url]
        assert form.get("MachineDetection", [""]) == ["Enable" if url else ""]
        # Of participants it is never waited for; the parameter for that is an error there.
        assert "AsyncAmd" not in form


def test_who_answered_is_read_as_it_is_told() -> None:
    told = {
        "AccountSid": "AC1",
        "CallSid": CALL,
        "AnsweredBy": "machine_start",
        "MachineDetectionDuration": "3245",
    }
    assert answer_status(told) == AnswerStatus(CALL, "AC1", "machine_start", 3245)
    assert answer_status({}) == AnswerStatus("", "", "", 0)
