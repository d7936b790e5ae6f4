"""Live calls are controlled by named fields only, and legs are created at the provider's pace."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal
from urllib.parse import parse_qs

import httpx
import pytest
import respx

from channels.base import LegFound, LegWish, Receipt, Refused, Uncertain, Unreachable, Voice
from channels.twilio.pace import Pace
from channels.twilio.voice import TwilioVoice

if TYPE_CHECKING:
    from twilio.rest import Client  # type: ignore[import-untyped]

    from tests.channels.twilio.conftest import FrozenClock

ACCOUNT = "https://api.twilio.com/2010-04-01/Accounts/ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
CALL, ROOM = "CA" + "1" * 32, "CF" + "1" * 32
PARTICIPANT = f"{ACCOUNT}/Conferences/{ROOM}/Participants/{CALL}.json"
HUB = "https://hub.example.com/twilio"
LEG = LegWish("+15550100123", "+15550100001", f"{HUB}/answer", f"{HUB}/status?leg=leg_7")


@pytest.fixture
def voice(client: Client) -> TwilioVoice:
    return TwilioVoice(client, pace=Pace(0))


def fields(route: respx.Route) -> dict[str, list[str]]:
    return parse_qs(route.calls.last.request.content.decode())


def error(status: int, code: int) -> httpx.Response:
    return httpx.Response(status, json={"code": code, "message": "no", "status": status})


def test_it_is_a_voice_channel(voice: TwilioVoice) -> None:
    channel: Voice = voice
    assert channel is voice


@respx.mock
async def test_a_leg_is_rung_with_all_its_callbacks(voice: TwilioVoice) -> None:
    asked = respx.post(f"{ACCOUNT}/Calls.json").respond(201, json={"sid": CALL, "status": "queued"})
    assert await voice.ring(LEG) == Receipt(CALL, "queued")
    assert fields(asked) == {
        "To": [LEG.to],
        "From": [LEG.caller_id],
        "Url": [LEG.twiml_url],
        "Method": ["POST"],
        "StatusCallback": [LEG.status_url],
        "StatusCallbackMethod": ["POST"],
        "StatusCallbackEvent": ["initiated", "ringing", "answered", "completed"],
        "Timeout": ["20"],
    }


@respx.mock
async def test_a_live_call_gets_new_instructions(voice: TwilioVoice) -> None:
    asked = respx.post(f"{ACCOUNT}/Calls/{CALL}.json").respond(json={"sid": CALL})
    await voice.redirect(CALL, "<Response/>")
    assert fields(asked) == {"Twiml": ["<Response/>"]}


@respx.mock
async def test_hanging_up_a_leg_that_is_over_is_success(voice: TwilioVoice) -> None:
    asked = respx.post(f"{ACCOUNT}/Calls/{CALL}.json")
    asked.side_effect = [httpx.Response(200, json={"sid": CALL}), error(400, 21220)]
    await voice.hang_up(CALL)
    await voice.hang_up(CALL)
    assert fields(asked) == {"Status": ["completed"]}
    assert asked.call_count == 2


@respx.mock
async def test_hanging_up_fails_in_words_when_it_fails(voice: TwilioVoice) -> None:
    asked = respx.post(f"{ACCOUNT}/Calls/{CALL}.json")
    asked.side_effect = [error(401, 20003), error(500, 0), httpx.ConnectError("refused")]
    for expected in (Refused, Uncertain, Unreachable):
        with pytest.raises(expected):
            await voice.hang_up(CALL)


@respx.mock
async def test_ending_a_room_that_is_over_is_success(voice: TwilioVoice) -> None:
    asked = respx.post(f"{ACCOUNT}/Conferences/{ROOM}.json")
    asked.side_effect = [httpx.Response(200, json={}), error(404, 20404), error(401, 20003)]
    await voice.end_conference(ROOM)
    assert fields(asked) == {"Status": ["completed"]}
    await voice.end_conference(ROOM)
    with pytest.raises(Refused):
        await voice.end_conference(ROOM)


@respx.mock
async def test_a_participant_is_held_with_music_and_taken_back(voice: TwilioVoice) -> None:
    asked = respx.post(PARTICIPANT).respond(json={})
    await voice.hold(ROOM, CALL, True, f"{HUB}/hold")
    assert fields(asked) == {"Hold": ["true"], "HoldUrl": [f"{HUB}/hold"], "HoldMethod": ["POST"]}
    await voice.hold(ROOM, CALL, False, f"{HUB}/hold")
    assert fields(asked) == {"Hold": ["false"]}


@respx.mock
async def test_a_participant_is_muted_and_heard_again(voice: TwilioVoice) -> None:
    asked = respx.post(PARTICIPANT).respond(json={})
    await voice.mute(ROOM, CALL, True)
    assert fields(asked) == {"Muted": ["true"]}
    await voice.mute(ROOM, CALL, False)
    assert fields(asked) == {"Muted": ["false"]}


@respx.mock
async def test_a_mute_without_an_answer_is_never_a_believed_mute(voice: TwilioVoice) -> None:
    respx.post(PARTICIPANT).mock(side_effect=httpx.ReadTimeout("slow"))
    with pytest.raises(Uncertain):
        await voice.mute(ROOM, CALL, True)


async def add(voice: TwilioVoice, room: str = "itx_1", label: str = "customer-1") -> Receipt:
    return await voice.add(
        room,
        to="+15550100123",
        caller_id="+15550100001",
        label=label,
        status_url=f"{HUB}/status?leg=customer-1",
        conference_status_url=f"{HUB}/conference",
    )


@respx.mock
async def test_a_customer_is_dialed_into_the_room_with_the_rooms_callbacks(
    voice: TwilioVoice,
) -> None:
    asked = respx.post(f"{ACCOUNT}/Conferences/itx_1/Participants.json").respond(
        201, json={"call_sid": CALL, "conference_sid": ROOM, "status": "queued"}
    )
    assert await add(voice) == Receipt(CALL, "queued")
    assert fields(asked) == {
        "To": ["+15550100123"],
        "From": ["+15550100001"],
        "Label": ["customer-1"],
        "StatusCallback": [f"{HUB}/status?leg=customer-1"],
        "StatusCallbackMethod": ["POST"],
        "StatusCallbackEvent": ["initiated", "ringing", "answered", "completed"],
        "ConferenceStatusCallback": [f"{HUB}/conference"],
        "ConferenceStatusCallbackMethod": ["POST"],
        "ConferenceStatusCallbackEvent": [
            *("start", "end", "join", "leave", "mute", "hold", "modify", "announcement")
        ],
        "Timeout": ["40"],
        "Beep": ["false"],
        "EarlyMedia": ["true"],
        "StartConferenceOnEnter": ["true"],
        "EndConferenceOnExit": ["true"],
    }


@respx.mock
async def test_a_leg_is_recorded_in_two_channels(voice: TwilioVoice) -> None:
    asked = respx.post(f"{ACCOUNT}/Calls/{CALL}/Recordings.json").respond(
        201, json={"sid": "RE1", "status": "in-progress"}
    )
    assert await voice.start_recording(CALL, f"{HUB}/recording") == Receipt("RE1", "in-progress")
    assert fields(asked)["RecordingChannels"] == ["dual"]
    assert fields(asked)["RecordingStatusCallback"] == [f"{HUB}/recording"]
    assert fields(asked)["RecordingStatusCallbackEvent"] == ["in-progress", "completed", "absent"]


@respx.mock
@pytest.mark.parametrize("status", ["paused", "in-progress", "stopped"])
async def test_only_a_pause_says_how_to_pause(
    voice: TwilioVoice, status: Literal["paused", "in-progress", "stopped"]
) -> None:
    asked = respx.post(f"{ACCOUNT}/Calls/{CALL}/Recordings/Twilio.CURRENT.json").respond(json={})
    await voice.set_recording(CALL, status)
    how = {"PauseBehavior": ["silence"]} if status == "paused" else {}
    assert fields(asked) == {"Status": [status], **how}


@respx.mock
@pytest.mark.parametrize(
    ("status", "end_time", "found"),
    [
        ("ringing", None, LegFound("ringing")),
        ("in-progress", None, LegFound("in-progress")),
        ("busy", None, LegFound("busy")),
        (
            "completed",
            "Tue, 06 Jan 2026 18:04:10 +0000",
            LegFound("completed", datetime(2026, 1, 6, 18, 4, 10, tzinfo=UTC)),
        ),
    ],
)
async def test_a_look_says_what_the_provider_knows_of_a_leg(
    voice: TwilioVoice, status: str, end_time: str | None, found: LegFound
) -> None:
    answer = httpx.Response(200, json={"sid": CALL, "status": status, "end_time": end_time})
    respx.get(f"{ACCOUNT}/Calls/{CALL}.json").mock(return_value=answer)
    assert await voice.look_up(CALL) == found


@respx.mock
@pytest.mark.parametrize(("status", "code"), [(401, 20003), (404, 20404)])
async def test_a_failed_look_is_not_a_dead_call(voice: TwilioVoice, status: int, code: int) -> None:
    respx.get(f"{ACCOUNT}/Calls/{CALL}.json").mock(return_value=error(status, code))
    with pytest.raises(Refused) as no:
        await voice.look_up(CALL)
    assert no.value.code == code


@respx.mock
@pytest.mark.parametrize("name", ["", "../Messages", "CA1/x", "a b", "CA1?x=1", "é", "a" * 129])
async def test_a_name_that_would_change_the_address_is_refused(
    voice: TwilioVoice, name: str
) -> None:
    with pytest.raises(Refused):
        await voice.hang_up(name)
    with pytest.raises(Refused):
        await voice.mute(ROOM, name, True)
    with pytest.raises(Refused):
        await add(voice, room=name)
    with pytest.raises(Refused):
        await add(voice, label=name)
    assert respx.calls.call_count == 0


async def test_legs_are_created_one_a_second_in_the_order_they_were_asked(
    clock: FrozenClock,
) -> None:
    pace, passed = Pace(1, clock=clock, pause=clock.pause), list[tuple[int, float]]()

    async def leg(number: int) -> None:
        await pace.turn()
        passed.append((number, clock.now))

    await asyncio.gather(*map(leg, range(3)))
    assert passed == [(0, 1000.0), (1, 1001.0), (2, 1002.0)]
    clock.now += 10
    await leg(3)
    await leg(4)
    assert passed[3:] == [(3, 1012.0), (4, 1013.0)]


async def test_without_a_pace_nobody_waits(clock: FrozenClock) -> None:
    pace = Pace(0, clock=clock, pause=clock.pause)
    for _ in range(100):
        await pace.turn()
    assert clock.pauses == []


@respx.mock
async def test_rings_and_dialed_participants_share_one_pace_and_control_does_not_wait(
    client: Client, clock: FrozenClock
) -> None:
    respx.post(f"{ACCOUNT}/Calls.json").respond(201, json={"sid": CALL})
    respx.post(f"{ACCOUNT}/Conferences/itx_1/Participants.json").respond(
        201, json={"call_sid": CALL}
    )
    respx.post(PARTICIPANT).respond(json={})
    voice = TwilioVoice(client, pace=Pace(2, clock=clock, pause=clock.pause))
    await voice.ring(LEG)
    await voice.mute(ROOM, CALL, True)
    await voice.mute(ROOM, CALL, False)
    assert clock.pauses == []
    await add(voice)
    assert clock.pauses == [0.5]
