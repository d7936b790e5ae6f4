"""Whose turn it is to write: SQLite wakes whoever asks at the right moment, not who came first."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from sqlalchemy.exc import OperationalError, SQLAlchemyError

from console.hub.store.outage import is_outage

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from sqlalchemy import Engine

WAITED_SECONDS = 0.5
"""Who has waited this long, when the one before found the database locked, waits no longer."""


class Turns:
    """A lock whose waiters are served in the order they came.

    A busy record door begins its next transaction microseconds after the last: a writer that
    polls for SQLite's own lock would hardly ever find it free.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._next = 0
        self._now = 0
        self._locked_at = -WAITED_SECONDS
        """When somebody's turn ended in vain."""

    @property
    def waiting(self) -> int:
        """How many are in the line, with who writes now."""
        with self._changed:
            return self._next - self._now

    def __enter__(self) -> None:
        """Wait for my turn. Raises OperationalError when the database was locked meanwhile."""
        began = time.monotonic()
        with self._changed:
            mine = self._next
            self._next += 1
            self._changed.wait_for(lambda: self._now == mine)
            if self._locked_at - began > WAITED_SECONDS:
                # Else each of us would wait for it once more, one after the other, and a provider
                # would not be answered in the 15 s that it waits.
                self._end()
                raise OperationalError("BEGIN", None, _busy())

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        with self._changed:
            if isinstance(error, SQLAlchemyError) and is_outage(error):
                self._locked_at = time.monotonic()
            self._end()

    def _end(self) -> None:
        self._now += 1
        self._changed.notify_all()


def _busy() -> sqlite3.OperationalError:
    busy = sqlite3.OperationalError("database is locked")
    busy.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return busy


_TURNS: WeakKeyDictionary[Engine, Turns] = WeakKeyDictionary()
_LOCK = threading.Lock()


def turn(engine: Engine) -> AbstractContextManager[Any]:
    """Give the turnstile of a database's writers in this process; PostgreSQL needs none."""
    if engine.dialect.name != "sqlite":
        return nullcontext()
    with _LOCK:
        return _TURNS.setdefault(engine, Turns())
