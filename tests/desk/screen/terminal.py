"""A desk in a real pseudo-terminal: bytes in, a drawn screen out."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyte

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 60.0
DESK = ("-m", "tests.desk.screen.lone_desk")


class Terminal:
    """A program on a terminal of any size."""

    def __init__(self, fd: int, program: subprocess.Popen[bytes], size: tuple[int, int]) -> None:
        self._fd, self.program = fd, program
        self.wrote = b""
        """Everything it wrote."""
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)

    def column(self, at: int) -> str:
        """What stands below each other at a column, from the top."""
        return "".join(self._screen.buffer[row][at].data for row in range(self._screen.lines))

    @property
    def seen(self) -> str:
        """What the terminal shows."""
        return "\n".join(self._screen.display)

    def presses(self, keys: bytes) -> None:
        """Write bytes, as a keyboard or a paste does."""
        os.write(self._fd, keys)

    def becomes(self, columns: int, rows: int, *, is_told: bool = True) -> None:
        """Give the window another size."""
        self._screen.resize(rows, columns)
        size(self._fd, columns, rows)
        # The terminal is nobody's controlling one, so nobody else sends this.
        if is_told:
            self.program.send_signal(signal.SIGWINCH)

    def until(self, true: Callable[[], bool]) -> None:
        """Read until something is so."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if true():
                return
            if not self._reads() and self.program.poll() is not None:
                break
        assert true(), f"it never came to that; the screen was:\n{self.seen}"

    def sees(self, *words: str) -> None:
        """Read until all of this is on the screen."""
        self.until(lambda: all(word in self.seen for word in words))

    def ends(self) -> int:
        """Read until the program has ended; gives its status."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.program.poll() is None:
            self._reads()
        while self._reads():
            pass
        return self.program.wait(1)

    def settles(self, seconds: float = 0.5) -> None:
        """Read until it has nothing more to say for a while."""
        while self._reads(seconds):
            pass

    def _reads(self, seconds: float = 0.1) -> bool:
        ready, _, _ = select.select([self._fd], [], [], seconds)
        if not ready:
            return False
        try:
            chunk = os.read(self._fd, 65536)
        except OSError:  # the other side of the terminal is closed
            return False
        self.wrote += chunk
        self._stream.feed(chunk)
        return bool(chunk)


def size(fd: int, columns: int, rows: int) -> None:
    """Set the size of a terminal; what runs in it is told."""
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


@contextmanager
def terminal(
    arguments: Sequence[str], *, shape: tuple[int, int] = (120, 36), **environ: str
) -> Iterator[Terminal]:
    """Run Python in a terminal until the block ends; an empty variable is taken away."""
    outside, inside = pty.openpty()
    size(inside, *shape)
    plain = {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "COLUMNS": "", "LINES": ""}
    wanted = {**os.environ, **plain, **environ}
    program = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={name: value for name, value in wanted.items() if value},
        stdin=inside,
        stdout=inside,
        stderr=inside,
        start_new_session=True,
    )
    os.close(inside)
    try:
        yield Terminal(outside, program, shape)
    finally:
        program.kill()
        program.wait()
        os.close(outside)


def posted(folder: Path) -> list[dict[str, object]]:
    """The commands that a lone desk sent before it was left."""
    found: list[dict[str, object]] = json.loads((folder / "posts.json").read_text("utf-8"))
    return found
