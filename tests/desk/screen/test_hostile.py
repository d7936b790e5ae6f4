"""Nothing that comes from outside acts on the terminal: judged by the bytes that reach it."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pyte
import pytest

from tests.desk.screen.hostile_desk import PLACES, hostile

ROOT = Path(__file__).resolve().parents[3]
COLUMNS, ROWS = 160, 48
PASTE = "\x1b[200~" + "pasted\u202e\u2066" + "\x1b[201~"


def _drive(folder: Path) -> bytes:
    """Everything that a desk wrote to its terminal, from start to end."""
    terminal, inside = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    command = [sys.executable, "-m", "tests.desk.screen.hostile_desk", str(folder)]
    environment = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=inside,
        stdout=inside,
        stderr=inside,
        start_new_session=True,
    ) as desk:
        os.close(inside)
        wrote = _read(terminal, desk)
        assert desk.wait(10) == 0
    os.close(terminal)
    return wrote


def _read(terminal: int, desk: subprocess.Popen[bytes]) -> bytes:
    wrote, pasted, end = b"", False, time.monotonic() + 60
    while time.monotonic() < end:
        ready, _, _ = select.select([terminal], [], [], 0.1)
        if ready:
            try:
                chunk = os.read(terminal, 65536)
            except OSError:
                break
            if not chunk:
                break
            wrote += chunk
        elif desk.poll() is not None:
            break
        if not pasted and b"NOTE" in wrote and b"INCOMING" in wrote:
            pasted = True
            os.write(terminal, b"\x14" + PASTE.encode("utf-8"))
    return wrote


@pytest.fixture(scope="module")
def wrote(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What one desk full of hostile words wrote."""
    return _drive(tmp_path_factory.mktemp("hostile"))


def test_no_title_clipboard_or_link_of_theirs_reaches_the_terminal(wrote: bytes) -> None:
    titles = set(re.findall(rb"\x1b\]0;([^\x07\x1b]*)", wrote))
    assert titles <= {b"Steadyline", b"incoming call"}
    assert b"incoming call" in titles
    assert b"\x1b]52" not in wrote
    assert b"\x1b]8" not in wrote


def test_no_control_sequence_of_theirs_reaches_the_terminal(wrote: bytes) -> None:
    assert b"\x1bPq" not in wrote
    assert b"\x1b[5m" not in wrote
    text = wrote.decode("utf-8")
    assert not re.findall("[\x80-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)


@pytest.mark.parametrize("place", PLACES)
def test_hostile_words_are_shown_with_stand_ins(wrote: bytes, place: str) -> None:
    assert f"{place}\ufffd31m".encode() in _plain(wrote)


def test_a_paste_passes_the_gate_too(wrote: bytes) -> None:
    assert "pasted⟨RLO⟩⟨LRI⟩".encode() in _plain(wrote)


def test_markup_is_shown_as_it_was_written(wrote: bytes) -> None:
    assert b"[red][/][@click=app.quit]" in _plain(wrote)


def test_the_attacks_would_work_on_a_terminal_without_the_gate() -> None:
    screen = pyte.Screen(COLUMNS, ROWS)
    pyte.Stream(screen).feed(hostile("x").encode("utf-8", "replace").decode())
    assert screen.title == "PWN"


def _plain(wrote: bytes) -> bytes:
    """The words without the desk's own colours and cursor moves."""
    return re.sub(rb"\x1b\[[0-9;?]*[a-zA-Z]", b"", wrote)
