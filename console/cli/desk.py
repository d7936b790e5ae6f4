"""``console desk``: the screen of an agent or a lead."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from console.cli.words import Problem, command, settings_of

if TYPE_CHECKING:
    from argparse import Namespace

    from console.cli.words import Commands
    from console.config import Settings

ABOUT = "Open the desk: the screen of an agent or a lead"
SPLASH = "Steadyline. Opening your desk …"
VARIABLE = "STEADYLINE_TOKEN"


def add(commands: Commands) -> None:
    """Declare the command; a token is never an argument, where everybody could read it."""
    command(commands, "desk", run, ABOUT)


def run(arguments: Namespace) -> int:
    """Show the desk until it is closed. Raises ConfigError, NotPrivate or Problem."""
    if sys.stdout.isatty():
        print(SPLASH, flush=True)
    settings = settings_of(arguments)
    token = token_of(settings)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Problem("The desk needs a terminal; run console desk in one.")
    return open_desk(settings, token)


def open_desk(settings: Settings, token: str, *, hint: str = "") -> int:
    """Show the desk. The first words are on the screen before the desk is even loaded."""
    from console import logs
    from console.private import private_folder

    logs.to_file(settings.logs.level, settings.logs.path)
    spool = private_folder(settings.desk.spool_path)

    from console.config import ConfigError
    from console.desk.app import run as show
    from console.desk.keys import KeysWrong
    from console.desk.settings import DeskSettings

    wanted = DeskSettings(
        hub_url=settings.desk.hub_url,
        token=token,
        spool_dir=spool,
        log_file=settings.logs.path,
        theme=settings.desk.theme,
        keymap=settings.keys,
        hint=hint,
        zone=settings.desk.zone,
    )
    try:
        return show(wanted)
    except KeysWrong as error:
        raise ConfigError(f"[keys] {error}") from error


def token_of(settings: Settings) -> str:
    """The personal token, of the environment or of a private file. Raises Problem, NotPrivate."""
    from console.private import read_private

    # What the desk starts must not inherit it.
    given = os.environ.pop(VARIABLE, "").strip()
    if given:
        return given
    path = settings.desk.token_path
    try:
        token = read_private(path, in_private_folder=True).strip()
    except FileNotFoundError:
        raise Problem(
            f"There is no token in {path}. Ask an admin for one: console agent token LOGIN"
        ) from None
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise Problem(f"{path} holds no token; it should be one line that begins with sl_.")
    return token
