"""A desk killed at any moment loses no key that it had kept."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pytest

from console.desk.spool import NOTE, Spool
from tests.desk.core.typist import HUB, LOGIN

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[3]
ROUNDS = 20


class Typist:
    """The typing desk, one process after the other."""

    def __init__(self, running: subprocess.Popen[str], folder: Path) -> None:
        assert running.stdin is not None
        assert running.stdout is not None
        self._in: IO[str] = running.stdin
        self._out: IO[str] = running.stdout
        self.folder = folder

    def types_until_killed(self, begun: int, keys: int) -> tuple[int, list[int]]:
        """Kill it after some more keys; gives the last key and the commands that it reported."""
        self._in.write(f"{begun}\n")
        self._in.flush()
        pid, last, sent = 0, begun, list[int]()
        for line in self._out:
            word, _, number = line.strip().partition(" ")
            match word:
                case "pid":
                    pid = int(number)
                case "key":
                    last = int(number)
                case "sent":
                    sent.append(int(number))
                case _:
                    break
            # It types on while this decides: the kill falls anywhere in a later keystroke.
            if pid and keys >= 0 and last - begun >= keys:
                os.kill(pid, signal.SIGKILL)
                keys = -1
        return last, sent

    def restarts(self) -> Spool:
        """Open the spool that it left."""
        return Spool(self.folder, HUB, LOGIN)


@pytest.fixture
def typist(tmp_path: Path) -> Iterator[Typist]:
    folder = tmp_path / "spool"
    with subprocess.Popen(
        [sys.executable, "-m", "tests.desk.core.typist", str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as running:
        yield Typist(running, folder)
        assert running.stdin is not None
        running.stdin.close()
        assert running.wait(10) == 0


def test_no_key_and_no_command_that_was_kept_is_missing_after_a_kill(typist: Typist) -> None:
    dice = random.Random()
    last, commands = 0, list[int]()
    for _ in range(ROUNDS):
        last, sent = typist.types_until_killed(last, dice.randrange(1, 400))
        commands += sent
        spool = typist.restarts()
        draft = spool.draft(1, NOTE)
        assert draft is not None
        typed, _, rest = draft.text.partition(" ")
        # One key more may have been kept than could be reported.
        assert int(typed) in (last, last + 1)
        assert rest == "typed " * (int(typed) % 40)
        waiting = [int(post.id.removeprefix("cmd-")) for post in spool.waiting()]
        assert waiting[: len(commands)] == commands
        assert len(waiting) <= len(commands) + 1
        assert spool.restored.startswith("restored ")
        last, commands = int(typed), waiting
        spool.close()
