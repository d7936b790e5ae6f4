"""What is shown outside the desk names a queue, and no name of one can do anything (X7, P10)."""

from __future__ import annotations

import ast
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from console.desk.outside import LONGEST, notify
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk.screen.paper_hub import PaperHub

NAMES = ["-rf", "$(id)", ";reboot", "a\nb", "%s%n", "`id`", "\x1b]52;c;aGk=\x07", "x" * 500]


def arguments_of(folder: Path, queue: str) -> list[str]:
    """What a program is started with for a call of a queue."""
    kept = folder / "arguments"
    code = f"import sys; open({str(kept)!r}, 'w').write(repr(sys.argv[1:]))"
    before = set(threading.enumerate())
    notify((sys.executable, "-c", code, "--"), queue, lambda _: None)
    for thread in set(threading.enumerate()) - before:
        thread.join(10)
    return list(ast.literal_eval(kept.read_text()))


@pytest.mark.parametrize("queue", NAMES)
def test_a_program_gets_the_words_as_one_harmless_argument(tmp_path: Path, queue: str) -> None:
    words = arguments_of(tmp_path, queue)[-1]
    assert words.startswith("New call in queue ")
    assert len(words) <= len("New call in queue ") + LONGEST
    assert words.isprintable()


@pytest.mark.parametrize("queue", NAMES)
def test_no_name_ends_the_sequence_that_the_terminal_shows(queue: str) -> None:
    said: list[str] = []
    notify(("terminal",), queue, said.append)
    (one,) = said
    assert one.startswith("\x1b]9;New call in queue ")
    assert one.endswith("\x07")
    assert one[1:-1].replace("]9;", "", 1).isprintable()


def test_a_program_that_is_not_there_keeps_nobody_from_the_call() -> None:
    notify(("/nowhere/notify-send",), "safety", lambda _: None)


async def test_a_call_is_told_outside_once_and_only_where_that_is_wanted(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        told: list[str] = []
        assert desk.app.settings.notify == ()
        desk.app.alerts.notify = told.append
        await desk.rings()
        await desk.press("f1", "f1")
        assert told == ["safety"]
