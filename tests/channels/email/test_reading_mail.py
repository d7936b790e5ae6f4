"""Reading mail: people, texts, charsets, files, and what a machine wrote."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from channels.email.authentication import Verdict, trusted_verdict
from channels.email.message import parse


def _mail(*headers: str, body: bytes = b"Hello") -> bytes:
    return "\r\n".join(headers).encode("utf-8") + b"\r\n\r\n" + body


def test_a_plain_mail_is_read_whole() -> None:
    mail = parse(
        _mail(
            "From: =?utf-8?q?Ana_Garc=C3=ADa?= <Ana@Example.com>",
            'To: "Desk, First" <help@example.net>, Other: a@example.org, b@example.org;',
            "Cc: (boss) lead@example.net",
            "Subject: =?utf-8?B?wr9EwrNuZGU/?= =?utf-8?Q?_ya?=",
            "Message-ID: <abc@example.com>",
            "In-Reply-To: <one@example.net>",
            "References: <zero@example.net>\r\n <one@example.net>",
            "Date: Mon, 6 May 2024 10:32:00 +0200",
        )
    )
    assert (mail.sender, mail.sender_name) == ("Ana@example.com", "Ana García")
    assert mail.to == ("help@example.net", "a@example.org", "b@example.org")
    assert mail.cc == ("lead@example.net",)
    assert mail.subject == "¿D³nde? ya"
    assert (mail.message_id, mail.in_reply_to) == ("<abc@example.com>", "<one@example.net>")
    assert mail.references == ("<zero@example.net>", "<one@example.net>")
    assert mail.date == datetime(2024, 5, 6, 8, 32, tzinfo=UTC)
    assert (mail.text, mail.auto, mail.bounce, mail.too_complex) == ("Hello", False, None, False)


def test_an_encoded_word_cannot_smuggle_an_address() -> None:
    smuggled = "=?utf-8?q?victim=40example=2Eorg=2C?= <attacker@example.com>"
    mail = parse(_mail(f"From: {smuggled}"))
    assert mail.sender == "attacker@example.com"
    mail = parse(_mail('From: "ana@example.org <ana@example.org>" <attacker@example.com>'))
    assert mail.sender == "attacker@example.com"


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("utf-8", "Señal: ¿dónde está? 👋"),
        ("windows-1252", "“Hallo” – groß €"),
        ("iso-8859-1", "señor"),
        ("iso-2022-jp", "こんにちは、助けてください"),
        ("shift_jis", "こんにちは、助けてください"),
        ("euc-jp", "こんにちは"),
        ("gb2312", "模"),
        ("gb18030", "你好,请帮助我 𠀀"),
        ("big5", "你好,請幫助我"),
        ("euc-kr", "안녕하세요"),
        ("koi8-r", "Помогите"),
        ("windows-1251", "Помогите"),
        ("utf-7", "Hilfe für Ana +"),
        ("utf-16", "Hilfe für Ana"),
        ("iso-8859-15", "10 €"),
    ],
)
def test_text_and_subject_survive_in_every_charset(charset: str, text: str) -> None:
    body = base64.encodebytes(text.encode(charset))
    word = f"=?{charset}?B?{base64.b64encode(text.encode(charset)).decode()}?="
    mail = parse(
        _mail(
            f"Subject: {word}",
            f"Content-Type: text/plain; charset={charset}",
            "Content-Transfer-Encoding: base64",
            body=body,
        )
    )
    assert (mail.text, mail.subject) == (text, text)


@pytest.mark.parametrize(
    ("declared", "raw", "text"),
    [
        ("us-ascii", "señor".encode(), "señor"),
        ("iso-8859-1", "señor – ¿qué?".encode(), "señor – ¿qué?"),
        ("no-such-charset", "señor".encode("cp1252"), "señor"),
        ("utf-8", "señor".encode("cp1252"), "señor"),
        ("utf-8", "áéíóúñ¿¡ ".encode() + b"\xff", "áéíóúñ¿¡ \ufffd"),
        ("punycode", b"plain", "plain"),
        ("utf-16", b"plain text", "plain text"),
        ("", "助けて".encode("iso-2022-jp"), "助けて"),
        ("gb2312", "Отчёт 你好 señal".encode(), "Отчёт 你好 señal"),
    ],
)
def test_a_lying_charset_is_seen_through(declared: str, raw: bytes, text: str) -> None:
    assert parse(_mail(f"Content-Type: text/plain; charset={declared}", body=raw)).text == text


def test_a_character_cut_between_two_encoded_words_is_whole_again() -> None:
    assert parse(b"Subject: =?utf-8?Q?Se=C3?=\r\n =?utf-8?Q?=B1al?=\r\n\r\n").subject == "Señal"


def test_raw_eight_bit_headers_are_tolerated() -> None:
    assert parse("Subject: Señal\r\n\r\n".encode("cp1252")).subject == "Señal"
    assert parse("Subject: Señal\r\n\r\n".encode()).subject == "Señal"


def test_the_plain_alternative_is_preferred_unless_it_is_empty() -> None:
    message = EmailMessage()
    message.set_content("Plain words")
    message.add_alternative("<p>Rich words</p>", subtype="html")
    assert parse(message.as_bytes()).text.strip() == "Plain words"
    message = EmailMessage()
    message.set_content(" \n")
    message.add_alternative("<p>Rich <b>words</b></p>", subtype="html")
    assert parse(message.as_bytes()).text == "Rich words"


def test_attachments_are_counted_hashed_and_kept_only_on_request() -> None:
    content = bytes(range(256)) * 10
    message = EmailMessage()
    message.set_content("See files")
    message.add_attachment(content, maintype="image", subtype="png", filename="señal.png")
    message.add_attachment("words", filename="a.txt")
    inner = EmailMessage()
    inner["Subject"] = "Inner"
    inner.set_content("Inner text")
    message.add_attachment(inner)
    mail = parse(message.as_bytes())
    assert [one.content_type for one in mail.attachments] == [
        "image/png", "text/plain", "message/rfc822",
    ]  # fmt: skip
    first = mail.attachments[0]
    assert (first.name, first.size, first.content) == ("señal.png", 2560, None)
    assert first.sha256 == hashlib.sha256(content).hexdigest()
    assert parse(message.as_bytes(), keep_content=True).attachments[0].content == content
    assert mail.text.strip() == "See files"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\\\Windows\\\\cmd.exe", "cmd.exe"),
        ("CON.txt", "_CON.txt"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("evil\x1b[2J.pdf", "evil[2J.pdf"),
        ("report.pdf...", "report.pdf"),
        ("..", "unnamed.pdf"),
        ("", "unnamed.pdf"),
        ("a" * 10_000 + ".pdf", "a" * 115 + "….pdf"),
    ],
)
def test_attachment_names_are_harmless_to_show(given: str, shown: str) -> None:
    mail = parse(
        _mail(
            "Content-Type: application/pdf",
            f'Content-Disposition: attachment; filename="{given}"',
        )
    )
    assert [one.name for one in mail.attachments] == [shown]


def test_a_name_in_rfc_2231_pieces_is_joined_in_order() -> None:
    mail = parse(
        _mail(
            "Content-Type: application/pdf",
            "Content-Disposition: attachment; filename*1*=%B1al; filename*0*=utf-8''se%C3;",
            " filename*2=.pdf",
        )
    )
    assert [one.name for one in mail.attachments] == ["señal.pdf"]


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; owner-email=x@example.com",
        "Precedence: bulk",
        "X-Autoreply: yes",
        "Return-Path: <>",
        "From: Mailer-Daemon@example.com",
        "Subject: Respuesta automática: de vacaciones",
        "X-Auto-Response-Suppress: OOF, AutoReply",
    ],
)
def test_mail_written_by_a_machine_is_marked(header: str) -> None:
    assert parse(_mail(header)).auto


@pytest.mark.parametrize("header", ["Auto-Submitted: no", "Subject: Automatic door broke"])
def test_mail_written_by_a_person_is_not_marked(header: str) -> None:
    assert not parse(_mail(header)).auto


def test_nul_and_lone_surrogates_never_reach_the_reader() -> None:
    mail = parse(_mail("Subject: a\x00b", body=b"x\x00y \xed\xa0\x80"))
    assert mail.subject == "ab"
    assert "\x00" not in mail.text
    mail.text.encode("utf-8")


def test_only_our_receivers_top_most_results_count() -> None:
    forged = "Authentication-Results: mx.example.net; spf=pass; dmarc=pass"
    ours = (
        "Authentication-Results: mx.example.net (v1); dkim=fail; dkim=pass;"
        " spf=fail (x; dmarc=pass)"
    )
    foreign = "Authentication-Results: mx.example.org; dmarc=pass"
    assert trusted_verdict(parse(_mail(ours, forged)), "mx.example.net") == Verdict("fail", "pass")
    assert trusted_verdict(parse(_mail(foreign, forged)), "mx.example.net") == Verdict()


def test_one_mail_by_two_ways_has_one_fingerprint() -> None:
    head = ("From: a@example.com", "Message-ID: <1@example.com>")
    one = parse(_mail(*head, body=b"Caf\xc3\xa9 at ten\r\n"))
    other = parse(
        _mail(
            "Received: from mx.example.net",
            *head,
            "Content-Transfer-Encoding: quoted-printable",
            body=b"Caf=C3=A9 at=\n ten\n",
        )
    )
    assert one.fingerprint == other.fingerprint
    assert parse(_mail(*head, body=b"Caf\xc3\xa9 at two")).fingerprint != one.fingerprint
