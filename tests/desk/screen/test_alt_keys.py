"""Alt with a letter is heard at once, whichever way the terminal writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser
from textual.events import Key as Pressed

from console.desk.alt_keys import PAIR, SIGNS, make_known
from console.desk.keys import TABLE, Key
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk.screen.paper_hub import PaperHub

LETTERS = [found[1] for key in TABLE if (found := PAIR.fullmatch(key.key))]


def heard(sent: str) -> list[str]:
    """The keys that are known the moment the terminal has sent them."""
    return [one.key for one in XTermParser().feed(sent) if isinstance(one, Pressed)]


@pytest.mark.parametrize("letter", LETTERS)
def test_a_key_of_the_desk_needs_no_waiting(letter: str) -> None:
    make_known(TABLE)
    sign = SIGNS.get(letter, letter)
    assert heard(f"\x1b{sign}") == [f"alt+{letter}"]
    assert heard(f"\x1b{sign}x\x1b{sign}") == [f"alt+{letter}", "x", f"alt+{letter}"]


async def test_a_desk_that_starts_makes_its_keys_known(
    tmp_path: Path, hub: PaperHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Any desk that started in this process did it already.
    monkeypatch.delitem(cast("dict[str, object]", ANSI_SEQUENCES_KEYS), "\x1be", raising=False)
    assert heard("\x1be") == []
    async with stage(tmp_path, hub):
        assert heard("\x1be") == ["alt+e"]


async def test_a_letter_with_alt_that_means_nothing_now_is_not_typed(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("half a bar of dark")
        await desk.press("ctrl+t")
        await desk.types("kept")
        for key in XTermParser().feed("\x1bp\x1bg"):
            desk.app.post_message(key)
        await desk.types(" so")
        await desk.sees("kept so")


def test_what_terminals_send_by_themselves_stays_what_it_was() -> None:
    make_known(TABLE)
    make_known([Key("any.other", "alt+f", "", "")])
    assert heard("\x1bf") == ["ctrl+right"]
    assert heard("\x1b[1;3A\x1b[18~") == ["alt+up", "f7"]


def test_within_a_paste_it_is_no_key() -> None:
    make_known(TABLE)
    assert "alt+e" not in heard("\x1b[200~a\x1beb\x1b[201~")
