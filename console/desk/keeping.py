"""Keeps a spool's state on disk: appends at once, syncs within a second, compacts by itself."""

from __future__ import annotations

import errno
import logging
import threading
from typing import TYPE_CHECKING

from console.desk.journal import Journal
from console.desk.spooled import Record, Spooled, line_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

log = logging.getLogger(__name__)

SYNC_SECONDS = 0.5
"""The longest that a keystroke waits for the disk itself."""


class Keeping:
    """A state in memory that is also on disk; trouble with the disk never stops the typing."""

    def __init__(self, path: Path, compact_bytes: int) -> None:
        self.state = Spooled()
        self.trouble = ""
        self._journal = Journal(path)
        self._compact_bytes = compact_bytes
        self._order = threading.Lock()
        self._ends = threading.Event()
        for data in self._journal.read():
            self.state.read(data)
        self._flusher = threading.Thread(target=self._flush, name="spool", daemon=True)
        self._flusher.start()

    def record(self, record: Record) -> None:
        """Keep one record in memory, and on disk when the disk allows."""
        with self._order:
            # In this order: a compaction in between then keeps it twice, never not at all.
            self.state.apply(record)
            try:
                self._journal.append(line_of(record))
            except OSError as error:
                self._complain(error)

    def sync(self) -> None:
        """Wait until everything is on the disk; trouble is said, not raised."""
        try:
            if self.trouble:
                # Records may be missing from the file: write the whole state anew.
                self._journal.compact(self._lines)
            else:
                self._journal.sync()
        except OSError as error:
            self._complain(error)
        else:
            self.trouble = ""

    def close(self) -> None:
        """Put everything on the disk and stop."""
        self._ends.set()
        self._flusher.join()
        self.sync()
        self._journal.close()

    def _flush(self) -> None:
        while not self._ends.wait(SYNC_SECONDS):
            if self.trouble or not self._journal.is_synced:
                self.sync()
            if self._journal.size > self._compact_bytes:
                self._compact()

    def _compact(self) -> None:
        try:
            self._journal.compact(self._lines)
        except OSError as error:
            self._complain(error)

    def _lines(self) -> Iterator[bytes]:
        return (line_of(record) for record in self.state.records())

    def _complain(self, error: OSError) -> None:
        if not self.trouble:
            log.warning("spool_trouble", extra={"errno": error.errno})
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            self.trouble = "This disk is full: unsent text would be lost. Free some space."
        else:
            self.trouble = "This disk can't be written: unsent text would be lost. Tell your lead."
