"""Lets the party of the long incident write while something else is measured."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.benchmarks.programs import ROOT, environ

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.station import Station


@contextmanager
def texts(place: Station, rate: int, *, seconds: int = 60) -> Iterator[None]:
    """Let them come from a process of its own until the block ends.

    Raises:
        RuntimeError: They ended before the block did.
    """
    hub = place.hub
    arguments = ["--url", hub.url, "--sender", place.seeded.party, "--rate", str(rate)]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.load", *arguments, "--seconds", str(seconds)],
        stdin=subprocess.PIPE,
        env=environ(place.folder),
        cwd=ROOT,
        text=True,
    )
    try:
        if process.stdin:
            process.stdin.write(hub.token + "\n")
            process.stdin.flush()
        yield
        if process.poll() is not None:
            raise RuntimeError("the texts stopped while keys were measured")
    finally:
        process.kill()
        process.wait()
        if process.stdin:
            process.stdin.close()
