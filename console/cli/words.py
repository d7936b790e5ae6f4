"""How commands speak: one gate for everything they print, one sentence for everything that fails."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction
    from collections.abc import Callable
    from pathlib import Path

    from console.config import Settings

    Commands = _SubParsersAction[ArgumentParser]
    Run = Callable[[Namespace], int]


class Problem(Exception):
    """The command can't be done: one sentence that says what happened and what to do."""


def say(text: str = "", *, to: TextIO | None = None) -> None:
    """Print lines that may hold words from outside; they can't act on the terminal."""
    from console.domain.safe_text import clean

    print(clean(text), file=to or sys.stdout, flush=True)


def command(commands: Commands, name: str, run: Run, *, about: str) -> ArgumentParser:
    """Add a command with what all commands have: an explanation, ``--help`` and ``--config``."""
    parser = commands.add_parser(
        name, help=about, description=about, allow_abbrev=False, formatter_class=commands.metavar_of
    )
    parser.set_defaults(run=run)
    return parser


def settings_of(arguments: Namespace) -> Settings:
    """The settings of ``--config``, else of where they are looked for. Raises ConfigError."""
    from console.config import load

    path: Path | None = arguments.config
    return load(path)
