"""A private folder of one agent at one hub, and the slot in it that this process holds."""

from __future__ import annotations

import contextlib
import fcntl
import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SLOTS = 16
"""Desks that one person may have open on one machine."""


class UnsafeFolder(Exception):
    """Others could read or change what is typed; the message says what to do."""


def folder_name(hub_url: str, login: str) -> str:
    """A name that tells nothing about hub or agent, the same each time."""
    # Not at the top: the first paint does not wait for it.
    import hashlib

    return hashlib.sha256(f"{hub_url.rstrip('/')}\n{login}".encode()).hexdigest()[:24]


def private_folder(folder: Path) -> Path:
    """Make sure that a folder is there and is mine alone. Raises UnsafeFolder or OSError."""
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise UnsafeFolder(f"{folder} is not a folder. Move it away.")
    if found.st_uid != os.getuid():
        raise UnsafeFolder(f"{folder} belongs to somebody else. Move it away.")
    if found.st_mode & 0o077:
        raise UnsafeFolder(f"Others can open {folder}. Run: chmod 700 {folder}")
    return folder


class Slot:
    """A sub-folder that one process holds; the lock dies with the process."""

    def __init__(self, folder: Path) -> None:
        self.folder = private_folder(folder)
        self._fd = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._fd)
            raise

    def release(self) -> None:
        """Let another desk have it."""
        os.close(self._fd)


def first_free(folder: Path) -> Slot:
    """The lowest slot that no running desk holds. Raises BlockingIOError when all are held."""
    for number in range(1, SLOTS + 1):
        try:
            return Slot(folder / str(number))
        except BlockingIOError:
            continue
    raise BlockingIOError(f"{SLOTS} desks are open on this machine; close one.")


def left_behind(folder: Path, mine: Slot) -> Iterator[Slot]:
    """Hold, one after the other, the slots that desks left when they ended."""
    for number in range(1, SLOTS + 1):
        path = folder / str(number)
        if path == mine.folder or not path.exists():
            continue
        try:
            slot = Slot(path)
        except BlockingIOError:
            continue
        try:
            yield slot
        finally:
            slot.release()
