"""How commands speak: one gate for all they print, one shape for how they are declared."""

from __future__ import annotations

import sys
from argparse import SUPPRESS, Action, ArgumentParser, Namespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import _SubParsersAction
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from typing import TextIO

    from console.config import Settings

    Commands = _SubParsersAction[ArgumentParser]
    Run = Callable[[Namespace], int]


class Problem(Exception):
    """The command can't be done: one sentence that says what happened and what to do."""


class Version(Action):
    """Prints which version runs, and ends."""

    def __call__(
        self,
        parser: ArgumentParser,
        namespace: Namespace,
        values: str | Sequence[object] | None,
        option_string: str | None = None,
    ) -> None:
        """Say ``steadyline 0.1.0``."""
        print(f"steadyline {version()}")
        parser.exit()


def version() -> str:
    """The installed version; that of the checkout when it runs without being installed."""
    from importlib import metadata
    from pathlib import Path

    try:
        return metadata.version("steadyline")
    except metadata.PackageNotFoundError:
        import tomllib

        project = Path(__file__).resolve().parents[2] / "pyproject.toml"
        return str(tomllib.loads(project.read_text("utf-8"))["project"]["version"])


def say(text: str = "", *, to: TextIO | None = None) -> None:
    """Print lines that may hold words from outside; they can't act on the terminal."""
    from console.domain.safe_text import clean

    print(clean(text), file=to or sys.stdout, flush=True)


def command(commands: Commands, name: str, run: Run, about: str) -> ArgumentParser:
    """Declare a command with what all of them have: an explanation, ``--help``, ``--config``."""
    parser = commands.add_parser(name, help=about, description=f"{about}.", allow_abbrev=False)
    parser.add_argument(
        "--config",
        type=path,
        default=SUPPRESS,
        metavar="FILE",
        help="settings to use instead of ./config.toml or your own",
    )
    parser.set_defaults(run=run)
    return parser


def path(text: str) -> Path:
    """A path on the command line."""
    from pathlib import Path

    return Path(text)


def settings_of(arguments: Namespace) -> Settings:
    """The settings of ``--config``, else of where they are looked for. Raises ConfigError."""
    from console.config import load

    return load(arguments.config)
