"""Threading: our ids and tokens are believed, everybody else's are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from channels.email.message import parse
from channels.email.threading import (
    find_clues,
    issue_message_id,
    issue_token,
    normalise_subject,
    reply_address,
    subject_with_tag,
    verify_message_id,
    verify_token,
)

if TYPE_CHECKING:
    from collections.abc import Callable

SECRET = b"a secret of this hub"
OTHER = b"a secret of another hub"


def _reply(*headers: str) -> bytes:
    return "\r\n".join(headers).encode() + b"\r\n\r\nHello"


def test_an_issued_message_id_is_verified_and_gives_our_id_back() -> None:
    issued = issue_message_id(SECRET, "msg_9-Z", "desk.example.com")
    assert issued.startswith("<msg_9-Z.")
    assert issued.endswith("@desk.example.com>")
    assert verify_message_id(SECRET, issued) == "msg_9-Z"
    assert verify_message_id(SECRET, issued.replace("desk.example.com", "relay.example.net"))


@pytest.mark.parametrize(
    "forge",
    [
        lambda issued: issued.replace("msg_9", "msg_8"),
        lambda issued: issued.replace(".", ".a", 1),
        lambda issued: "<msg_9@desk.example.com>",
        lambda issued: "<msg_9.@desk.example.com>",
        lambda issued: "",
        lambda issued: issued + "x" * 10_000,
        lambda issued: issued.replace("@", "\u0660@"),
    ],
)
def test_a_forged_message_id_is_nothing(forge: Callable[[str], str]) -> None:
    issued = issue_message_id(SECRET, "msg_9", "desk.example.com")
    assert verify_message_id(SECRET, forge(issued)) is None
    assert verify_message_id(OTHER, issued) is None


def test_a_mac_of_a_token_does_not_serve_as_one_of_a_message_id() -> None:
    mac = issue_token(SECRET, "4F7-2KX").partition(".")[2]
    assert verify_message_id(SECRET, f"<4F7-2KX.{mac}@desk.example.com>") is None


@pytest.mark.parametrize("out", ["", "a b", "a@b", "a\r\nBcc: x", "<a>", "x" * 65])
def test_an_id_that_no_header_can_hold_is_refused(out: str) -> None:
    with pytest.raises(ValueError, match="message id"):
        issue_message_id(SECRET, out, "desk.example.com")


def test_a_token_survives_mail_programs_that_change_its_case() -> None:
    token = issue_token(SECRET, "4F7-2KX")
    assert verify_token(SECRET, token) == "4F7-2KX"
    assert verify_token(SECRET, token.upper()) == "4F7-2KX"
    assert verify_token(OTHER, token) is None
    assert verify_token(SECRET, token.replace("4f7", "4f8")) is None
    assert len(reply_address(token, "d.example").partition("@")[0]) <= 64


def test_headers_come_before_the_token_and_newest_first() -> None:
    ids = [issue_message_id(SECRET, f"msg_{number}", "desk.example.com") for number in range(3)]
    mail = parse(
        _reply(
            f"References: {ids[0]} <stranger@example.com> {ids[1]}",
            f"In-Reply-To: {ids[2]}",
            "Subject: Something else entirely",
        )
    )
    clues = find_clues(SECRET, mail)
    assert clues.message_outs == ("msg_2", "msg_1", "msg_0")
    assert (clues.token, clues.subject) == (None, "Something else entirely")


def test_a_reply_address_in_the_envelope_is_stronger_than_a_tag_in_the_subject() -> None:
    mine = reply_address(issue_token(SECRET, "4F7-2KX"), "desk.example.com")
    mail = parse(_reply("Subject: RE: Hi [INC-AAA-BBB]", "To: help@desk.example.com"))
    assert find_clues(SECRET, mail, [mine]).token == "4F7-2KX"
    assert find_clues(SECRET, mail, [mine]).token_is_signed
    typed = find_clues(SECRET, mail)
    assert (typed.token, typed.token_is_signed) == ("AAA-BBB", False)


def test_a_stranger_who_knows_the_reference_cannot_make_a_reply_address() -> None:
    mail = parse(_reply("To: reply+4f7-2kx.aaaaaaaaaaaaaaaa@desk.example.com"))
    assert find_clues(SECRET, mail).token is None


@pytest.mark.parametrize(
    "subject",
    [
        "My dog is gone",
        "Re: My dog is gone",
        "RE: FW: Re[2]: My dog is gone",
        "RV: Re: AW: WG: TR:  My   dog is gone [INC-4F7-2KX]",
        "[inc-4f7-2kx] Re: My dog is gone",
        "Re: [INC-4F7-2KX] Re: My dog is gone",
        "回复\uff1aMy dog is gone",
    ],
)
def test_subjects_of_one_conversation_are_equal(subject: str) -> None:
    assert normalise_subject(subject) == "My dog is gone"


def test_a_subject_carries_its_tag_once() -> None:
    once = subject_with_tag("Re: My dog", "4F7-2KX")
    assert once == "Re: My dog [INC-4F7-2KX]"
    assert subject_with_tag(once, "4F7-2KX") == once
