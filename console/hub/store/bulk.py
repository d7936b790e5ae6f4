"""Writes many rows with one statement.

A driver lets other threads run during every statement. With one statement a row, the writer and
the loop that serves would hand the interpreter to and fro hundreds of times a commit, which costs
more than the rows do.
"""

from __future__ import annotations

import json
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar

from console.hub.store.driver import copy_in
from console.hub.store.tables import UTCDateTime

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Dialect, Table

MOST = 128
"""Rows of one SQLite statement, which takes 32,766 values at most."""
_NEVER_CHANGED = {"incident": ("ref",)}
"""Columns that a row keeps from its first entry on: their indexes need no look."""
_NAMED = {"FLOAT": "float8"}
"""Types that the driver knows by another name than SQLAlchemy."""
_BULKS: dict[tuple[str, str], Bulk] = {}

Rows = list[dict[str, Any]]
T = TypeVar("T")


class Bulk:
    """Writes rows of one table; with a ``key``, a row replaces the one that has the same."""

    def __init__(self, dialect: Dialect, target: Table, key: str | None) -> None:
        self._names = [column.name for column in target.c]
        self._moments = [c.name for c in target.c if isinstance(c.type, UTCDateTime)]
        self._moment = _moments(dialect)
        self._values = itemgetter(*self._names)
        self._into = f'INSERT INTO "{target.name}" ({", ".join(self._names)})'
        kept = {key, *_NEVER_CHANGED.get(target.name, ())}
        rest = ", ".join(f"{name} = excluded.{name}" for name in self._names if name not in kept)
        self._or = f"ON CONFLICT ({key}) DO UPDATE SET {rest}" if key else ""
        types = [column.type.compile(dialect=dialect) for column in target.c]
        self._types = [_NAMED.get(one, one.lower()) for one in types]
        columns = ", ".join(self._names)
        copy = f'COPY "{target.name}" ({columns}) FROM STDIN (FORMAT BINARY)'
        self._copy = "" if key else copy
        shape = ", ".join(f"{name} {kind}" for name, kind in zip(self._names, types, strict=True))
        told = f"json_to_recordset(%s::json) AS told({shape})"
        self._recordset = " ".join((self._into, "SELECT * FROM", told, self._or))
        self._by_count: dict[int, str] = {}

    def write(self, conn: Connection, rows: Rows) -> None:
        """Write rows, in their order; every row has all columns."""
        for name in self._moments:
            for row in rows:
                row[name] = self._moment(row[name])
        if conn.dialect.name == "postgresql" and self._copy:
            copy_in(conn, self._copy, self._types, map(self._values, rows))
            return
        if conn.dialect.name == "postgresql":
            conn.exec_driver_sql(self._recordset, (_json(rows),))
            return
        for chunk in chunks(rows):
            values = tuple(chain.from_iterable(map(self._values, chunk)))
            conn.exec_driver_sql(self._insert(len(chunk)), values)

    def _insert(self, count: int) -> str:
        found = self._by_count.get(count)
        if found is None:
            one = f"({', '.join('?' * len(self._names))})"
            found = f"{self._into} VALUES {', '.join([one] * count)} {self._or}"
            self._by_count[count] = found
        return found


def bulk(dialect: Dialect, target: Table, key: str | None = None) -> Bulk:
    """Give what writes rows of a table."""
    found = _BULKS.get((dialect.name, target.name))
    if found is None:
        found = _BULKS[(dialect.name, target.name)] = Bulk(dialect, target, key)
    return found


def chunks(rows: Sequence[T]) -> list[Sequence[T]]:
    """Cut into powers of two, so that few statements are prepared and each often used."""
    found: list[Sequence[T]] = []
    start = 0
    while left := len(rows) - start:
        size = min(MOST, 1 << (left.bit_length() - 1))
        found.append(rows[start : start + size])
        start += size
    return found


def _moments(dialect: Dialect) -> Callable[[datetime | None], Any]:
    """What makes the stored form of a time; drivers take values of all other types as they are."""
    stored = UTCDateTime().dialect_impl(dialect).bind_processor(dialect)
    if stored is None:
        raise TypeError(dialect.name)
    # A group has one time for nearly everything it writes.
    return lru_cache(maxsize=64)(stored)


def _json(rows: Rows) -> str:
    return json.dumps(rows, ensure_ascii=False, default=str)
