"""What a failed command says: one sentence; what nobody foresaw goes to the log, under an id."""

from __future__ import annotations

import logging
import secrets
import sys
from typing import TYPE_CHECKING

from console.cli.words import Problem, say

if TYPE_CHECKING:
    from pathlib import Path

log = logging.getLogger(__name__)

FAILED, WRONG_SETTINGS = 1, 2


def explain(error: Exception, config: Path | None = None) -> int:
    """Say why a command failed; gives the exit status."""
    from console.config import ConfigError
    from console.domain.base import Rejected
    from console.hub.onehub import HubRefused
    from console.hub.store.wish import StoreUnavailable
    from console.private import NotPrivate

    if isinstance(error, BrokenPipeError):
        return FAILED
    match error:
        case ConfigError():
            _tell(error)
            return WRONG_SETTINGS
        case Problem() | Rejected() | HubRefused() | NotPrivate():
            _tell(error)
        case StoreUnavailable():
            _tell("The database is locked, full or away; nothing was stored. Try again.")
        case _ if _is_of_database(error):
            _tell("The database can't be reached or read; see [database] url and: console doctor")
        case _:
            _record(error, config)
    return FAILED


def _tell(words: object) -> None:
    text = " ".join(str(words).split())
    say(f"console: {text}", to=sys.stderr)


def _is_of_database(error: Exception) -> bool:
    from sqlalchemy.exc import DBAPIError

    return isinstance(error, DBAPIError)


def _record(error: Exception, config: Path | None) -> None:
    from console import logs
    from console.config import ConfigError, Settings, load

    number = secrets.token_hex(4)
    try:
        settings = load(config)
    except ConfigError:
        settings = Settings()
    path = settings.logs.path
    try:
        logs.to_file("info", path)
        log.error("command_failed", exc_info=error, extra={"failure": number})
    except OSError:
        _tell(f"This is our fault ({number}), and {path} can't be written to say more.")
        return
    _tell(f"This is our fault, not yours. Report {number}; the details are in {path}.")
