"""What commands print on a terminal can't act on it, and fits the letters that it knows."""

from __future__ import annotations

import io
import json
import logging
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from console.cli.failures import explain
from console.cli.words import Problem
from console.config import ConfigError
from console.domain.base import Rejected
from console.logs import Lines
from console.private import NotPrivate
from tests.cli.test_commands import console, sentence
from tests.desk.screen.terminal import ROOT, terminal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOSTILE = "\x1b]0;PWN\x07\x1b[2J\x9b31m\u202e\x1b]52;c;UFdO\x07"
WRONG_KEYS = '[keys]\n"call.hold" = "f5"\n'


@pytest.mark.parametrize("command", ["desk", "doctor"])
def test_a_remapping_that_can_not_work_is_said_before_anything_else(
    tmp_path: Path, command: str
) -> None:
    file = tmp_path / "config.toml"
    file.write_text(WRONG_KEYS, "utf-8")
    done = console(command, "--config", str(file))
    assert done.returncode == 2
    assert sentence(done).startswith("console: [keys] call.mute: f5 is already the key of")


@pytest.mark.parametrize(
    "arguments",
    [
        (HOSTILE,),
        ("export", HOSTILE),
        ("agent", "token", HOSTILE),
        ("agent", "add", HOSTILE, "--name", HOSTILE),
        ("desk", f"--{HOSTILE}"),
        ("hub", "--config", f"/nowhere/{HOSTILE}"),
        ("simulator", "--pace", HOSTILE),
    ],
    ids=lambda one: " ".join(part for part in one if part.isascii() and part.isprintable()),
)
def test_no_command_repeats_what_a_terminal_obeys(arguments: tuple[str, ...]) -> None:
    with terminal(("-m", "console", *arguments), shape=(200, 24)) as window:
        assert window.ends() in (1, 2)
        text = window.wrote.decode("utf-8")
    assert "console" in text
    assert "Traceback" not in text
    assert not [sign for sign in ("\x1b", "\x07", "\x9b", "\u202e") if sign in text]


@pytest.mark.parametrize("failure", [Problem, Rejected, ConfigError, NotPrivate])
def test_an_errors_words_pass_the_gate(
    failure: Callable[[str], Exception], capsys: pytest.CaptureFixture[str]
) -> None:
    assert explain(failure(f"no\n{HOSTILE}")) in (1, 2)
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert said.startswith("console: no ␛]0;PWN␇")


def test_log_lines_for_people_pass_the_gate_and_those_for_machines_are_ascii() -> None:
    record = logging.makeLogRecord(
        {"msg": f"event_{HOSTILE}", "name": HOSTILE, "levelno": 30, "levelname": "WARNING"}
    )
    record.incident = HOSTILE
    for_people = Lines(for_people=True).format(record)
    for_machines = Lines().format(record)
    assert for_people.replace("\u202e", "").isprintable()
    assert "\u202e" not in for_people
    assert for_machines.isascii()
    assert for_machines.isprintable()
    assert json.loads(for_machines)["logger"] == HOSTILE


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_letters_that_a_terminal_does_not_know_are_spelled_out(encoding: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "console", "export", "日本"],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    said = io.TextIOWrapper(io.BytesIO(done.stderr), encoding).read()
    assert done.returncode == 1
    assert "There is no incident" in said
    assert "Traceback" not in said
