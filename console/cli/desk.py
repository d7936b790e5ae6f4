"""``console desk``: the screen of an agent or a lead."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING

from console import starting
from console.cli.words import Problem, command, settings_of

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable
    from pathlib import Path

    from console.cli.words import Commands
    from console.config import Settings
    from console.desk.settings import DeskSettings
    from console.own_settings import OwnSettings

ABOUT = "Open the desk: the screen of an agent or a lead"
SPLASH = "Steadyline. Opening your desk …"
VARIABLE = "STEADYLINE_TOKEN"
NO_SCREENS = frozenset({"", "dumb", "unknown"})
"""Values of TERM that promise no cursor that can be moved."""


def add(commands: Commands) -> None:
    """Declare the command; a token is never an argument, where everybody could read it."""
    parser = command(commands, "desk", run, ABOUT)
    parser.add_argument(
        "--invited", action="store_true", help="exchange an invitation for your token first"
    )


def run(arguments: Namespace) -> int:
    """Show the desk until it is closed. Raises ConfigError, NotPrivate or Problem."""
    if sys.stdout.isatty():
        print(SPLASH, flush=True)
    starting.begin()
    from console.own_settings import plain

    settings = plain(arguments.config) or settings_of(arguments)
    check_keys(settings)
    if arguments.invited:
        from console.cli.invited import take_invitation

        take_invitation(settings)
    token = token_of(settings)
    check_terminal()
    forget_old_copies(settings.desk.attachment_path)
    return open_desk(settings, token, rest=partial(trouble_in_the_rest, arguments.config))


def forget_old_copies(folder: Path) -> None:
    """Delete copies of voicemails that are not kept any more."""
    from console.desk.kept import expire

    expire(folder)


def trouble_in_the_rest(path: Path | None) -> str:
    """What is wrong in sections that the desk itself does not read; empty when nothing is."""
    from console.config import ConfigError, load

    try:
        load(path)
    except ConfigError as error:
        return str(error)
    return ""


def check_keys(settings: Settings | OwnSettings) -> None:
    """Refuse a remapping that can't be used. Raises ConfigError."""
    from console.desk.keys import KeysWrong, remap

    try:
        remap(settings.keys)
    except KeysWrong as error:
        from console.config import ConfigError

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


def open_desk(
    settings: Settings | OwnSettings,
    token: str,
    *,
    hint: str = "",
    rest: Callable[[], str] | None = None,
) -> int:
    """Show the desk. The first words are on the screen before the desk is even loaded.

    ``rest`` is called when it works: it tells what is wrong in the rest of the configuration.
    """
    from console import logs
    from console.private import keep_to_ourselves, private_folder

    keep_to_ourselves()
    logs.to_file(settings.logs.level, settings.logs.path)
    spool = private_folder(settings.desk.spool_path)

    from console.desk.early import Early

    early = Early(settings.desk.hub_url, token)

    from console.desk.app import run as show

    return show(_wanted(settings, token, spool, hint=hint, rest=rest), early)


def _wanted(
    settings: Settings | OwnSettings,
    token: str,
    spool: Path,
    *,
    hint: str,
    rest: Callable[[], str] | None,
) -> DeskSettings:
    from console.desk.settings import DeskSettings

    return DeskSettings(
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
        notify=settings.desk.notify,
        zone=settings.desk.zone,
        lock_minutes=settings.desk.lock_minutes,
        rest=rest,
        scripts_dir=settings.scripts.path,
        abbreviation_files=settings.abbreviations.paths,
    )


def token_of(settings: Settings | OwnSettings) -> str:
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
