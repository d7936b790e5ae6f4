"""A file is what its first bytes say, not what its sender says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.sniff import UNKNOWN, is_as_announced, sniff

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
BEGINNINGS = [
    (PNG, "image/png"),
    (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
    (b"GIF89a\1\0\1\0", "image/gif"),
    (b"RIFF\x24\0\0\0WEBPVP8 ", "image/webp"),
    (b"RIFF\x24\0\0\0WAVEfmt ", "audio/wav"),
    (b"\0\0\0\x18ftypheic\0\0\0\0", "image/heic"),
    (b"\0\0\0\x18ftypisom\0\0\0\0", "video/mp4"),
    (b"\0\0\0\x14ftyp3gp5", "video/3gpp"),
    (b"%PDF-1.7\n", "application/pdf"),
    (b"#!AMR\n\x3c", "audio/amr"),
    (b"MZ\x90\0\3", "application/x-msdownload"),
    (b"\x7fELF\2\1\1", "application/x-executable"),
    (b"#!/bin/sh\nrm -rf ~", "text/x-script"),
    (b"PK\x03\x04\x14\0", "application/zip"),
    (b"<svg onload='x()'>", "image/svg+xml"),
    (b"<?xml version='1.0'?>\n<!-- a --><svg>", "image/svg+xml"),
    (b"\xef\xbb\xbf\n <!DOCTYPE HTML><p>", "text/html"),
    (b"<ScRiPt>alert(1)</script>", "text/html"),
    (b"Mill Street Vet. 412.50 USD.", "text/plain"),
    ("Clínica veterinaria".encode(), "text/plain"),
    (b"", UNKNOWN),
    (b"\0\1\2\3", UNKNOWN),
    (b"text with \x1b[2J in it", UNKNOWN),
]


@pytest.mark.parametrize(("content", "kind"), BEGINNINGS)
def test_the_first_bytes_tell_the_type(content: bytes, kind: str) -> None:
    assert sniff(content) == kind


@pytest.mark.parametrize(
    ("announced", "sniffed", "fits"),
    [
        ("image/png", "image/png", True),
        ("IMAGE/JPG; name=a.jpg", "image/jpeg", True),
        ("text/csv", "text/plain", True),
        ("text/x-vcard", "text/plain", True),
        ("application/vnd.openxmlformats-officedocument", "application/zip", True),
        ("image/jpeg", "application/x-msdownload", False),
        ("image/png", "image/svg+xml", False),
        ("text/plain", "text/html", False),
        ("text/plain", "text/x-script", False),
        ("image/jpeg", "image/png", False),
        ("application/octet-stream", "image/png", False),
        ("", "image/png", False),
        ("image/png", UNKNOWN, False),
    ],
)
def test_what_a_sender_says_is_held_against_it(announced: str, sniffed: str, fits: bool) -> None:
    assert is_as_announced(announced, sniffed) is fits


@given(st.binary(max_size=700))
def test_any_bytes_have_a_type_or_are_unknown(content: bytes) -> None:
    assert sniff(content) == UNKNOWN or "/" in sniff(content)
