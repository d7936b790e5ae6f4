"""Database engines: one URL decides between SQLite and PostgreSQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, create_engine, event

FEED_CHANNEL = "steadyline"
"""PostgreSQL NOTIFY channel that wakes the feeds of every hub; it carries no data."""
PASSING_CHANNEL = "steadyline_passing"
"""PostgreSQL NOTIFY channel for what hubs tell each other's desks and nobody keeps."""
BUSY_SECONDS = 4
"""How long a writer waits for a locked database before it answers "not now"."""


def is_sqlite(url: str) -> bool:
    """Tell whether a database URL means the embedded default."""
    return url.startswith("sqlite")


def libpq(url: str) -> str:
    """Give the URL of a PostgreSQL as its own library takes it."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def _sqlite(url: str, *, write: bool) -> Engine:
    engine = create_engine(url, hide_parameters=True, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def prepare(dbapi: Any, _record: object) -> None:
        # Python 3.11's driver opens transactions by itself; ours begin in "begin" below.
        dbapi.isolation_level = None
        pragmas = [
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_SECONDS * 1000}",
            "cache_size=-65536",
            # Pages that change again and again are then copied into the file once, not each time.
            "wal_autocheckpoint=4000",
        ]
        if not write:
            pragmas.append("query_only=ON")
        for pragma in pragmas:
            dbapi.execute(f"PRAGMA {pragma}")

    begin = "BEGIN IMMEDIATE" if write else "BEGIN"

    @event.listens_for(engine, "begin")
    def start(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def write_engine(url: str) -> Engine:
    """Make the engine of the one writer; transactions lock at once on SQLite."""
    if is_sqlite(url):
        return _sqlite(url, write=True)
    return create_engine(
        url,
        hide_parameters=True,
        pool_size=2,
        max_overflow=2,
        connect_args={
            "connect_timeout": 5,
            # A hub that hangs inside a transaction must not keep the order lock.
            "options": "-c idle_in_transaction_session_timeout=5000 -c statement_timeout=15000",
        },
    )


def migration_engine(url: str) -> Engine:
    """Make the engine of a migration: alone, and as long as it takes."""
    if is_sqlite(url):
        return _sqlite(url, write=True)
    return create_engine(url, hide_parameters=True, connect_args={"connect_timeout": 5})


def read_engine(url: str) -> Engine:
    """Make the pooled engine for reads; SQLite refuses writes on it."""
    if is_sqlite(url):
        return _sqlite(url, write=False)
    return create_engine(
        url,
        hide_parameters=True,
        pool_size=8,
        max_overflow=0,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 5, "options": "-c statement_timeout=15000"},
    )
