"""Whose turn it is to write: SQLite wakes whoever asks at the right moment, not who came first."""

from __future__ import annotations

import threading
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from sqlalchemy import Engine


class Turns:
    """A lock whose waiters are served in the order they came.

    A busy record door begins its next transaction microseconds after the last: a writer that
    polls for SQLite's own lock would hardly ever find it free.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._next = 0
        self._now = 0

    def __enter__(self) -> None:
        with self._changed:
            mine = self._next
            self._next += 1
            self._changed.wait_for(lambda: self._now == mine)

    def __exit__(self, *_: object) -> None:
        with self._changed:
            self._now += 1
            self._changed.notify_all()


_TURNS: WeakKeyDictionary[Engine, Turns] = WeakKeyDictionary()
_LOCK = threading.Lock()


def turn(engine: Engine) -> AbstractContextManager[Any]:
    """Give the turnstile of a database's writers in this process; PostgreSQL needs none."""
    if engine.dialect.name != "sqlite":
        return nullcontext()
    with _LOCK:
        return _TURNS.setdefault(engine, Turns())
