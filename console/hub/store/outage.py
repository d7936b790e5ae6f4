"""Tells a database that is away from one wish that it can't take."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolEmpty

_SQLITE = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOTADB,
    }
)
"""Result codes that concern the file, not the statement (https://www.sqlite.org/rescode.html)."""
_POSTGRES = ("08", "25", "40", "53", "55", "57", "58", "XX")
"""Classes of SQLSTATE that concern the server or the connection
(https://www.postgresql.org/docs/current/errcodes-appendix.html)."""


def is_outage(error: SQLAlchemyError) -> bool:
    """Tell whether the database is locked, full or away, so that no wish can be stored now."""
    if isinstance(error, PoolEmpty):
        return True
    if not isinstance(error, DBAPIError):
        return False
    cause = error.orig
    if isinstance(cause, sqlite3.Error):
        code: int = getattr(cause, "sqlite_errorcode", 0)
        # The low byte is the kind; the rest says more about it.
        return code & 0xFF in _SQLITE
    told = _by_postgres(cause)
    return bool(error.connection_invalidated) if told is None else told


def _by_postgres(cause: BaseException | None) -> bool | None:
    """Whether PostgreSQL's driver tells of an outage; None when the error is not its own."""
    if not type(cause).__module__.startswith("psycopg"):
        return None
    # Only here: most hubs have no PostgreSQL, and its driver takes a while to load.
    from psycopg import Error, InterfaceError, OperationalError

    if not isinstance(cause, Error):
        return None
    if cause.sqlstate is None:  # no server said so: the connection broke, or the driver refused
        return isinstance(cause, OperationalError | InterfaceError)
    return cause.sqlstate.startswith(_POSTGRES)
