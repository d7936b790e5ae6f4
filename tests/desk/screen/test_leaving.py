"""A desk ends without a trace on the terminal, and notices when the terminal is gone (X9, P3)."""

from __future__ import annotations

import json
import os
import pty
import re
import resource
import select
import signal
import stat
import subprocess
import sys
import termios
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.css.query import NoMatches

from console.desk.boxes import NOTE
from console.desk.widgets.box import Box
from tests.desk.screen.failing_desk import SECRET
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.desk.screen.paper_hub import PaperHub

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 40.0
CTRL_T = b"\x14"
TYPED = "she hides it from him"
ALTERNATE_ON, ALTERNATE_OFF = b"\x1b[?1049h", b"\x1b[?1049l"


class Window:
    """A terminal window with a desk in it, that remembers every byte."""

    def __init__(self, failure: str, home: Path) -> None:
        self.master, self.slave = pty.openpty()
        self.before = termios.tcgetattr(self.slave)
        self.said = b""
        environ = {
            **os.environ,
            "STEADYLINE_TOKEN": "sl_test",
            "COLUMNS": "120",
            "LINES": "36",
            "LC_ALL": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
        }
        self.desk = subprocess.Popen(
            [sys.executable, "-m", "tests.desk.screen.failing_desk", failure],
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            cwd=home,
            env=environ,
            start_new_session=True,
            # Whatever is made anew can be read by everybody, unless the desk sees to it.
            umask=0,
        )

    def hears(self, seconds: float) -> None:
        """Read what is shown."""
        ready, _, _ = select.select([self.master], [], [], seconds)
        if ready:
            self.said += os.read(self.master, 65_536)

    def shows(self, words: str) -> None:
        """Read until words are there, whatever is between them."""
        wanted = re.compile(rb"[^\n]*?".join(map(re.escape, words.encode().split())), re.DOTALL)
        end = time.monotonic() + PATIENCE
        while not wanted.search(self.said):
            assert time.monotonic() < end, self.said[-2_000:]
            self.hears(0.1)

    def types(self, words: str) -> None:
        """Type a note."""
        os.write(self.master, CTRL_T)
        # The cursor shows that the key has arrived: the legend is only there with it.
        self.shows("Enter saves")
        os.write(self.master, words.encode())

    def ends(self) -> int:
        """Read until the desk has ended; gives its exit status."""
        end = time.monotonic() + PATIENCE
        while self.desk.poll() is None:
            assert time.monotonic() < end, self.said[-2_000:]
            self.hears(0.05)
        self.hears(0.05)
        return self.desk.returncode

    def vanishes(self) -> None:
        """Be gone, as a window is whose computer lost power: nobody sends a signal."""
        os.close(self.master)
        os.close(self.slave)
        self.master = self.slave = -1

    @property
    def left_behind(self) -> str:
        """What stands on the terminal when the desk is gone."""
        return (self.said.split(ALTERNATE_ON)[0] + self.said.split(ALTERNATE_OFF)[-1]).decode()


@contextmanager
def window(failure: str, home: Path) -> Iterator[Window]:
    """A window for one desk."""
    found = Window(failure, home)
    try:
        yield found
    finally:
        found.desk.kill()
        found.desk.wait()
        for descriptor in (found.master, found.slave):
            if descriptor >= 0:
                os.close(descriptor)


def spooled(home: Path) -> list[str]:
    """The texts of all drafts in the spools, the newest at the end."""
    lines = [
        json.loads(line)
        for path in home.rglob("typed.jsonl")
        for line in path.read_text().splitlines()
        if line
    ]
    return [line["text"] for line in lines if line["kind"] == "draft"]


def log_of(home: Path) -> str:
    """Everything that was logged."""
    return "".join(path.read_text() for path in home.rglob("*.log"))


@pytest.mark.parametrize("failure", ["key", "painted", "later", "panic"])
def test_a_desk_that_fails_leaves_the_terminal_as_it_was_and_one_line_with_a_number(
    home: Path, failure: str
) -> None:
    with window(failure, home) as desk:
        desk.shows("NMK-HN1")
        desk.types(f"{TYPED} NOW")
        assert desk.ends() == 1
        assert termios.tcgetattr(desk.slave) == desk.before
        assert desk.said.count(ALTERNATE_ON) == desk.said.count(ALTERNATE_OFF) == 1
        assert desk.said.rindex(b"\x1b[?25h") > desk.said.rindex(b"\x1b[?25l")
        last = [line for line in desk.left_behind.splitlines() if "our fault" in line]
        (number,) = re.findall(r"Report ([0-9a-f]{8});", last[0])
        assert len(last) == 1
        for word in (*re.findall(r"[A-Z]\w+", SECRET), "hides", "NOW", "Traceback", "locals"):
            assert word not in desk.left_behind
    logged = log_of(home)
    assert number in logged
    assert "hides" not in logged
    assert "Elm" not in logged
    assert spooled(home)[-1] == f"{TYPED} NOW"


def test_what_fails_beside_the_screen_is_logged_and_not_shown(home: Path) -> None:
    with window("thread", home) as desk:
        desk.shows("NMK-HN1")
        desk.types(f"{TYPED} NOW")
        assert desk.ends() == 0
        assert "Traceback" not in desk.left_behind
        assert "Elm" not in desk.left_behind
    logged = log_of(home)
    assert "thread_failed" in logged
    assert "Elm" not in logged


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_desk_that_is_asked_to_end_restores_the_terminal(
    home: Path, number: signal.Signals
) -> None:
    with window("never", home) as desk:
        desk.shows("NMK-HN1")
        desk.types(TYPED)
        desk.shows("him")
        desk.desk.send_signal(number)
        assert desk.ends() == 0
        assert termios.tcgetattr(desk.slave) == desk.before
        assert desk.said.count(ALTERNATE_OFF) == 1
        assert "hides" not in desk.left_behind
    assert spooled(home)[-1] == TYPED


def test_a_desk_whose_terminal_is_gone_ends_with_its_words_kept(home: Path) -> None:
    with window("never", home) as desk:
        desk.shows("NMK-HN1")
        desk.types(TYPED)
        desk.shows("him")
        desk.vanishes()
        assert desk.desk.wait(PATIENCE) == 0
    assert spooled(home)[-1] == TYPED
    assert "Traceback" not in log_of(home)
    assert "failed" not in log_of(home)


def test_nothing_that_a_desk_leaves_on_disk_can_be_read_by_others(home: Path) -> None:
    with window("never", home) as desk:
        desk.shows("NMK-HN1")
        desk.types(TYPED)
        desk.shows("him")
        pid = desk.desk.pid
        assert resource.prlimit(pid, resource.RLIMIT_CORE) == (0, 0)
        made = [path for path in home.rglob("*") if "spool" in str(path) or path.suffix == ".log"]
        assert any(path.name == "typed.jsonl" for path in made)
        assert any(path.suffix == ".log" for path in made)
        for path in made:
            mode = stat.S_IMODE(path.stat().st_mode)
            assert mode == (0o700 if path.is_dir() else 0o600), path


async def test_what_is_told_late_of_shorter_words_does_not_outlive_the_whole_ones(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("dark chocolate")
        await desk.press("ctrl+t")
        await desk.types("she hides it from him")
        desk.app.exit(0)
        # A key was announced before the desk was told to end, and is heard of only now.
        late = Box.Typed(NOTE, 1, "she hides", (0, 9))
        desk.app.on_box_typed(late)
    async with stage(tmp_path, hub) as desk:
        await desk.until(lambda: desk.app.desk.note.text == "she hides it from him")


async def test_what_is_still_to_be_shown_as_the_screen_is_taken_apart_is_no_failure(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("dark chocolate")
    with pytest.raises(NoMatches) as missing:
        _ = desk.app.desk.note
    desk.app._handle_exception(missing.value)
    assert desk.app.fault is None
    desk.app._handle_exception(ValueError("of a widget"))
    assert isinstance(desk.app.fault, ValueError)
