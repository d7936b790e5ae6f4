"""Alt with a letter is heard at once, whichever way the terminal writes it."""

from __future__ import annotations

import pytest
from textual._xterm_parser import XTermParser
from textual.events import Key as Pressed

from console.desk.alt_keys import PAIR, make_known
from console.desk.keys import TABLE, Key

LETTERS = [found[1] for key in TABLE if (found := PAIR.fullmatch(key.key))]


def heard(sent: str) -> list[str]:
    """The keys that are known the moment the terminal has sent them."""
    return [one.key for one in XTermParser().feed(sent) if isinstance(one, Pressed)]


@pytest.mark.parametrize("letter", LETTERS)
def test_a_key_of_the_desk_needs_no_waiting(letter: str) -> None:
    make_known(TABLE)
    assert heard(f"\x1b{letter}") == [f"alt+{letter}"]
    assert heard(f"\x1b{letter}x\x1b{letter}") == [f"alt+{letter}", "x", f"alt+{letter}"]


def test_what_terminals_send_by_themselves_stays_what_it_was() -> None:
    make_known(TABLE)
    make_known([Key("any.other", "alt+f", "", "")])
    assert heard("\x1bf") == ["ctrl+right"]
    assert heard("\x1b[1;3A\x1b[18~") == ["alt+up", "f7"]


def test_within_a_paste_it_is_no_key() -> None:
    make_known(TABLE)
    assert "alt+e" not in heard("\x1b[200~a\x1beb\x1b[201~")
