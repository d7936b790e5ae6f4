"""Stops trusting a disk that could not keep what it was given.

After a failed fsync the system may call the same pages clean that it never wrote, so a second try
that works proves nothing (https://www.sqlite.org/atomiccommit.html). The transaction is reported
as failed, nothing is written any more, and the hub ends: its next start reads what is really there.
PostgreSQL does the same by itself.
"""

from __future__ import annotations

import logging
import sqlite3
from typing import TYPE_CHECKING

from sqlalchemy import event
from sqlalchemy.exc import OperationalError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine
    from sqlalchemy.engine import ExceptionContext

log = logging.getLogger(__name__)

_UNKEPT = frozenset({sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_DIR_FSYNC})
"""A write that failed is different: SQLite takes it back and knows where it stands."""
WORDS = "The disk could not keep what was written, so the hub ended. Check it, then start again."


class Disk:
    """Watches one engine; once the disk has failed it begins no transaction any more."""

    def __init__(self, engine: Engine) -> None:
        self._failure: sqlite3.Error | None = None
        self._tell: Callable[[], object] = lambda: None
        event.listen(engine, "handle_error", self._look)
        event.listen(engine, "begin", self._refuse, insert=True)

    @property
    def has_failed(self) -> bool:
        """Whether something was not kept."""
        return self._failure is not None

    def when_it_fails(self, tell: Callable[[], object]) -> None:
        """Call this from whatever thread finds out, once."""
        self._tell = tell
        if self.has_failed:
            tell()

    def _look(self, context: ExceptionContext) -> None:
        error = context.original_exception
        code = getattr(error, "sqlite_errorcode", 0)
        if isinstance(error, sqlite3.Error) and code in _UNKEPT and not self.has_failed:
            self._failure = error
            log.critical("disk_failed", extra={"code": code})
            self._tell()

    def _refuse(self, _connection: object) -> None:
        if self._failure is not None:
            raise OperationalError("BEGIN", None, self._failure)
