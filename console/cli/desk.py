"""``console desk``: the screen of an agent or a lead."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from console import starting
from console.cli.words import Problem, command, settings_of

if TYPE_CHECKING:
    from argparse import Namespace

    from console.cli.words import Commands
    from console.config import Settings

ABOUT = "Open the desk: the screen of an agent or a lead"
SPLASH = "Steadyline. Opening your desk …"
VARIABLE = "STEADYLINE_TOKEN"
NO_SCREENS = frozenset({"", "dumb", "unknown"})
"""Values of TERM that promise no cursor that can be moved."""


def add(commands: Commands) -> None:
    """Declare the command; a token is never an argument, where everybody could read it."""
    command(commands, "desk", run, ABOUT)


def run(arguments: Namespace) -> int:
    """Show the desk until it is closed. Raises ConfigError, NotPrivate or Problem."""
    if sys.stdout.isatty():
        print(SPLASH, flush=True)
    starting.begin()
    settings = settings_of(arguments)
    check_keys(settings)
    token = token_of(settings)
    check_terminal()
    return open_desk(settings, token)


def check_keys(settings: Settings) -> None:
    """Refuse a remapping that can't be used. Raises ConfigError."""
    from console.config import ConfigError
    from console.desk.keys import KeysWrong, remap

    try:
        remap(settings.keys)
    except KeysWrong as error:
        raise ConfigError(str(error)) from error


def check_terminal() -> None:
    """Refuse what no screen can be shown on. Raises Problem."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Problem("The desk needs a terminal; run console desk in one.")
    name = os.environ.get("TERM", "")
    if name in NO_SCREENS:
        shown = f"TERM is {name!r}" if name else "TERM is not set"
        raise Problem(f"{shown}: no screen can be shown there; try TERM=xterm-256color.")
    # Textual draws on the standard error, as it was when Python started.
    encoding = getattr(sys.__stderr__, "encoding", "") or ""
    if encoding.replace("-", "").lower() != "utf8":
        raise Problem(
            f"This terminal is written to in {encoding or 'an unknown encoding'}, and names of "
            "people need UTF-8; try LC_ALL=C.UTF-8 without PYTHONIOENCODING."
        )


def open_desk(settings: Settings, token: str, *, hint: str = "") -> int:
    """Show the desk. The first words are on the screen before the desk is even loaded."""
    from console import logs
    from console.private import keep_to_ourselves, private_folder

    keep_to_ourselves()
    logs.to_file(settings.logs.level, settings.logs.path)
    spool = private_folder(settings.desk.spool_path)

    from console.desk.app import run as show
    from console.desk.settings import DeskSettings

    wanted = DeskSettings(
        hub_url=settings.desk.hub_url,
        token=token,
        spool_dir=spool,
        log_file=settings.logs.path,
        attachment_dir=settings.desk.attachment_path,
        theme=settings.desk.theme,
        keymap=settings.keys,
        hint=hint,
        viewer=settings.desk.viewer,
        player=settings.desk.player,
        zone=settings.desk.zone,
        lock_minutes=settings.desk.lock_minutes,
    )
    return show(wanted)


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
