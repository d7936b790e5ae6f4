"""Stores what was kept aside, in its order and once, as soon as the database takes it."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from console.hub.journal.file import Damaged, Kept
from console.hub.store.wish import Outcome, StoreUnavailable, Wish
from console.hub.wishes_kept import KeptAside

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from console.hub.hub import Clock
    from console.hub.journal.gap import Gap
    from console.hub.journal.keeper import Keeper
    from console.hub.recorder import Recorder

    Wishes = Mapping[str, Callable[[Kept], Awaitable[list[Wish]]]]

log = logging.getLogger(__name__)

AGAIN_SECONDS = 0.5
UNREADABLE_SECONDS = 30.0
"""Until a file that could not be read is tried again."""
MOST, MOST_BYTES = 256, 8 * 1024 * 1024
"""Records that are stored at once, and how large they are together."""


@dataclass(slots=True)
class Replay:
    """Goes through the file from its beginning; what was stored before is found by its cause."""

    keeper: Keeper
    recorder: Recorder
    clock: Clock
    gap: Gap
    account: str = ""
    """The provider's; the gap stands on its stream."""
    wishes: Wishes = field(default_factory=dict)
    """By path: what a request asks to be stored."""
    _place: int = 0
    _count: int = 0
    _fresh: int = 0
    _first: Kept | None = None
    _is_refused: bool = False
    """Whether the database was found to take nothing since the file was empty."""
    _is_out: bool = True
    """Whether it is not known yet that it takes something again."""

    async def run(self) -> None:
        """Store whatever waits, until cancelled."""
        self._is_refused = self.keeper.was_here > 0
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self.gap.seconds()):
                    await self.keeper.stirred.wait()
            self.gap.look()
            if self.keeper.stirred.is_set():
                await self._try()

    async def _try(self) -> None:
        try:
            await self._some()
        except StoreUnavailable:
            self._refused()
        except (Damaged, OSError) as error:
            # Nothing is thrown away: its next start reads what is really there.
            log.error("journal_unreadable", extra={"kind": type(error).__name__})
            self._refused()
            await asyncio.sleep(UNREADABLE_SECONDS)
        else:
            return
        await asyncio.sleep(AGAIN_SECONDS)

    def _refused(self) -> None:
        self.keeper.is_open = False
        self._is_refused = self._is_out = True
        if self._first is not None:
            self.gap.lasts(self._first.at, self.keeper.waiting)

    async def _some(self) -> None:
        """Store the next records, or end when there are none."""
        many, end = await asyncio.to_thread(self._next)
        wishes = [wish for kept in many for wish in await self._asked(kept)]
        if not self._is_out and self.keeper.is_whole and end == self.keeper.file.end:
            # From here on the door has all of it before anything that comes later.
            self.keeper.is_open = True
        asked = [self.recorder.record(wish) for wish in wishes]
        found = await asyncio.gather(*asked, return_exceptions=True)
        if any(isinstance(one, StoreUnavailable) for one in found):
            raise StoreUnavailable
        self._is_out = False
        self._fresh += sum(isinstance(one, Outcome) and not one.repeated for one in found)
        self._place, self._count = end, self._count + len(many)
        self.keeper.stored([kept.id for kept in many])
        if self.keeper.is_whole and end == self.keeper.file.end:
            await self._finish(end)

    def _next(self) -> tuple[list[Kept], int]:
        """A few records, or one as long as it is not known whether it will be taken."""
        many: list[Kept] = []
        place, size = self._place, 0
        most = 1 if self._is_out else MOST
        while place < self.keeper.file.end and len(many) < most and size < MOST_BYTES:
            kept, place = self.keeper.file.read(place)
            many.append(kept)
            size += len(kept.body)
            self._first = self._first or kept
        return many, place

    async def _asked(self, kept: Kept) -> list[Wish]:
        try:
            return await self.wishes[kept.path](kept)
        except Exception as error:
            log.error("journal_set_aside", extra={"id": kept.id, "kind": type(error).__name__})
            # No plan takes it, so the door keeps it for a person.
            return [Wish(kept, cause=kept.id, actor="provider:kept")]

    async def _finish(self, end: int) -> None:
        """Say how long it was, and begin anew."""
        first = self._first
        if first is not None and (self._is_refused or self._fresh):
            until = self.clock.now()
            late = KeptAside(self.account, first.at, until, self._count)
            cause = f"rule:journal:{first.at.isoformat()}:{first.id}"
            await self.recorder.record(Wish(late, cause=cause, actor="rule:journal"))
            self.gap.over(first.at, until, self._count)
            log.warning("stored_late", extra={"count": self._count})
        if self.keeper.empty(end):
            self._place = self._count = self._fresh = 0
            self._first, self._is_refused, self._is_out = None, False, True
