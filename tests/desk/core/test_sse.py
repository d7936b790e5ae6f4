"""Server-sent events are read as the standard says, however the bytes are cut."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.desk import sse
from console.desk.sse import Frame, Parser

STREAM = (
    b"\xef\xbb\xbfretry: 1000\n: hello\n\n"
    b"id: 7\ndata: one\ndata:two\n\n"
    b"event: typing\r\ndata: {}\r\n\r\n"
    b"id: 8\rdata:  spaced\r\r"
    b"data\n\n"
    b"event: nothing\n\n"
    b"id: a\0b\ndata: kept\nunknown: x\n\n"
    b"data: caf\xc3\xa9 \xff\n\n"
    b"id: 9\ndata: cut off in the mid"
)
FRAMES = [
    Frame(name=":", data="hello"),
    Frame(data="one\ntwo", id="7"),
    Frame(name="typing", data="{}"),
    Frame(data=" spaced", id="8"),
    Frame(data=""),
    Frame(data="kept"),
    Frame(data="café \ufffd"),
]


def fed(*chunks: bytes) -> list[Frame]:
    parser = Parser()
    return [frame for chunk in chunks for frame in parser.feed(chunk)]


def test_a_whole_stream_is_read_and_a_cut_event_is_not() -> None:
    assert fed(STREAM) == FRAMES


def test_every_single_byte_may_come_alone() -> None:
    assert fed(*(bytes([byte]) for byte in STREAM)) == FRAMES


@given(st.lists(st.integers(0, len(STREAM)), max_size=8))
def test_the_cuts_do_not_matter(cuts: list[int]) -> None:
    ends = sorted({0, len(STREAM), *cuts})
    assert fed(*(STREAM[a:b] for a, b in pairwise(ends))) == FRAMES


@given(st.binary(max_size=200))
def test_no_bytes_break_the_parser(noise: bytes) -> None:
    parser = Parser()
    list(parser.feed(noise))
    # Whatever stood there, an event after an empty line is read again.
    frames = list(parser.feed(b"\n\ndata: still here\n\n"))
    assert frames[-1].data == "still here"


def test_what_the_server_says_about_reconnecting_is_kept() -> None:
    parser = Parser()
    list(parser.feed(b"retry: 1500\n\nretry: soon\n\n"))
    assert parser.retry_ms == 1500


@pytest.mark.parametrize("lines", [1, 50])
def test_an_endless_event_costs_no_more_memory_than_the_limit_and_keeps_its_id(lines: int) -> None:
    parser = Parser()
    chunk = b"x" * (sse.LIMIT * 2 // lines)
    frames = list(parser.feed(b"id: 5\n"))
    for _ in range(lines):
        frames += parser.feed(b"data: ")
        frames += parser.feed(chunk)
        assert len(parser._rest) <= sse.LIMIT
        frames += parser.feed(b"\n")
    frames += parser.feed(b"\nid: 6\ndata: next\n\n")
    assert frames == [Frame(data="", id="5", is_cut=True), Frame(data="next", id="6")]


def test_an_event_at_the_limit_passes() -> None:
    text = b"x" * (sse.LIMIT - 10)
    assert fed(b"data: " + text + b"\n\n") == [Frame(data=text.decode())]


def test_a_comment_too_long_is_only_a_comment() -> None:
    frames = fed(b":" + b"x" * sse.LIMIT * 2 + b"\ndata: next\n\n")
    assert frames == [Frame(name=":"), Frame(data="next")]
