"""An append-only file of JSON lines that a kill at any moment leaves readable."""

from __future__ import annotations

import contextlib
import json
import os
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

_FLAGS = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW


class Journal:
    """One file, one process; ``append`` only writes, ``sync`` and ``compact`` wait for the disk."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._write = threading.Lock()
        self._disk = threading.Lock()
        self._fd = os.open(path, _FLAGS, 0o600)
        os.fchmod(self._fd, 0o600)
        self._is_torn = True
        """The file may end in half a line."""
        self._is_synced = True

    @property
    def size(self) -> int:
        """Bytes in the file."""
        return os.fstat(self._fd).st_size

    @property
    def is_synced(self) -> bool:
        """Whether everything appended is on the disk."""
        return self._is_synced

    def read(self) -> Iterator[object]:
        """The records, oldest first; half-written ones are left out."""
        with open(self._path, "rb") as lines:
            for line in lines:
                with contextlib.suppress(ValueError, RecursionError):
                    yield json.loads(line)

    def append(self, record: bytes) -> None:
        """Hand one line to the kernel, where a kill of this process leaves it. Raises OSError."""
        with self._write:
            line = (b"\n" if self._is_torn else b"") + record + b"\n"
            self._is_torn = True
            self._is_synced = False
            if os.write(self._fd, line) != len(line):
                raise OSError("only part of it could be written")
            self._is_torn = False

    def sync(self) -> None:
        """Wait until what was appended is on the disk. Raises OSError."""
        with self._disk:
            self._is_synced = True
            try:
                os.fsync(self._fd)
            except OSError:
                self._is_synced = False
                raise

    def compact(self, records: Callable[[], Iterable[bytes]]) -> None:
        """Replace the history by what it amounts to; appends go on meanwhile. Raises OSError.

        ``records`` is called while nothing can be appended; the slow part comes after it.
        """
        with self._disk:
            with self._write:
                whole, end = b"".join(line + b"\n" for line in records()), self.size
            fresh = self._path.with_suffix(".new")
            with contextlib.suppress(FileNotFoundError):
                fresh.unlink()
            fd = os.open(fresh, _FLAGS | os.O_EXCL, 0o600)
            try:
                _write_all(fd, whole)
                os.fsync(fd)
                with self._write:
                    _write_all(fd, os.pread(self._fd, self.size - end, end))
                    os.replace(fresh, self._path)
                    old, self._fd = self._fd, fd
            except OSError:
                os.close(fd)
                raise
            os.close(old)
            os.fsync(fd)
            _sync_folder(self._path.parent)

    def close(self) -> None:
        """Put everything on the disk and let go of the file."""
        with contextlib.suppress(OSError):
            self.sync()
        os.close(self._fd)


def _write_all(fd: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


def _sync_folder(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
