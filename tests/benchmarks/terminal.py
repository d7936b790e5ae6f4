"""A program in a pseudo-terminal: keys in, timestamped bytes out, drawn only afterwards.

While a program is measured this process does nothing but wait, read and take the time; what the
bytes look like on a screen is worked out later from the recording (``screen.py``).
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from tests.benchmarks.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COLUMNS, ROWS = 160, 48
ASKED = re.compile(rb"\x1b\[(?:\?2026\$p|0?c|>0?c|5n|6n)")
"""What programs ask a terminal at their start and wait, or look, for an answer to."""
ANSWERS = {
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",
    b"\x1b[c": b"\x1b[?62;22c",
    b"\x1b[0c": b"\x1b[?62;22c",
    b"\x1b[>c": b"\x1b[>41;370;0c",
    b"\x1b[>0c": b"\x1b[>41;370;0c",
    b"\x1b[5n": b"\x1b[0n",
    b"\x1b[6n": b"\x1b[1;1R",
}
LONGEST_QUESTION = 8


class Ended(Exception):
    """The program ended while it was being measured; the message is its last screen."""


class Terminal:
    """A running program; times are ``time.perf_counter`` seconds."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str], cwd: str) -> None:
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        shown = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        self.chunks: list[tuple[float, bytes]] = []
        self.screen = Screen(COLUMNS, ROWS)
        self._drawn = 0
        self._tail = b""
        self._fd = master
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**environ, **shown},
            cwd=cwd,
            start_new_session=True,
        )
        os.close(slave)
        os.set_blocking(master, False)

    @property
    def pid(self) -> int:
        """The process id of the program."""
        return self._process.pid

    def press(self, keys: bytes) -> float:
        """Write keys; gives the moment just before."""
        at = time.perf_counter()
        os.write(self._fd, keys)
        return at

    def listen(self, until: float) -> None:
        """Read and timestamp until a moment. Raises Ended."""
        while (left := until - time.perf_counter()) > 0:
            ready, _, _ = select.select([self._fd], [], [], left)
            if not ready:
                return
            try:
                data = os.read(self._fd, 1 << 16)
            except BlockingIOError:
                continue
            except OSError:  # EIO: the other side of the terminal is closed
                data = b""
            at = time.perf_counter()
            if not data:
                raise Ended(self.text())
            self.chunks.append((at, data))
            self._answer(data)

    def pause(self, seconds: float) -> None:
        """Read for a while. Raises Ended."""
        self.listen(time.perf_counter() + seconds)

    def until_quiet(self, *, quiet: float = 0.4, most: float = 30.0) -> None:
        """Read until nothing has come for a while. Raises Ended."""
        end = time.perf_counter() + most
        while time.perf_counter() < end:
            heard = len(self.chunks)
            self.pause(quiet)
            if len(self.chunks) == heard and heard:
                return

    def text(self) -> str:
        """Draw everything heard so far; gives the screen."""
        while self._drawn < len(self.chunks):
            self.screen.feed(self.chunks[self._drawn][1])
            self._drawn += 1
        return self.screen.text

    def first(self, pattern: str) -> float | None:
        """Draw what was heard and not drawn until a frame shows the pattern; gives its moment."""
        wanted = re.compile(pattern)
        while self._drawn < len(self.chunks):
            at, data = self.chunks[self._drawn]
            self._drawn += 1
            if self.screen.feed(data) and wanted.search(self.screen.text):
                return at
        return None

    def wait_for(self, pattern: str, *, seconds: float = 30.0) -> float:
        """Read until the screen shows a pattern; gives the moment. Raises Ended."""
        if re.search(pattern, self.text()):
            return time.perf_counter()
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            self.pause(0.02)
            if (at := self.first(pattern)) is not None:
                return at
        raise Ended(f"never showed {pattern!r}:\n{self.text()}")

    def undrawn(self) -> list[tuple[float, bytes]]:
        """Take what was heard and not drawn yet; the caller draws it on ``screen``."""
        rest = self.chunks[self._drawn :]
        self._drawn = len(self.chunks)
        return rest

    def close(self) -> None:
        """End the program and forget the terminal."""
        self._process.terminate()
        with suppress(Ended):
            self.pause(0.3)
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        os.close(self._fd)

    def _answer(self, data: bytes) -> None:
        seen = self._tail + data
        end = 0
        for question in ASKED.finditer(seen):
            end = question.end()
            with suppress(OSError):
                os.write(self._fd, ANSWERS[question[0]])
        self._tail = seen[max(end, len(seen) - LONGEST_QUESTION) :]
