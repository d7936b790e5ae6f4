"""Forms are read once, and byte for byte as they were signed."""

from __future__ import annotations

import hmac
from base64 import b64encode
from urllib.parse import parse_qsl, unquote_to_bytes, urlencode

from hypothesis import given
from hypothesis import strategies as st

from channels.twilio.signature import Verifier, parse_form

BROKEN = (
    b"a",
    b"=",
    b"&",
    b"+",
    b"%",
    b"%FF",
    b"%C3",
    b"%A9",
    b"\xff",
    b"\xc3",
    b"\xa9",
    b"\xc3\xa9",
)
"""Pieces of forms that no provider sends."""
FORM_TEXT = st.text(alphabet=st.sampled_from("a=&+%2Bé👋 \x00\n;"), max_size=60)


@given(text=FORM_TEXT | st.text(max_size=60))
def test_a_form_reads_like_the_standard_library_reads_it(text: str) -> None:
    body = text.encode("utf-8", "ignore")
    assert parse_form(body) == parse_qsl(body.decode(), keep_blank_values=True)


@given(fields=st.lists(st.tuples(st.text(min_size=1), st.text()), max_size=20))
def test_a_form_reads_back_what_was_written(fields: list[tuple[str, str]]) -> None:
    written = urlencode(fields, errors="replace").encode()
    assert parse_form(written) == parse_qsl(written.decode(), keep_blank_values=True)


def marked(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


@given(body=st.lists(st.sampled_from(BROKEN), max_size=12).map(b"".join))
def test_bytes_that_are_no_text_are_signed_as_they_are(body: bytes) -> None:
    fields = [field.partition(b"=") for field in body.replace(b"+", b" ").split(b"&") if field]
    pairs = {(unquote_to_bytes(name), unquote_to_bytes(value)) for name, _, value in fields}
    signed = b"https://hub.example.com/x" + b"".join([n + v for n, v in sorted(pairs)])
    form = Verifier(("12345",), "https://hub.example.com").form(
        raw_path=b"/x",
        query=b"",
        method="POST",
        content_type="application/x-www-form-urlencoded",
        body=body,
        signature=b64encode(hmac.digest(b"12345", signed, "sha1")),
    )
    assert form == [
        (marked(unquote_to_bytes(name)), marked(unquote_to_bytes(value)))
        for name, _, value in fields
    ]
