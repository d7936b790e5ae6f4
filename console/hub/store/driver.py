"""What SQLAlchemy has no words for: PostgreSQL's COPY, the shortest way in for new rows."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from psycopg import Connection as Driver
    from sqlalchemy import Connection

    Values = Sequence[object]


def copy_in(conn: Connection, into: str, types: Sequence[str], rows: Iterable[Values]) -> None:
    """Add rows by a ``COPY … (FORMAT BINARY)``; ``types`` name those of its columns.

    Raises:
        DBAPIError: As any statement of the connection does.
    """
    driver: Driver = conn.connection.driver_connection  # type: ignore[assignment]
    with _told(conn, driver), driver.cursor() as cursor, cursor.copy(into) as copy:
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)


@contextmanager
def _told(conn: Connection, driver: Driver) -> Iterator[None]:
    """Name the driver's errors as SQLAlchemy does, and give up a connection that is lost."""
    # Only here: a hub on SQLite has no use for it.
    from psycopg import Error

    try:
        yield
    except Error as error:
        is_lost = driver.closed or driver.broken
        if is_lost:
            conn.invalidate(error)
        raise DBAPIError.instance(
            None, None, error, Error, hide_parameters=True, connection_invalidated=is_lost
        ) from error
