"""Outgoing mail: what we meant arrives, and not one header more."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.base import OutboundMail
from channels.email.compose import compose
from channels.email.message import parse
from channels.email.threading import issue_message_id

AT = datetime(2024, 5, 6, 8, 32, tzinfo=UTC)
MAIL = OutboundMail(
    out="msg_9",
    message_id=issue_message_id(b"secret", "msg_9", "desk.example.com"),
    sender="help@desk.example.com",
    sender_name="Ayuda, Señal & Co.",
    to=("ana@example.com", "ben@example.org"),
    cc=("vet@example.net",),
    subject="Re: ¿Dónde está mi perro? 👋 [INC-4F7-2KX]",
    text="Hola Ana,\n\n.\nFrom here: ñ " + "long " * 300 + "\n-- \nDesk",
    reply_to="reply+4f7-2kx.abcdefghijklmnop@desk.example.com",
    in_reply_to="<two@example.com>",
    references=("<one@example.com>", "<two@example.com>"),
)


def test_what_was_composed_is_read_back() -> None:
    raw = compose(MAIL, at=AT)
    mail = parse(raw)
    assert (mail.sender, mail.sender_name) == (MAIL.sender, MAIL.sender_name)
    assert (mail.to, mail.cc, mail.reply_to) == (MAIL.to, MAIL.cc, (MAIL.reply_to,))
    assert (mail.subject, mail.text.rstrip("\n")) == (MAIL.subject, MAIL.text)
    assert (mail.message_id, mail.in_reply_to) == (MAIL.message_id, MAIL.in_reply_to)
    assert (mail.references, mail.date) == (MAIL.references, AT)
    assert max(len(line) for line in raw.split(b"\r\n")) <= 200
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert raw.isascii()


EVIL = ["a\r\nBcc: x@example.com", "a\nb", "a\rb", "a\x00b", "a\u2028b", "\x85", "\ud800"]


@pytest.mark.parametrize("evil", EVIL)
def test_a_line_break_in_any_header_is_refused_in_words(evil: str) -> None:
    broken = [
        replace(MAIL, subject=evil),
        replace(MAIL, sender_name=evil),
        replace(MAIL, sender=f"{evil}@example.com"),
        replace(MAIL, to=("ana@example.com", f"{evil}@example.com")),
        replace(MAIL, cc=(f"ana@example.com{evil}",)),
        replace(MAIL, reply_to=f"{evil}@example.com"),
        replace(MAIL, message_id=f"<{evil}@example.com>"),
        replace(MAIL, in_reply_to=f"<{evil}@example.com>"),
        replace(MAIL, references=(f"<{evil}@example.com>",)),
    ]
    for mail in broken:
        with pytest.raises(ValueError, match=r"contains|is not"):
            compose(mail, at=AT)


@pytest.mark.parametrize(
    "address",
    ["", "ana", "a@b@c.com", "a,b@example.com", "<a@example.com>", "a b@example.com", "ñ@x.com"],
)
def test_what_is_not_one_plain_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="plain mail address"):
        compose(replace(MAIL, to=(address,)), at=AT)


def test_a_mail_to_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="recipient"):
        compose(replace(MAIL, to=()), at=AT)


@given(
    subject=st.text(st.characters(exclude_categories=("C", "Z"))),
    name=st.text(st.characters(exclude_categories=("C", "Z"))),
)
def test_no_subject_or_name_adds_a_header(subject: str, name: str) -> None:
    mail = replace(MAIL, subject=subject, sender_name=name)
    message = message_from_bytes(compose(mail, at=AT))
    assert sorted(key.lower() for key in message) == sorted(
        ["message-id", "date", "in-reply-to", "references", "from", "to", "cc", "reply-to",
         "subject", "content-type", "content-transfer-encoding", "mime-version"]
    )  # fmt: skip
    assert parse(message.as_bytes()).sender == MAIL.sender


def test_a_long_thread_keeps_its_first_and_its_newest_ids() -> None:
    chain = tuple(f"<{number}@example.com>" for number in range(100))
    mail = replace(MAIL, references=chain, in_reply_to=chain[-1])
    assert parse(compose(mail, at=AT)).references == (chain[0], *chain[-20:])


def test_a_very_long_id_is_not_broken_in_two() -> None:
    long_id = "<" + "x" * 300 + "@example.com>"
    mail = parse(compose(replace(MAIL, in_reply_to=long_id, references=(long_id,)), at=AT))
    assert (mail.in_reply_to, mail.references) == (long_id, (long_id,))
