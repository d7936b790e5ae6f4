"""``console restricted``: names one more person for a restricted incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.words import Problem, command, say, settings_of

if TYPE_CHECKING:
    from argparse import Namespace

    from console.cli.words import Commands

ABOUT = "Let one more person see a restricted incident, when those named are gone; it is on record"


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = command(commands, "restricted", run, ABOUT)
    parser.add_argument(
        "incident", metavar="INCIDENT", help="its reference, like 4F7-2KX, or its number"
    )
    parser.add_argument("login", metavar="LOGIN", help="who may see it from now on")
    parser.add_argument("--reason", required=True, metavar="WORDS", help="why, for the record")


def run(arguments: Namespace) -> int:
    """Name them. Raises ConfigError, Problem or Rejected."""
    import asyncio

    from console.cli.dossier import number_of
    from console.cli.migrate import prepared
    from console.hub.admin import name_person

    settings = settings_of(arguments)
    prepared(settings)
    number = number_of(settings.database.url, arguments.incident)
    if number is None:
        raise Problem(f"There is no incident {arguments.incident[:40]!r}.")
    asyncio.run(name_person(settings.database.url, number, arguments.login, arguments.reason))
    say(f"{arguments.login} may see incident {arguments.incident} from now on.")
    return 0
