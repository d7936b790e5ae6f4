"""A personal token is read by its owner and by nobody beside them (T4)."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from console.cli.desk import VARIABLE, token_of
from console.config import load
from console.private import write_private

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "sl_0a1b2c3d_" + "s" * 43
Done = subprocess.CompletedProcess[str]


def console(*arguments: str) -> Done:
    """Run ``console`` in the empty home of this test, without a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "console", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )


def _everything(home: Path) -> str:
    """All that the programs left on the disk."""
    files = (one for one in home.rglob("*") if one.is_file())
    return "".join(one.read_bytes().decode("latin-1") for one in files)


def test_an_issued_token_is_stored_nowhere_but_where_its_owner_puts_it(home: Path) -> None:
    console("agent", "add", "ana", "--name", "Ana Ruiz")
    token = console("agent", "token", "ana").stdout.strip()
    assert re.fullmatch(r"sl_[0-9a-f]{8}_[\w-]{43}", token)
    assert token[12:] not in _everything(home)
    listed = console("agent", "tokens", "ana").stdout
    assert listed.count("live") == 2
    assert token[3:11] in listed
    assert token[12:] not in listed
    assert console("agent", "revoke", token[3:11]).returncode == 0
    assert re.search(rf"{token[3:11]} .*revoked", console("agent", "tokens").stdout)
    assert "no such token" in console("agent", "revoke", "00000000").stderr


@pytest.mark.parametrize("hours", ["0", "-1", "8761"])
def test_a_token_for_no_time_or_for_ever_is_not_issued(hours: str) -> None:
    done = console("agent", "token", "ana", "--hours", hours)
    assert done.returncode == 1
    assert "--hours must be between 1 and 8760" in done.stderr


@pytest.mark.parametrize("arguments", ["desk --token", "desk", "agent token ana --token"])
def test_no_command_takes_a_token_as_an_argument(arguments: str) -> None:
    done = console(*arguments.split(), TOKEN)
    assert done.returncode == 2
    assert "unrecognized arguments" in done.stderr


def _is_read_by_others(token: Path) -> None:
    token.chmod(0o644)


def _stands_in_an_open_folder(token: Path) -> None:
    token.parent.chmod(0o755)


def _is_a_link(token: Path) -> None:
    other = token.with_name("other")
    token.rename(other)
    token.symlink_to(other)


@pytest.mark.parametrize("spoil", [_is_read_by_others, _stands_in_an_open_folder, _is_a_link])
def test_a_token_file_that_others_could_have_read_is_refused(
    home: Path, spoil: Callable[[Path], None]
) -> None:
    token = home / "config" / "steadyline" / "token"
    write_private(token, TOKEN + "\n")
    assert "needs a terminal" in console("desk").stderr
    spoil(token)
    done = console("desk")
    assert done.returncode == 1
    assert str(token.parent) in done.stderr
    assert TOKEN not in done.stderr


def test_what_the_desk_starts_does_not_inherit_the_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, TOKEN)
    assert token_of(load(None, {"STEADYLINE_DESK_TOKEN_FILE": str(tmp_path / "none")})) == TOKEN
    assert VARIABLE not in os.environ


def test_a_token_in_a_fault_of_ours_stands_in_no_report(tmp_path: Path) -> None:
    log = tmp_path / "logs" / "console.log"
    start = (
        "import console.cli.agent as a\n"
        f"def boom(*_): raise KeyError({TOKEN!r})\n"
        "a._hand_over = boom\n"
        "from console.__main__ import main\n"
        "raise SystemExit(main(['agent', 'add', 'ana', '--name', 'Ana Ruiz']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", start],
        cwd=ROOT,
        env={**os.environ, "STEADYLINE_LOGS_FILE": str(log), "STEADYLINE_LOGS_LEVEL": "debug"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "our fault" in done.stderr
    assert "KeyError in boom" in log.read_text("utf-8")
    assert TOKEN not in done.stdout + done.stderr + log.read_text("utf-8")
