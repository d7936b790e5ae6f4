"""``console audit``: who looked at what, and who was refused what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.words import Problem, command, say, settings_of

if TYPE_CHECKING:
    from argparse import Namespace

    from console.cli.words import Commands

ABOUT = "List who looked at what and who was refused what, and check that no line was changed"
MOST_DAYS = 3650


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = command(commands, "audit", run, ABOUT)
    parser.add_argument("--incident", metavar="INCIDENT", help="only this: a reference or a number")
    parser.add_argument("--agent", metavar="LOGIN", help="only this account")
    parser.add_argument("--days", metavar="N", type=int, default=7, help="how far back (7)")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(arguments: Namespace) -> int:
    """Print the lines, oldest first. Raises ConfigError, Problem or Rejected."""
    import json
    from datetime import UTC, datetime, timedelta

    from console.cli.dossier import number_of
    from console.cli.looked import broken_line, looked, said
    from console.cli.migrate import prepared
    from console.hub.admin import find_agent

    if not 0 < arguments.days <= MOST_DAYS:
        raise Problem(f"--days: a number from 1 to {MOST_DAYS} is needed.")
    settings = settings_of(arguments)
    prepared(settings)
    url = settings.database.url
    incident = None
    if arguments.incident is not None and (incident := number_of(url, arguments.incident)) is None:
        raise Problem(f"There is no incident {arguments.incident[:40]!r}.")
    agent = find_agent(url, arguments.agent).number if arguments.agent else None
    since = datetime.now(UTC) - timedelta(days=arguments.days)
    lines = looked(url, since, incident=incident, agent=agent)
    for line in lines:
        say(json.dumps(line) if arguments.json else said(line))
    if not lines and not arguments.json:
        say(f"Nobody looked at any of it in the last {arguments.days} days.")
    broken = broken_line(url)
    if broken is not None:
        raise Problem(f"Line {broken} of who looked at what was changed, or one before it is gone.")
    return 0
