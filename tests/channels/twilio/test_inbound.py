"""Webhook parameters become facts, whatever is missing, unknown or lying."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.base import CallStatus, ConferenceEvent, Media, TextStatus
from channels.twilio.inbound import (
    call_arrived,
    call_status,
    conference_event,
    keyword,
    recording_status,
    text_arrived,
    text_status,
)

ACCOUNT = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
CUSTOMER = "CA11111111111111111111111111111111"
AGENT = "CA22222222222222222222222222222222"


def sample(name: str) -> dict[str, str]:
    data = json.loads((Path(__file__).parent / "data" / "vectors.json").read_bytes())
    return next(dict(case["params"]) for case in data["cases"] if case["name"] == name)


def test_a_text_arrives() -> None:
    params = sample("sms.inbound")
    text = text_arrived(params)
    assert (text.sid, text.account) == (params["MessageSid"], ACCOUNT)
    assert (text.sender, text.to, text.body) == (params["From"], params["To"], params["Body"])
    assert text.media == ()
    assert text.opt_out is None


def test_a_picture_without_words_arrives_with_its_media() -> None:
    text = text_arrived(sample("sms.inbound.empty_body_mms"))
    assert text.body == ""
    assert [media.content_type for media in text.media] == ["image/jpeg", "application/pdf"]
    assert text.media[1].url.endswith("/Media/ME" + "2" * 32)


def test_media_are_found_when_their_number_lies() -> None:
    params = {"NumMedia": "0", "MediaUrl0": "https://api.twilio.com/a", "NumSegments": "x"}
    assert text_arrived(params).media == (Media(url="https://api.twilio.com/a", content_type=""),)
    assert text_arrived({"NumMedia": "999999999"}).media == ()


def test_the_providers_own_opt_out_wins_over_the_words_and_was_answered() -> None:
    text = text_arrived({"Body": "help", "OptOutType": "STOP"})
    assert (text.opt_out, text.opt_out_answered) == ("STOP", True)
    text = text_arrived(sample("sms.inbound.stop"))
    assert (text.opt_out, text.opt_out_answered) == ("STOP", True)
    text = text_arrived({"Body": "Stop", "OptOutType": "LATER"})
    assert (text.opt_out, text.opt_out_answered) == ("STOP", False)


@pytest.mark.parametrize(
    ("body", "meaning"),
    [
        ("STOP", "STOP"),
        (" stop.\n", "STOP"),
        ("“Unsubscribe”!", "STOP"),
        ("\u200bOptOut\u00a0", "STOP"),
        ("revoke", "STOP"),
        ("UnStop", "START"),
        ("yes", "START"),
        ("info?", "HELP"),
        ("help me he is here", None),
        ("stop texting me", None),
        ("STOP 🛑", None),
        ("alto", None),
        ("", None),
        ("...", None),
        ("STOP" + " " * 1000, None),
    ],
)
def test_only_a_single_keyword_is_an_opt_out(body: str, meaning: str | None) -> None:
    assert keyword(body) == meaning
    assert text_arrived({"Body": body}).opt_out_answered is False


def test_a_delivery_report_carries_our_own_id_and_the_reason() -> None:
    assert text_status(sample("sms.status.undelivered"), {"out": "msg_9"}) == TextStatus(
        sid="SM" + "1" * 32, account=ACCOUNT, status="undelivered", out="msg_9", error_code=30003
    )
    assert text_status(sample("sms.status.failed_stop"), {}).error_code == 21610
    assert text_status({"SmsSid": "SM1", "SmsStatus": "teleported"}, {}).status == "teleported"


def test_a_call_arrives_with_its_attestation() -> None:
    call = call_arrived(sample("voice.inbound"))
    assert (call.sid, call.account) == (CUSTOMER, ACCOUNT)
    assert (call.caller, call.to) == ("+15550009999", "+15550001111")
    assert call.attestation == "TN-Validation-Passed-A"
    anonymous = sample("voice.inbound.anonymous")
    assert call_arrived(anonymous).caller == anonymous["From"]
    assert call_arrived({}).attestation == ""


def test_a_leg_completes() -> None:
    assert call_status(sample("call.completed"), {"leg": "leg_7", "call": "c_1"}) == CallStatus(
        sid=AGENT,
        account=ACCOUNT,
        status="completed",
        sequence=3,
        call="c_1",
        leg="leg_7",
        duration=61,
        sip_code=200,
    )
    assert call_status(sample("call.ringing"), {}).duration is None
    assert call_status(sample("call.busy"), {}).sip_code == 486


def test_a_customer_joins_the_room() -> None:
    assert conference_event(sample("conf.join.customer")) == ConferenceEvent(
        conference="CF" + "1" * 32,
        account=ACCOUNT,
        room="itx_01HZX",
        event="participant-join",
        sequence=1,
        call_sid=CUSTOMER,
        label="customer-1",
    )


def test_hold_mute_and_coaching_are_read_as_they_are_confirmed() -> None:
    assert conference_event(sample("conf.hold")).hold
    assert not conference_event(sample("conf.unhold")).hold
    assert conference_event(sample("conf.mute")).muted
    assert conference_event(sample("conf.modify.coach")).coaching
    assert not conference_event({"Muted": "TRUE?", "Hold": "1"}).muted


def test_every_leaving_has_its_reason() -> None:
    unanswered = conference_event(sample("conf.leave.agent_never_answered"))
    assert (unanswered.reason, unanswered.participant_status) == (
        "participant_add_failed",
        "no-answer",
    )
    ended = conference_event(sample("conf.end"))
    assert ended.reason == "participant-with-end-conference-on-exit-left"
    assert ended.ended_by == AGENT
    failed = sample("conf.announcement_fail")
    assert conference_event(failed).reason == failed["ReasonAnnouncementFailed"]


def test_a_recording_is_completed() -> None:
    recording = recording_status(sample("recording.completed"))
    assert (recording.sid, recording.call_sid) == ("RE" + "1" * 32, CUSTOMER)
    assert (recording.status, recording.duration) == ("completed", 58)
    assert recording.url.startswith("https://api.twilio.com/")
    assert recording_status(sample("recording.absent")).status == "absent"
    assert recording_status(sample("recording.conference.completed")).call_sid == ""


@given(value=st.text(max_size=20))
def test_a_number_that_is_none_is_no_error(value: str) -> None:
    params = {"SequenceNumber": value, "CallDuration": value, "ErrorCode": value}
    assert call_status(params, {}).sequence >= 0
    assert text_status(params, {}).error_code >= 0
    assert call_status({"SequenceNumber": "٣", "CallDuration": "-1"}, {}).duration is None


def test_a_webhook_without_any_parameter_is_an_empty_fact() -> None:
    assert text_arrived({}).sid == ""
    assert text_status({}, {}).status == ""
    assert call_arrived({}).caller == ""
    assert call_status({}, {}).sequence == 0
    assert conference_event({}).event == ""
    assert recording_status({}).duration is None
