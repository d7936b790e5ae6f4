"""One hub for one SQLite file: a second one is refused before it can do harm."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class HubRefused(Exception):
    """The hub can't start; the message says why and what to do."""


@contextmanager
def only_hub(file: Path) -> Iterator[None]:
    """Hold the lock of a database file. Raises HubRefused when another hub holds it.

    The system lets go of it however the process ends.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(f"{file}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise HubRefused(
                f"Another hub is using {file.name}. Stop it first, or use PostgreSQL for several."
            ) from error
        _make_private(file)
        yield
    finally:
        os.close(lock)


def _make_private(file: Path) -> None:
    """Keep the database to its owner, also one that was copied here with wider rights."""
    # SQLite creates its files with the rights of the first one.
    os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    for name in (file, f"{file}-wal", f"{file}-shm", f"{file}.lock"):
        with suppress(FileNotFoundError):
            os.chmod(name, 0o600)
