"""Servers under measurement: started as processes of their own, on free ports."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parent.parent.parent
FOREIGN = ("STEADYLINE_", "TWILIO_", "SENDGRID_", "TEXTUAL", "XDG_", "PG", "PYTHON")
"""Beginnings of variables of the developer's own that would change what is measured."""


class NotStarted(Exception):
    """A server did not come up; the message is the end of what it logged."""


@dataclass(frozen=True, slots=True)
class Program:
    """A running server."""

    url: str
    pid: int
    log: Path


def environ(home: Path) -> dict[str, str]:
    """Give an environment without the developer's own settings, with another home folder."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(FOREIGN)}
    return {**kept, "PYTHONPATH": str(ROOT), "HOME": str(home)}


@contextmanager
def program(
    arguments: Sequence[str],
    *,
    port: int,
    folder: Path,
    ready: str = "/",
    told: str = "",
) -> Iterator[Program]:
    """Run ``python arguments`` until the block ends; its first answer to ``ready`` starts it.

    ``told`` goes to its standard input: what must not stand among its arguments.
    """
    log = folder / f"{port}.log"
    command = [sys.executable, *arguments]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=out, stderr=out, env=environ(folder), cwd=folder
        )
    if process.stdin:
        process.stdin.write(told.encode())
        process.stdin.close()
    running = Program(f"http://127.0.0.1:{port}", process.pid, log)
    try:
        _await(running, process, ready)
        yield running
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await(running: Program, process: subprocess.Popen[bytes], path: str) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end and process.poll() is None:
        try:
            if httpx.get(running.url + path, trust_env=False, timeout=2).status_code < 500:
                return
        except httpx.TransportError:
            time.sleep(0.02)
    raise NotStarted(running.log.read_text("utf-8", "replace")[-2000:])
