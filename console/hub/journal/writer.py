"""The thread that puts requests on the disk: those that wait together share one fsync."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from console.hub.journal.file import Kept

if TYPE_CHECKING:
    import asyncio

    from console.hub.journal.file import JournalFile

log = logging.getLogger(__name__)

MOST, MOST_BYTES = 256, 8 * 1024 * 1024
"""Records that share one fsync at most, and how large they are together."""

Item = tuple[Kept, Callable[[bool], None]]


class Writer:
    """Tells in the loop, for each group, whether it is on the disk."""

    def __init__(
        self,
        file: JournalFile,
        loop: asyncio.AbstractEventLoop,
        tell: Callable[[list[Item], bool], None],
        is_trusted: Callable[[], bool],
    ) -> None:
        self._file = file
        self._loop = loop
        self._tell = tell
        self._is_trusted = is_trusted
        self._queue: queue.SimpleQueue[Item | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
        self._thread.start()

    def put(self, item: Item) -> None:
        """Have one more written."""
        self._queue.put(item)

    def stop(self) -> None:
        """Write what has come, then end the thread."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        is_over = False
        while not is_over and (first := self._queue.get()) is not None:
            batch, size = [first], len(first[0].body)
            while len(batch) < MOST and size < MOST_BYTES and not self._queue.empty():
                more = self._queue.get()
                if more is None:
                    is_over = True
                    break
                batch.append(more)
                size += len(more[0].body)
            for some in [batch] if self._add(batch) else [[one] for one in batch]:
                self._answer(some, is_kept=some is batch or self._add(some))

    def _answer(self, batch: list[Item], *, is_kept: bool) -> None:
        try:
            self._loop.call_soon_threadsafe(self._tell, batch, is_kept)
        except RuntimeError:
            log.warning("answers_dropped", extra={"count": len(batch)})

    def _add(self, batch: list[Item]) -> bool:
        if not self._is_trusted():
            return False
        try:
            self._file.add([kept for kept, _ in batch])
        except (OSError, MemoryError) as error:
            why = getattr(error, "errno", None)
            log.warning("journal_refused", extra={"count": len(batch), "errno": why})
            return False
        return True
