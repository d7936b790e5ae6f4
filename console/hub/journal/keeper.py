"""Keeps genuine requests on disk while the database takes nothing, and knows how many wait."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from console.hub.journal.file import Kept
from console.hub.journal.writer import Item, Writer
from console.hub.store.wish import StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from console.hub.journal.file import JournalFile

    Params = dict[str, str]


class Keeper:
    """One thread writes what is to be kept; whoever asked is told once it is on the disk."""

    def __init__(
        self,
        file: JournalFile,
        now: Callable[[], datetime],
        is_trusted: Callable[[], bool] = lambda: True,
    ) -> None:
        self.file = file
        self.stirred = asyncio.Event()
        """Set when something waits."""
        self.was_here = len(file.ids)
        """How many an earlier life of the hub has left."""
        self.count = 0
        """How many were kept by this one."""
        self.is_open = not file.ids
        """Whether what comes now may go to the door: all that came before is there already."""
        self._now = now
        self._ids = set(file.ids)
        self._coming = 0
        self._loop = asyncio.get_running_loop()
        self._writer = Writer(file, self._loop, self._tell, is_trusted)
        if file.ids:
            self.stirred.set()

    @property
    def waiting(self) -> int:
        """How many are not stored yet."""
        return len(self._ids)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is on its way to the disk."""
        return self._coming == 0

    def stop(self) -> None:
        """Finish what was begun, and let go of the file."""
        self._writer.stop()
        self.file.close()

    def put(self, kept: Kept, told: Callable[[bool], None]) -> None:
        """Keep a request; ``told`` is called in the loop, with whether it is on the disk."""
        if kept.id in self._ids:
            told(True)
            return
        self._coming += 1
        self._writer.put((kept, told))

    async def keep(self, kept: Kept) -> None:
        """Keep a request. Raises StoreUnavailable when the disk does not take it either."""
        future: asyncio.Future[bool] = self._loop.create_future()
        self.put(kept, lambda is_kept: None if future.done() else future.set_result(is_kept))
        if not await future:
            raise StoreUnavailable("Neither the database nor the disk takes anything.")

    async def tried(self, cause: str, path: str, form: Params, query: Params) -> None:
        """Keep a request if that can be; whoever made it is asked to come again in any case."""
        body = urlencode(form).encode()
        kept = self.request(cause, path, body, query=urlencode(query))
        with suppress(StoreUnavailable):
            await self.keep(kept)

    def request(
        self, cause: str, path: str, body: bytes, *, query: str = "", content_type: str = ""
    ) -> Kept:
        """Describe a request that came now."""
        return Kept(cause, self._now(), path, query, content_type, body)

    def stored(self, ids: list[str]) -> None:
        """Count no longer what the database has."""
        self._ids.difference_update(ids)

    def empty(self, end: int) -> bool:
        """Empty the file if it ends there; False when more has come. Raises OSError.

        Called in the loop: nothing is being written as long as nothing is on its way.
        """
        if self._coming or self.file.end != end:
            return False
        self.file.empty()
        self._ids.clear()
        self.stirred.clear()
        self.is_open = True
        return True

    def _tell(self, batch: list[Item], is_kept: bool) -> None:
        self._coming -= len(batch)
        if is_kept:
            self._ids.update(kept.id for kept, _ in batch)
            self.count += len(batch)
            self.is_open = False
            self.stirred.set()
        for _, told in batch:
            told(is_kept)
