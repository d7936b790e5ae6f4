"""Writes down who looks at what, without letting anybody wait for it."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from typing import TYPE_CHECKING, Literal
from uuid import uuid4

from console.hub.store.wish import StoreUnavailable, Wish
from console.hub.wishes_access import Look, Looked

if TYPE_CHECKING:
    from console.hub.hub import Clock
    from console.hub.recorder import Recorder

    What = Literal["timeline", "drafts", "earlier", "search", "refused"]

log = logging.getLogger(__name__)

SPELL_SECONDS = 600.0
"""A desk reads an incident again and again while it is open; that is one look."""
BEAT_SECONDS = 1.0
MOST_KNOWN = 50_000
"""Looks remembered, so that they are not written again: 500 agents, a hundred incidents each."""
MOST_WAITING = 100_000
"""Looks that wait for a database that takes nothing; readings go on without it."""
MOST_AT_ONCE = 500


class Looks:
    """Collects looks and writes them down once a second, all of them in one transaction."""

    def __init__(self, recorder: Recorder, clock: Clock) -> None:
        self.lost = 0
        """How many could not be kept."""
        self._recorder = recorder
        self._clock = clock
        self._known: OrderedDict[tuple[int, str, int, str], float] = OrderedDict()
        self._waiting: list[Look] = []
        self._saving = asyncio.Lock()

    def took(self, agent: int, what: What, incident: int = 0, about: str = "") -> None:
        """Take note of a look that was just answered."""
        about = about.replace("\0", "\ufffd")  # PostgreSQL takes no NUL in a text
        key, now = (agent, what, incident, about), self._clock.monotonic()
        if now - self._known.get(key, float("-inf")) < SPELL_SECONDS:
            return
        self._known[key] = now
        self._known.move_to_end(key)
        if len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)
        if len(self._waiting) < MOST_WAITING:
            self._waiting.append(Look(self._clock.now(), agent, what, incident, about))
        else:
            self.lost += 1

    async def beat(self) -> None:
        """Write down what was seen, again and again, until cancelled."""
        try:
            while True:
                await asyncio.sleep(BEAT_SECONDS)
                await self.save()
        finally:
            await asyncio.shield(self.save())

    async def save(self) -> None:
        """Write down what was seen since the last time; what fails is tried again."""
        # One at a time: two would write the same ones, and drop others that nobody wrote.
        async with self._saving:
            await self._save()

    async def _save(self) -> None:
        while some := self._waiting[:MOST_AT_ONCE]:
            wish = Wish(Looked(tuple(some)), cause=f"look:{uuid4().hex}", actor="rule:looks")
            try:
                await self._recorder.record(wish)
            except StoreUnavailable:
                return
            except Exception:
                # What no database takes must not keep back all that comes after it.
                log.exception("looks_not_written", extra={"count": len(some)})
                self.lost += len(some)
            del self._waiting[: len(some)]
