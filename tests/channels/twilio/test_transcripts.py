"""Transcriptions are begun once and ended by name; their callbacks are read with suspicion."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import httpx
import pytest
import respx

from channels.base import Receipt, Refused, Uncertain, Unreachable
from channels.captions import Captioning, CaptionWish
from channels.twilio.transcripts import TwilioCaptions, transcript

if TYPE_CHECKING:
    from twilio.rest import Client  # type: ignore[import-untyped]

ACCOUNT = "https://api.twilio.com/2010-04-01/Accounts/ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
CALL, SID = "CA" + "1" * 32, "GT" + "1" * 32
MANY = f"{ACCOUNT}/Calls/{CALL}/Transcriptions.json"
ONE = f"{ACCOUNT}/Calls/{CALL}/Transcriptions/captions-1.json"
WISH = CaptionWish("captions-1", "es-US", "https://hub.example.com/twilio/transcript?call=1")
QUERY = {"call": "CA1", "sitting": "2"}
SAID = {
    "AccountSid": "AC1",
    "TranscriptionSid": SID,
    "TranscriptionEvent": "transcription-content",
    "Track": "inbound_track",
    "SequenceId": "3",
    "LanguageCode": "en-US",
    "Timestamp": "2026-01-06T18:00:03.123456Z",
    "Final": "true",
    "TranscriptionData": '{"transcript":"Someone is impersonating me.","confidence":0.9678}',
}


@pytest.fixture
def captions(client: Client) -> TwilioCaptions:
    return TwilioCaptions(client)


def test_it_is_a_captioning_channel(captions: TwilioCaptions) -> None:
    channel: Captioning = captions
    assert channel is captions


@respx.mock
async def test_both_sides_are_transcribed_with_unfinished_lines(captions: TwilioCaptions) -> None:
    asked = respx.post(MANY).respond(200, json={"sid": SID, "status": "in-progress"})
    assert await captions.start(CALL, WISH) == Receipt(SID, "in-progress")
    assert parse_qs(asked.calls.last.request.content.decode()) == {
        "Name": ["captions-1"],
        "Track": ["both_tracks"],
        "StatusCallbackUrl": [WISH.status_url],
        "StatusCallbackMethod": ["POST"],
        "LanguageCode": ["es-US"],
        "PartialResults": ["true"],
        "ProfanityFilter": ["false"],
    }


@respx.mock
@pytest.mark.parametrize(("status", "code"), [(404, 20404), (400, 21220)])
async def test_ending_what_is_over_is_success(
    captions: TwilioCaptions, status: int, code: int
) -> None:
    body = {"code": code, "message": "no", "status": status}
    respx.post(ONE).respond(status, json=body)
    await captions.stop(CALL, "captions-1")


@respx.mock
@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.Response(429), Unreachable),
        (httpx.Response(500, json={"code": 20500, "message": "no", "status": 500}), Uncertain),
        (httpx.Response(400, json={"code": 20001, "message": "no", "status": 400}), Refused),
        (httpx.Response(200, text="<html>"), Uncertain),
    ],
)
async def test_a_failure_says_whether_it_may_be_tried_again(
    captions: TwilioCaptions, answer: httpx.Response, error: type[Exception]
) -> None:
    respx.post(MANY).mock(return_value=answer)
    respx.post(ONE).mock(return_value=answer)
    with pytest.raises(error):
        await captions.start(CALL, WISH)
    if answer.status_code != 200:
        with pytest.raises(error):
            await captions.stop(CALL, "captions-1")


def test_a_finished_line_is_read_with_who_when_and_how_sure() -> None:
    heard = transcript(SAID, QUERY)
    assert heard is not None
    assert (heard.call, heard.sitting, heard.sid) == ("CA1", 2, SID)
    assert (heard.event, heard.track, heard.sequence) == ("content", "inbound", 3)
    assert (heard.text, heard.confidence) == ("Someone is impersonating me.", 0.9678)
    assert heard.is_final
    assert heard.said_at == datetime(2026, 1, 6, 18, 0, 3, 123456, tzinfo=UTC)
    assert "impersonating" not in repr(heard)


@pytest.mark.parametrize("final", ["false", "", "yes"])
def test_what_is_not_said_to_be_final_is_not(final: str) -> None:
    heard = transcript(SAID | {"Final": final}, QUERY)
    assert heard is not None
    assert not heard.is_final


@pytest.mark.parametrize(
    "data",
    ["", "no json", "[]", "null", '{"transcript":7}', '{"confidence":1}', "[" * 5_000, '"text"'],
)
def test_data_that_can_not_be_read_is_no_word(data: str) -> None:
    heard = transcript(SAID | {"TranscriptionData": data}, QUERY)
    assert heard is not None
    assert (heard.text, heard.confidence) == ("", None)


@pytest.mark.parametrize("sure", ["NaN", "Infinity", "-1", "2", "true", '"0.9"'])
def test_a_confidence_that_is_none_is_left_out(sure: str) -> None:
    data = f'{{"transcript":"a  b\\n c","confidence":{sure}}}'
    heard = transcript(SAID | {"TranscriptionData": data}, QUERY)
    assert heard is not None
    assert (heard.text, heard.confidence) == ("a b c", None)


@pytest.mark.parametrize(
    "time", ["", "yesterday", "9999-99-99T00:00:00Z", "0001-01-01T00:00+23:59"]
)
def test_a_time_that_can_not_be_read_is_none(time: str) -> None:
    heard = transcript(SAID | {"Timestamp": time}, QUERY)
    assert heard is not None
    assert heard.said_at is None


def test_an_error_tells_what_to_do_and_repeats_nothing_that_was_said() -> None:
    event = {"TranscriptionEvent": "transcription-error", "TranscriptionErrorCode": "32650"}
    heard = transcript(SAID | event | {"TranscriptionError": "could not hear 'my name'"}, QUERY)
    assert heard is not None
    assert heard.code == 32650
    assert heard.words == (
        "The provider stopped writing down what is said (error 32650). "
        "The call goes on; write down what matters."
    )


def test_an_event_that_is_new_to_us_is_none() -> None:
    assert transcript(SAID | {"TranscriptionEvent": "transcription-paused"}, QUERY) is None
    assert transcript({}, {}) is None
