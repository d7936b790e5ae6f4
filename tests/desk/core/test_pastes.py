"""A paste is one event with all of its text, whatever stands in it and however it arrives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.events import Key, Paste

from console.desk.pastes import BEGIN, END, ESCAPE, SHOWN, PasteReader

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.message import Message

HANG_UP, DIAL, QUIT = "\x1b[19~", "\x1b[18~", "\x11"
READ = "pasted\n␛[19~␛[19~␛[18~␛OQ␛\x11␛line three\n␛"
"""The same, as it is shown."""
HOSTILE = f"pasted\r\n{HANG_UP}{HANG_UP}{DIAL}\x1bOQ\x1b{QUIT}\x1bline three\r\x1b"


def read(pieces: Iterable[str]) -> list[Message]:
    """What is read of pieces that arrive one after the other."""
    reader = PasteReader()
    return [event for piece in pieces for event in reader.feed(piece)]


def told(events: Iterable[Message]) -> list[str]:
    """Keys by name, pastes by text."""
    return [
        event.text if isinstance(event, Paste) else event.key
        for event in events
        if isinstance(event, Paste | Key)
    ]


def test_no_key_comes_out_of_a_paste() -> None:
    found = told(read([f"a{BEGIN}{HOSTILE}{END}b"]))
    assert found == ["a", READ, "b"]


@pytest.mark.parametrize("at", range(1, len(f"a{BEGIN}{HOSTILE}{END}b")))
def test_it_may_arrive_in_two_reads(at: int) -> None:
    whole = f"a{BEGIN}{HOSTILE}{END}b"
    found = told(read([whole[:at], whole[at:]]))
    assert found == ["a", READ, "b"]


def test_it_may_arrive_character_by_character_and_twice() -> None:
    whole = f"a{BEGIN}{HOSTILE}{END}b{BEGIN}x{END}"
    assert told(read(whole)) == ["a", READ, "b", "x"]


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_lines_stay_lines_however_the_terminal_ends_them(end: str) -> None:
    assert told(read([f"{BEGIN}one{end}two{end}{END}"])) == ["one\ntwo\n"]
    assert told(read(f"{BEGIN}one{end}two{end}{END}")) == ["one\ntwo\n"]


def test_a_beginning_within_a_paste_is_text() -> None:
    assert told(read([f"{BEGIN}a{BEGIN}b{END}c"])) == [f"a{SHOWN}[200~b", "c"]


def test_keys_outside_of_a_paste_are_keys_as_before() -> None:
    assert told(read([HANG_UP, "x", DIAL, QUIT])) == ["f8", "x", "f7", "ctrl+q"]


@given(st.lists(st.text(alphabet=f"ab[20~1{ESCAPE}\r", max_size=12), max_size=5))
def test_whatever_is_pasted_is_all_that_is_read(parts: list[str]) -> None:
    text = "".join(parts).replace(END, "")
    if END in text + END[:-1] or not text:
        return
    pieces = [BEGIN, *(part for part in parts if part), END]
    if "".join(pieces) != BEGIN + text + END:
        return
    assert told(read(pieces)) == [text.replace(ESCAPE, SHOWN).replace("\r", "\n")]
