"""What is pasted is only ever text, and what is copied can be pasted anywhere."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

import pytest
from textual.events import Paste

from console.desk.widgets.box import Page
from console.domain.incident_events import HandleJoined
from tests.desk.screen.paper_hub import PaperHub
from tests.desk.screen.stage import stage
from tests.desk.screen.terminal import DESK, posted, terminal

if TYPE_CHECKING:
    from pathlib import Path

KEYS = "\r\nline two\n\x13\x11\x0e\x1bOQ\x1b[19~\x1b[19~\x10\t\x03\x04\x1a\x7f\x1b"
"""Enter, send, quit, take next, accept, hang up twice, palette, Tab, Ctrl+C, D, Z, Backspace."""
BRACKETED = b"\x1b[200~pasted" + KEYS.encode() + b"line three\r\x1b[201~"
TO_NOTE, TO_REPLY, TO_WHOM, FIND, CATEGORY = b"\x14", b"\x12", b"\x0c", b"\x06", b"\x07"
PALETTE, QUIT, ESCAPE = b"\x10", b"\x11", b"\x1b"


@pytest.fixture
def hub() -> PaperHub:
    """One incident with a phone and a mailbox."""
    hub = PaperHub()
    hub.opened()
    hub.texted("My dog ate half a bar of dark chocolate")
    hub.add("incident/1", HandleJoined(handle="mailto:ana@example.com"))
    return hub


@pytest.mark.parametrize(
    ("way", "shown"),
    [
        (TO_NOTE, "NOTE · INTERNAL"),
        (TO_REPLY, "TO +1…01 SMS"),
        (TO_REPLY + TO_WHOM, "TO a"),
        (FIND, "FIND"),
        (CATEGORY, "CATEGORY"),
        (PALETTE, "every action"),
        (b"", "TO +1…01 SMS"),
    ],
    ids=["note", "text", "mail", "question", "choice", "palette", "work list"],
)
def test_a_paste_full_of_keys_sends_nothing_and_leaves_nothing(
    tmp_path: Path, way: bytes, shown: str
) -> None:
    with terminal([*DESK, str(tmp_path)]) as window:
        window.sees("TO +1…01 SMS", "dark chocolate")
        for key in way:
            window.presses(bytes([key]))
        if shown != "every action":
            window.sees(shown)
        window.presses(BRACKETED)
        # The next key is written behind the paste, where that is text.
        window.presses(TO_NOTE if way == b"" else b"z")
        window.settles()
        assert window.program.poll() is None
        assert "DIAL" not in window.seen
        assert "quit the app" not in window.seen
        if way in (TO_NOTE, b""):
            window.sees("line two", "␛OQ␛[19~␛[19~")
        window.presses(ESCAPE if way in (FIND, CATEGORY, PALETTE) else b"")
        window.settles()
        window.presses(QUIT)
        assert window.ends() == 0
    assert posted(tmp_path) == []


@pytest.mark.parametrize("keys", [("ctrl+t",), ("ctrl+r",), ("ctrl+r", "ctrl+l")], ids=str)
async def test_pasted_lines_stay_lines_of_their_box(
    tmp_path: Path, hub: PaperHub, keys: tuple[str, ...]
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS")
        await desk.press(*keys)
        assert desk.app.focused is not None
        desk.app.post_message(Paste("one\n\x13two\r\n\x1b[19~three\n"))
        await desk.sees("one", "two", "three")
        assert isinstance(desk.app.focused, Page)
        assert desk.app.focused.text == "one\n␓two\n␛[19~three\n"
        assert hub.posts == []


async def test_more_than_a_box_holds_is_left_out_and_counted(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS")
        await desk.press("ctrl+t")
        desk.app.post_message(Paste("x" * (Page.MOST + 1_234)))
        await desk.sees("The box is full: 1,234 characters were left out.")
        assert len(desk.app.desk.note.text) == Page.MOST


async def test_what_is_copied_is_clean_and_ends_without_a_line_end(
    tmp_path: Path, hub: PaperHub
) -> None:
    hub.texted("run this:\nrm -rf ~\x1b[201~\u202e\n\n")
    async with stage(tmp_path, hub) as desk:
        await desk.sees("run this:")
        desk.app.act("view.copy")
        assert desk.app.clipboard == "run this:\nrm -rf ~␛[201~⟨RLO⟩"


def test_the_terminal_gets_the_same_clean_copy(tmp_path: Path) -> None:
    with terminal([*DESK, str(tmp_path)]) as window:
        window.sees("TO +1…01 SMS", "dark chocolate")
        window.presses(PALETTE)
        window.presses(b"copy the words")
        window.sees("Copy the words of the chosen line.")
        window.presses(b"\r")
        window.until(lambda: b"\x1b]52;c;" in window.wrote)
        window.sees("Copied")
        window.presses(QUIT)
        assert window.ends() == 0
        (copied,) = re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)", window.wrote)
    assert base64.b64decode(copied).decode() == "a…@example.com is part of this incident"
