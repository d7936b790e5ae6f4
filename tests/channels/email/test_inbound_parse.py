"""Inbound Parse posts: byte-exact in raw mode, honest in parsed mode, safe when hostile."""

from __future__ import annotations

import json
import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.email.inbound_parse import ParsedPost, read_parse
from channels.email.message import parse

TYPE = 'multipart/form-data; boundary="xYzZY"'
PNG = '; filename="se\u00f1al.png"\r\nContent-Type: image/png'
ENVELOPE = json.dumps({"to": ["help@desk.example.com"], "from": "ana@example.com"}).encode()
MIME = b"From: ana@example.com\r\nSubject: Se\xf1al\r\n\r\nHola \xff\x00\r\n--not-a-boundary\r\n"


def _part(name: str, content: bytes, extra: str = "") -> bytes:
    head = f'--xYzZY\r\nContent-Disposition: form-data; name="{name}"{extra}\r\n\r\n'
    return head.encode() + content + b"\r\n"


def _post(*parts: bytes) -> bytes:
    return b"".join(parts) + b"--xYzZY--\r\n"


def _raw(mime: bytes = MIME) -> bytes:
    return _post(
        _part("email", mime),
        _part("envelope", ENVELOPE),
        _part("SPF", b"pass"),
        _part("dkim", b"{@example.com : pass}"),
        _part("sender_ip", b"192.0.2.1"),
        _part("charsets", b'{"to":"UTF-8"}'),
    )


def test_raw_mode_gives_the_mail_byte_for_byte() -> None:
    assert read_parse(TYPE, _raw()) == ParsedPost(
        sender="ana@example.com",
        recipients=("help@desk.example.com",),
        mime=MIME,
        spf="pass",
        dkim="{@example.com : pass}",
        sender_ip="192.0.2.1",
    )


@given(st.binary(max_size=300).filter(lambda mime: mime.strip() and b"--xYzZY" not in mime))
@settings(deadline=None)
def test_every_byte_of_a_mail_survives(mime: bytes) -> None:
    assert read_parse(TYPE, _raw(mime)).mime == mime


def _parsed(charset: str, text: bytes, attachments: bytes = b"1") -> bytes:
    headers = (
        b"From: Ana <ana@example.com>\nSubject: Dog\nMessage-ID: <1@example.com>\n"
        b"Content-Type: multipart/mixed;\n boundary=gone\nReferences: <0@example.com>\n"
    )
    return _post(
        _part("headers", headers),
        _part("text", text),
        _part("html", b"<p>x</p>"),
        _part("envelope", ENVELOPE),
        _part("charsets", json.dumps({"text": charset, "html": "utf-8"}).encode()),
        _part("attachments", attachments),
        _part("attachment1", b"\x00\xff\r\n--x", PNG),
    )


@pytest.mark.parametrize(
    ("charset", "encoded"), [("windows-1252", "cp1252"), ("utf-8", "cp1252"), ('x"\r\n', "utf-8")]
)
def test_parsed_mode_is_rebuilt_for_the_reader(charset: str, encoded: str) -> None:
    post = read_parse(TYPE, _parsed(charset, "Señal".encode(encoded)))
    assert post.rebuilt
    assert post.flaws == ()
    mail = parse(post.mime, keep_content=True)
    assert (mail.sender, mail.subject, mail.text) == ("ana@example.com", "Dog", "Señal")
    assert (mail.message_id, mail.references) == ("<1@example.com>", ("<0@example.com>",))
    assert [(one.name, one.content_type, one.content) for one in mail.attachments] == [
        ("señal.png", "image/png", b"\x00\xff\r\n--x")
    ]


def test_a_lying_count_of_attachments_is_flagged_not_believed() -> None:
    post = read_parse(TYPE, _parsed("utf-8", b"Hi", attachments=b"3"))
    assert post.flaws == ("3 attachments announced, 1 found",)
    assert len(parse(post.mime).attachments) == 1


def test_without_headers_the_single_fields_serve_and_inject_nothing() -> None:
    post = read_parse(
        TYPE,
        _post(
            _part("from", b"ana@example.com"),
            _part("subject", b"Dog\r\nBcc: x@example.com"),
            _part("text", b"Hi"),
        ),
    )
    mail = parse(post.mime)
    assert (mail.sender, mail.text) == ("ana@example.com", "Hi")
    assert mail.subject == "Dog Bcc: x@example.com"
    assert post.flaws == ("no envelope recipient",)


BROKEN = {
    "no boundary": ("multipart/form-data", _raw()),
    "another type": ("application/json", b"{}"),
    "no content type": ("", _raw()),
    "an empty body": (TYPE, b""),
    "another boundary": ("multipart/form-data; boundary=other", _raw()),
    "cut inside the mail": (TYPE, _raw()[:120]),
    "cut before the last boundary": (TYPE, _raw()[: -len("--xYzZY--\r\n")]),
    "no mail at all": (TYPE, _post(_part("SPF", b"pass"))),
    "an empty mail": (TYPE, _post(_part("email", b""))),
    "50,000 parts": (TYPE, _post(_part("x", b"y") * 50_000)),
    "20,000 headers in a part": (TYPE, b"--xYzZY\r\n" + b"A: b\r\n" * 20_000 + b"--xYzZY--"),
    "a content type of semicolons": ("multipart/form-data" + "; " * 500_000, _raw()),
    "a content type of open quotes": ("multipart/form-data" + ';a="' * 500_000, _raw()),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_post_is_called_broken_quickly(name: str) -> None:
    started = time.perf_counter()
    post = read_parse(*BROKEN[name])
    assert time.perf_counter() - started < 2.0
    assert post.broken
    assert post.mime == b""
    assert post.flaws


def test_a_broken_envelope_is_flagged_and_the_mail_kept() -> None:
    for envelope in (b"nonsense", b"[" * 100_000, b'{"to": 3}', b"[]", b"\xff"):
        post = read_parse(TYPE, _post(_part("email", MIME), _part("envelope", envelope)))
        assert (post.mime, post.recipients, post.broken) == (MIME, (), False)
        assert "no envelope recipient" in post.flaws


@given(st.text(max_size=100), st.binary(max_size=500))
@settings(deadline=None)
def test_no_post_makes_the_reader_raise(content_type: str, body: bytes) -> None:
    assert read_parse(content_type, body).broken
    post = read_parse(TYPE, _post(_part("email", MIME), b"--xYzZY\r\n" + body + b"\r\n"))
    assert post.mime in (MIME, b"")


@pytest.mark.parametrize("megabytes", [2, 20])
def test_a_large_raw_post_stays_within_the_memory_bound(megabytes: int) -> None:
    head = b"Content-Type: video/mp4\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    mime = head + (b"QUJD" * 19 + b"\r\n") * (megabytes * 1_000_000 // 78)
    body = _raw(mime)
    tracemalloc.start()
    try:
        post = read_parse(TYPE, body)
        mail = parse(post.mime)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert post.mime == mime
    assert mail.attachments[0].size > megabytes * 700_000
    assert peak + len(body) < 150_000_000


def test_of_two_fields_of_one_name_the_first_counts() -> None:
    post = read_parse(TYPE, _post(_part("email", MIME), _part("email", b"Subject: Other\r\n\r\n")))
    assert post.mime == MIME
