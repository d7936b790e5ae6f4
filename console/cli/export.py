"""``console export``: one incident with every entry, as JSON that can be verified on its own."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from console.cli.words import Problem, command, path, say, settings_of

if TYPE_CHECKING:
    from argparse import Namespace

    from console.cli.words import Commands

ABOUT = "Export one incident, every entry with its link of the hash chain"


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = command(commands, "export", run, ABOUT)
    parser.add_argument(
        "incident", metavar="INCIDENT", help="its reference, like 4F7-2KX, or its number"
    )
    parser.add_argument(
        "--out", type=path, metavar="FILE", help="a new file only you can read; else the screen"
    )


def run(arguments: Namespace) -> int:
    """Write the export. Raises ConfigError or Problem."""
    import asyncio
    import json

    from console.cli.migrate import prepared
    from console.hub.admin import record_export

    settings = settings_of(arguments)
    prepared(settings)

    from console.cli.dossier import dossier

    found = dossier(settings.database.url, arguments.incident)
    if found is None:
        raise Problem(f"There is no incident {arguments.incident[:40]!r}.")
    asyncio.run(record_export(settings.database.url, int(str(found["incident"]))))
    # Only ASCII: whatever people wrote, it can't act on the terminal it is shown on.
    text = json.dumps(found, indent=2, ensure_ascii=True)
    if arguments.out is None:
        print(text)
        return 0
    try:
        descriptor = os.open(
            arguments.out, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600
        )
        with open(descriptor, "w", encoding="ascii") as file:
            file.write(text + "\n")
    except OSError as error:
        raise Problem(f"{arguments.out}: can't be written ({error.strerror}).") from error
    say(f"{arguments.out} holds the incident; only you can read it.", to=sys.stderr)
    return 0
