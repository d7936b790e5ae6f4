"""The command line: finds the command, runs it, and turns what went wrong into one sentence."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import TYPE_CHECKING

from console.cli import agent, demo, desk, doctor, export, hub, migrate, simulator
from console.cli.words import Version

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Never

ABOUT = "Steadyline: calls, texts and mail of one incident on one timeline, in a terminal."
EPILOG = "Try it with nothing to configure: console demo"
COMMANDS = (demo, desk, hub, simulator, agent, doctor, migrate, export)
CANCELED = 130
"""What a shell expects of a program ended by Ctrl+C."""


class Parser(ArgumentParser):
    """A parser that complains in one sentence."""

    def error(self, message: str) -> Never:
        """Say what is wrong and where help is; exit status 2."""
        self.exit(2, f"{self.prog}: {message}. See: {self.prog} --help\n")


def parser() -> Parser:
    """The whole command line; importing what a command needs is left to the command."""
    whole = Parser(prog="console", description=ABOUT, epilog=EPILOG, allow_abbrev=False)
    whole.add_argument("--version", action=Version, nargs=0, help="say which version this is")
    whole.set_defaults(config=None)
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for module in COMMANDS:
        module.add(commands)
    return whole


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0, 1 (it failed), 2 (wrong use or settings) or 130."""
    arguments = parser().parse_args(argv)
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
