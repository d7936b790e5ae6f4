"""What is said outside the desk's own screen, if its agent wants that: a queue's name, no more."""

from __future__ import annotations

import logging
import os
import subprocess
import threading
from typing import TYPE_CHECKING

from console.desk.viewer import trimmed
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

log = logging.getLogger(__name__)

TERMINAL = "terminal"
"""Instead of a program: the terminal shows it (OSC 9,
https://iterm2.com/documentation-escape-codes.html)."""
LONGEST = 60


def notify(how: Sequence[str], queue: str, write: Callable[[str], None]) -> None:
    """Say that a call has come, by a program or by the terminal; nothing when ``how`` is empty.

    The words are one argument and begin with ours: no program can take them for an option or for
    a command, whatever a queue is called. ``write`` gives bytes of ours to the terminal.
    """
    if not how:
        return
    words = f"New call in queue {clean_line(queue)[:LONGEST]}"
    if tuple(how) == (TERMINAL,):
        write(f"\x1b]9;{words}\x07")
        return
    try:
        process = subprocess.Popen(  # noqa: S603 - the list is the agent's own, the words are ours
            [*how, words],
            env=trimmed(os.environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        log.warning("notice_not_shown", extra={"kind": type(error).__name__})
        return
    threading.Thread(target=process.wait, name="notify", daemon=True).start()
