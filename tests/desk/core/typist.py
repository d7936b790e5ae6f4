"""A desk that types as fast as it can and says over a pipe what has been kept.

Run with the spool's folder: each line on its standard input starts a fresh process that types
until it is killed. Lines on its standard output: ``pid 123``, ``key 7``, ``sent 7``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from console.desk import keeping
from console.desk.spool import NOTE, Spool
from console.domain.note import AddNote
from console.domain.wire import CommandPost

HUB, LOGIN = "https://hub.example.com", "sam"


def say(words: str) -> None:
    """Report at once: what is written to a pipe outlives the writer."""
    os.write(1, f"{words}\n".encode())


def type_on(root: Path, begun: int) -> None:
    """Type from a number on, for ever."""
    # Compacts every few hundred keys, so that kills fall into compactions as well.
    keeping.SYNC_SECONDS = 0.001
    spool = Spool(root, HUB, LOGIN, compact_bytes=30_000)
    number = begun
    while True:
        number += 1
        spool.keep(1, NOTE, f"{number} " + "typed " * (number % 40), (0, number))
        say(f"key {number}")
        if number % 50 == 0:
            command = AddNote(incident=1, text=f"note {number}")
            spool.queue(CommandPost(id=f"cmd-{number:08}", command=command))
            say(f"sent {number}")


def main() -> None:
    """Start one typing process for each line."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            type_on(Path(sys.argv[1]), int(line))
        say(f"pid {child}")
        os.waitpid(child, 0)
        say("over")


if __name__ == "__main__":
    main()
