"""Bounces: who did not get which mail, and why."""

from __future__ import annotations

import pytest

from channels.email.message import parse
from channels.email.threading import issue_message_id, verify_message_id

OURS = issue_message_id(b"secret", "msg_9", "desk.example.com")


def _report(action: str, original: str = OURS, kind: str = "message/rfc822") -> bytes:
    return (
        "From: Mail Delivery System <mailer-daemon@mx.example.net>\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.example.net\r\n\r\n"
        "Final-Recipient: rfc822; ok@example.com\r\nAction: relayed\r\nStatus: 2.0.0\r\n\r\n"
        f"Final-Recipient: rfc822; ana@example.com\r\nAction: {action}\r\nStatus: 5.1.1 (bad)\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 <ana@example.com>:\r\n user unknown\r\n\r\n"
        f"--b\r\nContent-Type: {kind}\r\n\r\nMessage-ID: {original}\r\nSubject: Dog\r\n\r\nHi\r\n"
        "--b--\r\n"
    ).encode()


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_names_recipient_reason_and_our_mail(kind: str) -> None:
    mail = parse(_report("failed", kind=kind))
    assert mail.bounce is not None
    assert mail.bounce.recipient == "ana@example.com"
    assert (mail.bounce.status, mail.bounce.action) == ("5.1.1", "failed")
    assert mail.bounce.diagnostic == "550 5.1.1 <ana@example.com>: user unknown"
    assert verify_message_id(b"secret", mail.bounce.original_message_id) == "msg_9"
    assert mail.auto


def test_a_delay_is_not_a_failure() -> None:
    bounce = parse(_report("delayed")).bounce
    assert bounce is not None
    assert bounce.action == "delayed"


def test_a_report_of_success_is_no_bounce_but_automatic() -> None:
    mail = parse(_report("delivered"))
    assert mail.bounce is None
    assert mail.auto


def test_a_forged_bounce_does_not_quote_an_id_of_ours() -> None:
    bounce = parse(_report("failed", original="<msg_9.aaaaaaaaaaaaaaaa@desk.example.com>")).bounce
    assert bounce is not None
    assert verify_message_id(b"secret", bounce.original_message_id) is None


def test_a_bounce_in_prose_is_recognised_by_its_sender_and_subject() -> None:
    raw = (
        "From: postmaster@example.net\r\nSubject: Undeliverable: Dog\r\n\r\n"
        "Your mail to ana@example.com failed:\r\n550 5.7.1 blocked by policy\r\n\r\n"
        f"> Message-ID: {OURS}\r\n"
    )
    bounce = parse(raw.encode()).bounce
    assert bounce is not None
    assert (bounce.recipient, bounce.status) == ("ana@example.com", "5.7.1")
    assert bounce.diagnostic == "550 5.7.1 blocked by policy"
    assert bounce.original_message_id == OURS


def test_a_person_who_writes_about_a_bounce_is_a_person() -> None:
    raw = b"From: ana@example.com\r\nSubject: Delivery failed?\r\n\r\n550 5.1.1 user unknown"
    mail = parse(raw)
    assert (mail.bounce, mail.auto) == (None, False)
