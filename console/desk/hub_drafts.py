"""Keeps my drafts at the hub too, and brings those that I typed on another machine."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from console.desk.boxes import Box
from console.desk.spool import Draft
from console.desk.wire_errors import Away, Refused
from console.domain.wire import DraftPut

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.boxes import Key
    from console.desk.spool import Spool

log = logging.getLogger(__name__)

PUT_SECONDS = 0.6
"""The hub is told of what is typed this often at most."""
AWAY_SECONDS = 2.0
LEAVE_SECONDS = 0.5
"""How long a desk that is closed waits for the hub to take the last words."""
NOT_MINE = frozenset({"unauthorized", "forbidden"})
_TICK = timedelta(microseconds=1)
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Hub(Protocol):
    """What of the link is needed here; both raise Refused or Away."""

    async def put_draft(self, draft: DraftPut) -> None:
        """Keep a draft, unless a newer one is kept."""
        ...

    async def drafts(self) -> list[DraftPut]:
        """My drafts."""
        ...


class HubDrafts:
    """One draft at a time, in order, the newest of each; a hub that is away is told later."""

    def __init__(self, link: Hub, spool: Spool, now: Callable[[], datetime]) -> None:
        self._link, self._spool, self._now = link, spool, now
        self.write: Callable[[], None] = _nothing
        """Called before drafts are compared: keeps what is typed and not kept yet."""
        self.came: Callable[[set[Key]], None] = _nobody
        """Called with the drafts that another machine has changed."""
        self._known: dict[Key, datetime] = {}
        """The hub's time of the draft that the hub and I agreed on last."""
        self._stamps: dict[Key, tuple[float, datetime]] = {}
        self._mine: deque[datetime] = deque(maxlen=64)
        self._refused: dict[Key, float] = {}
        """Drafts that the hub will never take, by when they were typed."""
        self._wanted = asyncio.Event()
        self._wanted.set()

    def heard(self, at: datetime) -> None:
        """The hub has a draft of mine: read it, unless it is from here."""
        if at not in self._mine:
            self._wanted.set()

    def missed(self) -> None:
        """The hub may have drafts that I was not told of."""
        self._wanted.set()

    async def run(self) -> None:
        """Work until the desk is closed."""
        while True:
            try:
                if self._wanted.is_set():
                    await self._fetch()
                await self.put_all()
            except (Away, Refused):
                await asyncio.sleep(AWAY_SECONDS)
                continue
            try:
                async with asyncio.timeout(PUT_SECONDS):
                    await self._wanted.wait()
            except TimeoutError:
                continue

    async def leave(self) -> None:
        """Tell the hub the last words, if it is there; they are on the disk anyway."""
        try:
            async with asyncio.timeout(LEAVE_SECONDS):
                await self.put_all()
        except (Away, Refused, TimeoutError):
            log.info("drafts_untold")

    async def put_all(self) -> None:
        """Tell the hub what it lacks. Raises Away, or Refused when it takes nothing from me."""
        for draft in self._spool.at_hub.lacks():
            if self._refused.get(draft.key) != draft.at:
                await self._put(draft)

    async def _put(self, draft: Draft) -> None:
        at = self._stamp(draft)
        self._mine.append(at)
        try:
            await self._link.put_draft(
                DraftPut(
                    incident=draft.incident,
                    box=draft.box,
                    to=draft.to,
                    text=draft.text,
                    cursor=draft.cursor,
                    at=at,
                )
            )
        except Refused as refusal:
            if refusal.code in NOT_MINE:
                raise
            if refusal.code == "older":
                self._wanted.set()
            else:
                self._refused[draft.key] = draft.at
                log.info("draft_refused", extra={"code": refusal.code})
            return
        self._known[draft.key] = at
        self._spool.at_hub.told(draft)

    def _stamp(self, draft: Draft) -> datetime:
        """The hub's time of a draft's last key, always the same and after what it follows."""
        typed_at, stamp = self._stamps.get(draft.key, (None, _LONG_AGO))
        if typed_at != draft.at:
            age = timedelta(seconds=max(0.0, self._spool.at_hub.now() - draft.at))
            stamp = max(self._now() - age, self._known.get(draft.key, _LONG_AGO) + _TICK)
            self._stamps[draft.key] = draft.at, stamp
        return stamp

    async def _fetch(self) -> None:
        """Bring what my other machines have told the hub. Raises Away or Refused."""
        self._wanted.clear()
        try:
            found = await self._link.drafts()
        except (Away, Refused):
            self._wanted.set()
            raise
        self.write()
        at_hub = self._spool.at_hub
        lacking = {draft.key: draft for draft in at_hub.lacks()}
        theirs = {(one.incident, Box(one.box, one.to)): one for one in found}
        for draft in self._spool.drafts():
            if draft.key not in theirs and draft.key not in lacking:
                at_hub.keep(draft)  # the hub has lost it
        if came := {key for key, one in theirs.items() if self._merge(key, one, lacking.get(key))}:
            self.came(came)

    def _merge(self, key: Key, theirs: DraftPut, lacking: Draft | None) -> bool:
        """Let the newer one win; tells whether that changed anything here."""
        at_hub, at = self._spool.at_hub, theirs.at or _LONG_AGO
        mine = lacking or self._spool.draft(*key)
        if lacking is not None and self._stamp(lacking) > at:
            return False
        if lacking is not None and lacking.text and not theirs.text and at_hub.has(key) is None:
            # What was emptied there never held these words.
            at_hub.keep(lacking)
            return False
        before = (mine.text, mine.cursor) if mine is not None else ("", theirs.cursor)
        self._known[key] = at
        if lacking is not None or before != (theirs.text, theirs.cursor):
            at_hub.take(self._draft(key, theirs, at))
        return before[0] != theirs.text

    def _draft(self, key: Key, theirs: DraftPut, at: datetime) -> Draft:
        number, (name, to) = key
        age = max(0.0, (self._now() - at).total_seconds())
        return Draft(
            incident=number,
            box=name,
            to=to,
            text=theirs.text,
            cursor=theirs.cursor,
            at=self._spool.at_hub.now() - age,
        )


def _nothing() -> None:
    return None


def _nobody(_: set[Key]) -> None:
    return None
