"""The other programs of a demo: started, waited for, and ended by their own process id."""

from __future__ import annotations

import json
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.request import ProxyHandler, build_opener

from console.cli.words import Problem
from console.demo.stage import ROOT, program

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from console.demo.stage import Stage

START_SECONDS = 30.0
END_SECONDS = 8.0
LOOK_SECONDS = 0.05


@contextmanager
def running(
    stage: Stage, name: str, *arguments: str, environ: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run ``console NAME`` while the block runs; its words go to a file of the stage."""
    words = stage.folder / f"{name}.log"
    words.touch(mode=0o600)
    with words.open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own command line
            program(name, "--config", str(stage.config), *arguments),
            cwd=ROOT,
            env={**stage.environ, **(environ or {})},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            # Ctrl+C in the terminal is for the desk; we end the others when it has ended.
            start_new_session=True,
        )
    try:
        yield process
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Ask it to end, and end it when it does not."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(stage: Stage, name: str, process: subprocess.Popen[bytes], url: str) -> bytes:
    """Wait until a program answers; gives its answer. Raises Problem when it will not."""
    opener = build_opener(ProxyHandler({}))
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            with opener.open(url, timeout=2) as answer:
                return bytes(answer.read())
        except OSError:
            time.sleep(LOOK_SECONDS)
    raise Problem(f"The {name} of the demo did not start. {last_words(stage, name)}")


def last_words(stage: Stage, name: str) -> str:
    """The last line a program wrote: most often why it ended."""
    lines = (stage.folder / f"{name}.log").read_text("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "It said nothing."


def mail_key(state: bytes) -> str:
    """The public key of the network's mail, which it makes anew at each start."""
    return str(json.loads(state)["mail_public_key"])
