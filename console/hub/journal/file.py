"""The file of what could not be stored yet: added at its end, read from its beginning, emptied."""

from __future__ import annotations

import fcntl
import json
import logging
import os
import struct
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

log = logging.getLogger(__name__)

HEAD = struct.Struct(">16sQ")
"""Digest and size of the record that follows."""
MOST_BYTES = 256 * 1024 * 1024
STEP_BYTES = 256 * 1024
"""Room is taken from the disk in such pieces before anything is written: a disk that is nearly
full then refuses at once, instead of in the middle of a record."""


_ALLOCATE = getattr(os, "posix_fallocate", None)
"""Not on every system."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A request that was found genuine, as it came."""

    id: str
    """The cause of what it asks to be stored."""
    at: datetime
    """When it came in, aware UTC."""
    path: str
    query: str
    content_type: str
    body: bytes


class Damaged(Exception):
    """A record is not whole."""


class JournalFile:
    """One file of one hub, for its owner only.

    Raises:
        OSError: It can't be made, or another hub holds it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
        self._file = os.open(path, flags, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.fchmod(self._file, 0o600)
            self._room = os.fstat(self._file).st_size
            self.end, self.ids = self._whole()
            self._is_broken = False
        except BaseException:
            os.close(self._file)
            raise

    def close(self) -> None:
        """Let go of it."""
        os.close(self._file)

    def add(self, many: Sequence[Kept]) -> None:
        """Put records on the disk, all or none. Raises OSError."""
        written = b"".join(map(_written, many))
        end = self.end + len(written)
        if self._is_broken or end > MOST_BYTES:
            raise OSError("the journal is full, or its disk has failed")
        while self._room < end:
            step = max(STEP_BYTES, end - self._room)
            if _ALLOCATE is not None:
                _ALLOCATE(self._file, self._room, step)
            self._room += step
        place = 0
        while place < len(written):
            place += os.pwrite(self._file, written[place:], self.end + place)
        try:
            os.fsync(self._file)
        except OSError:
            # The system may call clean what it never wrote: a second try would prove nothing.
            self._is_broken = True
            raise
        self.end = end

    def read(self, place: int) -> tuple[Kept, int]:
        """Give the record at a place, and the place of the next. Raises Damaged or OSError."""
        digest, size = HEAD.unpack(self._bytes(place, HEAD.size))
        if not 0 < size <= MOST_BYTES:
            raise Damaged
        written = self._bytes(place + HEAD.size, size)
        if _digest(written) != digest:
            raise Damaged
        return _read(written), place + HEAD.size + size

    def empty(self) -> None:
        """Forget everything. Raises OSError.

        No fsync: what came back after a power cut would be found in the database.
        """
        os.ftruncate(self._file, 0)
        self.end = self._room = 0

    def _bytes(self, place: int, size: int) -> bytes:
        found = os.pread(self._file, size, place)
        if len(found) != size:
            raise Damaged
        return found

    def _whole(self) -> tuple[int, list[str]]:
        """Where the last whole record ends, and the ids of all of them."""
        place, ids = 0, []
        while place < self._room:
            try:
                kept, place = self.read(place)
            except Damaged:
                # Killed in the middle of it: nobody was told that it is kept.
                break
            ids.append(kept.id)
        return place, ids


class NoFile(JournalFile):
    """Stands where none can be made: it keeps nothing, so providers are asked to come again."""

    def __init__(self) -> None:
        self.end, self.ids = 0, []

    def add(self, many: Sequence[Kept]) -> None:
        """Refuse. Raises OSError."""
        raise OSError("there is no journal")

    def empty(self) -> None:
        """Leave it: nothing is in it."""

    def close(self) -> None:
        """Leave it: nothing is held."""


def _written(kept: Kept) -> bytes:
    head = asdict(kept) | {"at": kept.at.isoformat()}
    del head["body"]
    written = json.dumps(head).encode() + b"\n" + kept.body
    return HEAD.pack(_digest(written), len(written)) + written


def _read(written: bytes) -> Kept:
    head, _, body = written.partition(b"\n")
    found = json.loads(head)
    return Kept(**found | {"at": datetime.fromisoformat(found["at"]), "body": body})


def _digest(written: bytes) -> bytes:
    return blake2b(written, digest_size=16).digest()
