"""Mail made to break its reader: it never raises and is never slow."""

from __future__ import annotations

import base64
import time
import tracemalloc
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.email.html_text import html_to_text
from channels.email.message import ParsedMail, parse
from channels.email.mime import MAX_DEPTH, MAX_PARTS
from channels.email.quoting import split_reply
from channels.email.threading import find_clues

SECONDS = 5.0

_LINES = st.sampled_from(
    [
        b"From: ", b"Subject: =?utf-8?b?", b"=?x?q?", b"?=", b"<", b">", b"@",
        b"\r\n", b"\n", b"\r",
        b"Content-Type: multipart/mixed; boundary=b\r\n", b"--b\r\n", b"--b--\r\n", b"\r\n\r\n",
        b"Content-Type: text/html; charset=utf-7\r\n", b"Content-Transfer-Encoding: base64\r\n",
        b"Content-Type: message/delivery-status\r\n", b"Status: 5.1.1\r\n", b"Action: failed\r\n",
        b"Content-Disposition: attachment; filename*0*=", b"Date: ", b"References: <a", b"(", b'"',
        b"9" * 30, b"\xff\xfe", b"\x00", b"\xed\xa0\x80", b"<!--", b"&#99999999999;", b"\\",
    ]
)  # fmt: skip


def _is_clean(mail: ParsedMail) -> bool:
    texts = (mail.subject, mail.text, mail.sender, mail.sender_name, *mail.to, *mail.references)
    names = tuple(one.name for one in mail.attachments)
    return all("\0" not in text and text.encode("utf-8") is not None for text in texts + names)


@given(st.binary(max_size=2_000))
@settings(max_examples=300, deadline=None)
def test_no_bytes_at_all_make_the_reader_raise(raw: bytes) -> None:
    assert _is_clean(parse(raw))


@given(st.lists(st.one_of(_LINES, st.binary(max_size=6)), max_size=60).map(b"".join))
@settings(max_examples=500, deadline=None)
def test_no_mixture_of_mail_syntax_makes_the_reader_raise(raw: bytes) -> None:
    mail = parse(raw)
    assert _is_clean(mail)
    find_clues(b"secret", mail)
    reply = split_reply(mail.text)
    assert len(reply.fresh) + len(reply.quoted) <= len(mail.text)


def _nested(levels: int) -> bytes:
    raw = b"Content-Type: text/plain\r\n\r\ndeep\r\n"
    for level in range(levels):
        mark = b"level-%d" % level
        head = b"Content-Type: multipart/mixed; boundary=" + mark + b"\r\n\r\n--" + mark + b"\r\n"
        raw = head + raw + b"\r\n--" + mark + b"--\r\n"
    return b"Subject: Bomb\r\nMessage-ID: <bomb@example.com>\r\n" + raw


def _parts(count: int) -> bytes:
    head = b"Subject: Bomb\r\nMessage-ID: <bomb@example.com>\r\n"
    head += b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    return head + b"--b\r\n\r\nx\r\n" * count + b"--b--\r\n"


BOMBS = {
    "20,000 parts": _parts(20_000),
    "5,000 levels": _nested(5_000),
    "100,000 RFC 2231 pieces": b"Subject: Bomb\r\nMessage-ID: <bomb@example.com>\r\n"
    b"Content-Type: multipart/mixed"
    + b"".join(b"; boundary*%d=b" % number for number in range(100_000))
    + b"\r\n\r\n",
    "pieces within the header limit": b"Subject: Bomb\r\nMessage-ID: <bomb@example.com>\r\n"
    b"Content-Type: multipart/mixed"
    + b"".join(b"; boundary*%d=b" % number for number in range(5_000))
    + b"\r\n\r\n",
    "deep folding": b"Subject: Bomb\r\nMessage-ID: <bomb@example.com>\r\nX: a\r\n"
    + b" \r\n" * 500_000
    + b"\r\n",
    "20,000 headers": b"Subject: Bomb\r\nMessage-ID: <bomb@example.com>\r\n"
    + b"X-A: 1\r\n" * 20_000
    + b"\r\n",
    "a header of 10 MB": b"Subject: Bomb\r\nMessage-ID: <bomb@example.com>\r\nX: "
    + b"y" * 10_000_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_called_too_complex_with_its_headers_shown(name: str) -> None:
    started = time.perf_counter()
    mail = parse(BOMBS[name])
    assert time.perf_counter() - started < SECONDS
    assert mail.too_complex
    assert (mail.subject, mail.message_id) == ("Bomb", "<bomb@example.com>")
    assert (mail.text, mail.attachments) == ("", ())


def test_a_mail_just_within_the_limits_is_read() -> None:
    assert not parse(_parts(MAX_PARTS - 1)).too_complex
    assert parse(_parts(MAX_PARTS)).too_complex
    assert parse(_nested(MAX_DEPTH)).text == "deep"
    assert parse(_nested(MAX_DEPTH + 1)).too_complex


HEAVY = {
    "open encoded words": b"Subject: " + b"=?a?q?" * 40_000,
    "open comments": b"From: " + b"(" * 250_000,
    "open quotes": b"To: " + b'"\\' * 120_000,
    "angles": b"To: " + b"<a@" * 80_000,
    "commas": b"To: " + b"a@example.com," * 18_000,
    "ids": b"References: " + b"<" * 120_000 + b"<a@b>" * 20_000,
    "parameters": b"Content-Type: multipart/mixed" + b';a="' * 60_000,
    "semicolons": b"Content-Type: multipart/mixed" + b"; " * 120_000,
    "a date of digits": b"Date: " + b"1" * 200_000,
    "false boundaries": b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    + b"\r\n--bx" * 2_000_000,
    "open HTML comments": b"Content-Type: text/html\r\n\r\n" + b"<!--" * 500_000,
    "open HTML tags": b"Content-Type: text/html\r\n\r\n" + b'<a "' * 500_000,
    "open HTML styles": b"Content-Type: text/html\r\n\r\n" + b"<style>" * 300_000,
    "5 MB of nested tables": b"Content-Type: text/html\r\n\r\n" + b"<table><tr><td>" * 333_333,
    "quotes within quotes": b"\r\n" + b"On 1 x\n" * 18_000,
    "one line of 3 MB": b"\r\n" + b"<a@b> wrote: " * 240_000,
}


@pytest.mark.parametrize("name", HEAVY)
def test_no_repetition_is_slow_to_read(name: str) -> None:
    started = time.perf_counter()
    mail = parse(HEAVY[name] + b"\r\n\r\n")
    split_reply(mail.text)
    find_clues(b"secret", mail)
    assert time.perf_counter() - started < SECONDS


def test_a_mail_of_20_mb_is_read_within_the_memory_bound() -> None:
    content = base64.encodebytes(bytes(range(256)) * 57_000)
    raw = (
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHello\r\n--b\r\n"
        b"Content-Type: video/mp4\r\nContent-Transfer-Encoding: base64\r\n\r\n" + content
    )
    tracemalloc.start()
    try:
        mail = parse(raw + b"\r\n--b--\r\n")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert mail.attachments[0].size == 256 * 57_000
    assert peak < 100_000_000


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>One</p><p>Two<br>three</p>", "One\n\nTwo\nthree"),
        ("a<script>alert('<p>')</script>b<style>p{}</style>c", "abc"),
        ('<a href="http://evil.example">http://bank.example</a>',
         "http://bank.example <http://evil.example>"),
        ('<a href="http://a.example/">http://a.example</a>', "http://a.example"),
        ('x<span style="display:none">secret</span>y', "x[hidden: secret]y"),
        ('<div hidden>a<div>b</div>c</div>d', "[hidden: a\nb\nc]\nd"),
        ('<img src="http://t.example/p.gif" alt="Logo">', "[Logo]"),
        ("<blockquote>said</blockquote>now", "> said\nnow"),
        ("1 < 2 &amp; 3 &#x1F44B; &#" + "9" * 5_000 + ";", "1 < 2 & 3 👋 \ufffd"),
        ("<!-- never closed <b>kept</b>", "<!-- never closed kept"),
        ("<ul><li>a<li>b</ul>", "- a\n- b"),
        ("<pre>a\n  b</pre>", "a\n  b"),
    ],
)  # fmt: skip
def test_html_becomes_text_with_its_tricks_shown(source: str, text: str) -> None:
    assert html_to_text(source) == text


@given(
    bodies=st.lists(st.text(alphabet="ab \n-", max_size=30), min_size=1, max_size=4),
    files=st.lists(st.binary(max_size=80), max_size=4),
)
@settings(max_examples=100, deadline=None)
def test_well_formed_mail_is_read_as_the_standard_library_reads_it(
    bodies: list[str], files: list[bytes]
) -> None:
    message = EmailMessage()
    message.set_content(bodies[0])
    for body in bodies[1:]:
        message.add_attachment(body, filename="t.txt")
    for content in files:
        message.add_attachment(content, maintype="image", subtype="png", filename="p.png")
    mail = parse(message.as_bytes(), keep_content=True)
    expected = [part.get_payload(decode=True) for part in message.iter_attachments()]
    assert [one.content for one in mail.attachments] == expected
    assert mail.text.strip("\n") == bodies[0].strip("\n")
