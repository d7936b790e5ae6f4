"""The command line: finds the command, runs it, and turns what went wrong into one sentence."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from importlib import import_module
from io import TextIOWrapper
from typing import TYPE_CHECKING

from console.cli.words import Version

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Never

ABOUT = "Steadyline: calls, texts and mail of one incident on one timeline, in a terminal."
EPILOG = "Try it with nothing to configure: console demo"
COMMANDS = (
    "demo",
    "desk",
    "hub",
    "simulator",
    "agent",
    "hours",
    "scripts",
    "resources",
    "setup",
    "doctor",
    "migrate",
    "export",
    "audit",
    "restricted",
)
"""Each declared by the module of its name."""
CANCELED = 130
"""What a shell expects of a program ended by Ctrl+C."""


class Parser(ArgumentParser):
    """A parser that complains in one sentence."""

    def error(self, message: str) -> Never:
        """Say what is wrong and where help is; exit status 2."""
        from console.domain.safe_text import clean_line

        self.exit(2, f"{self.prog}: {clean_line(message)}. See: {self.prog} --help\n")


def parser(wanted: str = "") -> Parser:
    """The command line: whole, or as much of it as the command that is wanted has.

    Importing what a command needs is left to the command.
    """
    whole = Parser(prog="console", description=ABOUT, epilog=EPILOG, allow_abbrev=False)
    whole.add_argument("--version", action=Version, nargs=0, help="say which version this is")
    whole.set_defaults(config=None)
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in (wanted,) if wanted in COMMANDS else COMMANDS:
        import_module(f"console.cli.{name}").add(commands)
    return whole


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0, 1 (it failed), 2 (wrong use or settings) or 130."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that knows few letters gets the others spelled out, and no traceback.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    given = sys.argv[1:] if argv is None else argv
    arguments = parser(given[0] if given else "").parse_args(given)
    try:
        status: int = arguments.run(arguments)
    except KeyboardInterrupt:
        return CANCELED
    except Exception as error:
        from console.cli.failures import explain

        return explain(error, arguments.config)
    return status


if __name__ == "__main__":
    sys.exit(main())
