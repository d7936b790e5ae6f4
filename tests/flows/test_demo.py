"""The demo, as somebody starts it who has just cloned the repository."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pyte
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[2]
LONGEST_SECONDS = 60.0
"""A demo takes half of it, on a computer that does nothing else."""
DEMO = [sys.executable, "-m", "console", "demo"]
F2, CTRL_Q = b"\x1bOQ", b"\x11"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a demo keeps its temporary folder."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def told(place: Path) -> subprocess.CompletedProcess[str]:
    """A demo without a terminal; one for all tests, because it takes its time."""
    return subprocess.run(
        DEMO,
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(place)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LONGEST_SECONDS,
        check=False,
    )


def _incident(text: str, words: str) -> str:
    """The one printed timeline that holds these words."""
    (found,) = (part for part in text.split("\n=== ") if words in part)
    return found


def test_without_a_terminal_the_shift_is_played_and_everything_holds(
    told: subprocess.CompletedProcess[str],
) -> None:
    assert "NOT RIGHT" not in told.stdout
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.endswith("every message left once.\n")


def test_phone_text_and_mail_of_one_person_are_one_timeline_in_order(
    told: subprocess.CompletedProcess[str],
) -> None:
    timeline = _incident(told.stdout, "six stitches")
    story = (
        "calls us",
        "answered by Sam Lee",
        "NOTE · Sam Lee",
        "Dana Whitfield hung up",
        "wrap-up finished by Sam Lee",
        "Dana Whitfield → us · SMS",
        "Sam Lee → Dana Whitfield · SMS  [delivered]",
        "vet invoice",
    )
    places = [timeline.index(words) for words in story]
    assert places == sorted(places)


def test_the_printed_shift_can_not_act_on_a_terminal(
    told: subprocess.CompletedProcess[str],
) -> None:
    assert re.findall(r"[^\n\x20-\x7e\xa0-\U0010ffff]", told.stdout) == []


def test_nothing_is_left_behind(told: subprocess.CompletedProcess[str], place: Path) -> None:
    assert told.args == DEMO
    assert list(place.iterdir()) == []
    assert [one for one in psutil.process_iter() if _speaks_of(one, place)] == []


def test_a_demo_whose_terminal_is_gone_leaves_nothing_behind(tmp_path: Path) -> None:
    environ = {**os.environ, "TMPDIR": str(tmp_path)}
    demo = subprocess.Popen(
        DEMO, cwd=ROOT, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    try:
        end = time.monotonic() + LONGEST_SECONDS
        while not list(tmp_path.glob("steadyline-demo-*/*.db")) and time.monotonic() < end:
            assert demo.poll() is None
            select.select([], [], [], 0.05)
        demo.send_signal(signal.SIGHUP)
        assert demo.wait(LONGEST_SECONDS) == 128 + signal.SIGHUP
    finally:
        demo.kill()
        demo.wait()
    assert list(tmp_path.iterdir()) == []
    assert [one for one in psutil.process_iter() if _speaks_of(one, tmp_path)] == []


def _speaks_of(process: psutil.Process, place: Path) -> bool:
    try:
        return any(str(place) in word for word in process.cmdline())
    except psutil.Error:
        return False


class Terminal:
    """A demo in a terminal of 120 by 36."""

    def __init__(self, place: Path) -> None:
        self.screen = pyte.Screen(120, 36)
        self._stream = pyte.ByteStream(self.screen)
        ours, theirs = pty.openpty()
        self._fd = ours
        self.process = subprocess.Popen(
            DEMO,
            cwd=ROOT,
            env={**os.environ, "TMPDIR": str(place), "COLUMNS": "120", "LINES": "36"},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)

    def text(self) -> str:
        """What can be read now."""
        return "\n".join(self.screen.display)

    def presses(self, keys: bytes) -> None:
        """Type."""
        os.write(self._fd, keys)

    def until(self, holds: Callable[[], object]) -> None:
        """Read on until something holds."""
        end = time.monotonic() + LONGEST_SECONDS
        while not holds():
            assert time.monotonic() < end, self.text()
            readable, _, _ = select.select([self._fd], [], [], 0.2)
            if readable:
                try:
                    self._stream.feed(os.read(self._fd, 65536))
                except OSError:  # the other end is closed
                    self.process.wait(LONGEST_SECONDS)

    def close(self) -> None:
        """End it."""
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(LONGEST_SECONDS)
        os.close(self._fd)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """A demo somebody watches."""
    opened = Terminal(tmp_path)
    yield opened
    opened.close()


def test_in_a_terminal_somebody_answers_notes_and_quits_and_no_trace_is_left(
    terminal: Terminal, tmp_path: Path
) -> None:
    terminal.until(lambda: "Starting" in terminal.text())
    terminal.until(lambda: "F2 takes it" in terminal.text())
    (folder,) = tmp_path.glob("steadyline-demo-*")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [one for one in folder.rglob("*") if one.stat().st_mode & 0o077] == []
    terminal.until(lambda: "RINGING" in terminal.text())
    terminal.presses(F2)
    terminal.until(lambda: "ON CALL" in terminal.text())
    terminal.presses(b"Biscuit is bleeding\r")
    terminal.until(lambda: re.search(r"NOTE · Sam Lee.*\n.*Biscuit is bleeding", terminal.text()))
    terminal.presses(CTRL_Q)
    terminal.until(lambda: terminal.process.poll() is not None)
    assert terminal.process.returncode == 0
    assert list(tmp_path.iterdir()) == []
    assert [one for one in psutil.process_iter() if _speaks_of(one, tmp_path)] == []
