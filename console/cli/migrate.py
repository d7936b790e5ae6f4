"""``console migrate``: bring the database to this version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.words import Problem, command, say, settings_of

if TYPE_CHECKING:
    from argparse import Namespace

    from console.cli.words import Commands
    from console.config import Settings

ABOUT = "Bring the database to this version; an embedded one does it by itself"


def add(commands: Commands) -> None:
    """Declare the command."""
    command(commands, "migrate", run, ABOUT)


def run(arguments: Namespace) -> int:
    """Migrate, and say from what to what. Raises ConfigError or Problem."""
    settings = settings_of(arguments)
    _make_room(settings)
    from console.hub.store.migrate import current, newest, upgrade

    before = current(settings.database.url)
    upgrade(settings.database.url)
    if before == newest():
        say(f"The database is at {before} already.")
    else:
        say(f"The database went from {before or 'empty'} to {newest()}.")
    return 0


def prepared(settings: Settings) -> None:
    """Make sure that the tables are there; only an embedded database is migrated unasked.

    Raises:
        Problem: A shared database is of another version.
    """
    _make_room(settings)
    from console.hub.store.migrate import current, newest, upgrade

    if current(settings.database.url) == newest():
        return
    if settings.database.file is None:
        raise Problem("The database is of another version. Run: console migrate")
    upgrade(settings.database.url)


def _make_room(settings: Settings) -> None:
    """The folder and the file of an embedded database, for the owner's eyes only."""
    file = settings.database.file
    if file is None:
        return
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
    except OSError as error:
        raise Problem(f"{file}: can't be made ({error.strerror}).") from error
