"""Starts ``console hub`` without its two seconds of imports: forked from a process that has them.

What is started is a process of its own, which is killed like any other; what it saves is only the
processor of two cores that are shared.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LOOK_SECONDS = 0.01


class Nursery:
    """A process with everything imported, of which hubs are forked."""

    def __init__(self, root: Path) -> None:
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.launch"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=root,
            text=True,
        )
        atexit.register(self.close)

    def ask(self, *order: object) -> int | None:
        """Have an order carried out."""
        into, out = self._process.stdin, self._process.stdout
        assert into is not None
        assert out is not None
        with self._lock:
            print(json.dumps(order), file=into, flush=True)
            return cast("int | None", json.loads(out.readline()))

    def close(self) -> None:
        """End it; without orders it leaves by itself."""
        self._process.communicate()


@cache
def nursery(root: Path) -> Nursery:
    """The one of this test run."""
    return Nursery(root)


@dataclass
class Forked:
    """A hub that was forked, to be handled like a ``subprocess.Popen``."""

    home: Nursery
    pid: int
    code: int | None = None

    def poll(self) -> int | None:
        """The exit status; None while it runs."""
        if self.code is None:
            self.code = self.home.ask("poll", self.pid)
        return self.code

    def wait(self, timeout: float = 30.0) -> int:
        """Wait for its end."""
        end = time.monotonic() + timeout
        while (code := self.poll()) is None:
            assert time.monotonic() < end, "the hub does not end"
            time.sleep(LOOK_SECONDS)
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)


def fork(root: Path, environ: Mapping[str, str], folder: Path, log: Path) -> Forked:
    """Start a hub in a folder."""
    home = nursery(root)
    pid = home.ask("fork", dict(environ), str(folder), str(log))
    assert pid is not None
    return Forked(home, pid)


def _hub(environ: dict[str, str], folder: str, log: str) -> int:
    from console.__main__ import main

    os.environ.clear()
    os.environ.update(environ)
    os.chdir(folder)
    nothing = os.open(os.devnull, os.O_RDONLY)
    said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for given, place in ((nothing, 0), (said, 1), (said, 2)):
        os.dup2(given, place)
    return main(["hub"])


def _poll(pid: int) -> int | None:
    done, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if done else None


def serve() -> None:
    """Fork and look after hubs until nobody orders any more."""
    import console.hub.serve  # noqa: F401

    for line in sys.stdin:
        order, *given = json.loads(line)
        if order == "poll":
            answer = _poll(*given)
        else:
            answer = os.fork()
            if not answer:
                code = 1
                try:
                    code = _hub(*given)
                finally:
                    os._exit(code)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    serve()
