"""The live feed: committed entries as encoded frames in one shared ring; desks are cursors."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from console.domain.paging_events import ContactPaged
from console.domain.person import ContactJoined, ContactLeft
from console.domain.restriction import IncidentRestricted, Restricted
from console.hub.ring import Frames, Passing, Ring
from console.hub.store.read import last_seq
from console.hub.store.restricted import NOTHING, People, hidden_among, restricted_people
from console.hub.store.tables import IncidentRow, table
from console.hub.store.wirejson import ENTRIES, ENTRY, entry_json
from console.hub.store.wish import StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection, Row

    from console.domain.wire import Notice
    from console.hub.hub import Committed
    from console.hub.store.read import Readings

log = logging.getLogger(__name__)

INCIDENT = table(IncidentRow)
RESTRICTED: str = IncidentRestricted.model_fields["kind"].default
ABOUT_ONE = frozenset(
    one.model_fields["kind"].default for one in (ContactJoined, ContactLeft, ContactPaged)
)


@dataclass(frozen=True, slots=True)
class FeedLimits:
    """Sizes and times of the feed."""

    ring: int = 4096
    """Frames kept in memory, at least."""
    page: int = 256
    """Frames that one desk is sent at once."""
    read: int = 2000
    """Entries read from the table at once."""
    resync_after: int = 20_000
    """Entries a desk may be behind before it is told to read everything anew."""
    poll_seconds: float = 1.0
    """A wake-up that got lost costs this long, never an entry."""
    passing: int = 256
    """Events without a number that a blocked desk can be behind before it misses some."""

    def is_too_far(self, cursor: int, newest: int) -> bool:
        """Tell whether a cursor can't be followed from: too old, or from another future."""
        return cursor < 0 or not 0 <= newest - cursor <= self.resync_after


def frame(seq: int, text: str) -> bytes:
    """Encode one entry as a server-sent event."""
    return f"id: {seq}\ndata: {text}\n\n".encode()


def closing(seq: int, told: Restricted) -> bytes:
    """Encode, for those who may not see an incident any more, that it was restricted."""
    return f"id: {seq}\nevent: restricted\ndata: {told.model_dump_json()}\n\n".encode()


def notice_event(notice: Notice) -> bytes:
    """Encode something that every desk must know now."""
    return f"event: notice\ndata: {notice.model_dump_json()}\n\n".encode()


class Feed:
    """Follows the entry table while somebody listens, and wakes all who do at once."""

    def __init__(self, readings: Readings, limits: FeedLimits | None = None) -> None:
        self.limits = limits or FeedLimits()
        self.ring = Ring(self.limits.ring, self.limits.page)
        self.passing = Passing(self.limits.passing)
        self.is_over = False
        self._readings = readings
        self._bells: defaultdict[int, set[asyncio.Event]] = defaultdict(set)
        """Of those who listen, by agent."""
        self._people: People = {}
        """Restricted incidents and who may see them, as of the newest entry read."""
        self._hidden: dict[int, frozenset[int]] = {}
        """Of those, what each agent who listens may not see."""
        self._is_rested = True
        self._stale = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="feed")

    def committed(self, committed: Committed) -> None:
        """Take note that this hub has added entries."""
        if committed.last_seq > self.ring.last:
            self._stale.set()

    def stir(self) -> None:
        """Look into the table soon: somebody else may have added entries."""
        self._stale.set()

    async def run(self) -> None:
        """Follow the table until cancelled; survives a database that is away."""
        try:
            while True:
                with suppress(TimeoutError):
                    # Not wait_for: in Python 3.11 a cancellation that comes with the event is lost.
                    async with asyncio.timeout(self.limits.poll_seconds):
                        await self._stale.wait()
                self._stale.clear()
                if self._bells:
                    await self._catch_up()
        finally:
            self.end()
            self._thread.shutdown(wait=False, cancel_futures=True)

    def end(self) -> None:
        """End every stream."""
        self.is_over = True
        self.wake()

    def wake(self, agents: Iterable[int] | None = None) -> None:
        """Wake all who listen, or some agents only."""
        for agent in list(self._bells) if agents is None else agents:
            for bell in self._bells.get(agent, ()):
                bell.set()

    def pass_on(self, event: bytes, to: frozenset[int] | None = None) -> None:
        """Send an event without a number to those who listen now: to all, or to some agents."""
        self.passing.add(event, to)
        self.wake(to)

    @contextmanager
    def listening(self, agent: int) -> Iterator[asyncio.Event]:
        """Keep the ring up to date while the block runs; gives a bell that rings for changes."""
        self._is_rested = self._is_rested or not self._bells
        bell = asyncio.Event()
        self._bells[agent].add(bell)
        try:
            yield bell
        finally:
            self._bells[agent].discard(bell)
            if not self._bells[agent]:
                del self._bells[agent]

    async def newest(self) -> int:
        """Give the place of the newest entry there is. Raises StoreUnavailable."""
        return await self._readings.run(last_seq)

    async def since(self, cursor: int, agent: int = 0) -> tuple[bytes, int]:
        """Give the frames after a cursor that an agent may see now, and the new cursor.

        Raises:
            StoreUnavailable: The database can't be read.
        """
        if self.ring.has_after(cursor):
            return self.ring.since(cursor, self._hidden_from(agent))
        if cursor >= self.ring.last:
            return b"", cursor
        found = await self._readings.run(_Reading(cursor, self.limits.page))
        if not found.page.seqs:
            return b"", max(cursor, self.ring.floor)
        hidden = hidden_among(found.people, agent)
        return found.page.without(hidden), found.page.seqs[-1]

    def _hidden_from(self, agent: int) -> frozenset[int]:
        if not self._people:
            return NOTHING
        if agent not in self._hidden:
            self._hidden[agent] = hidden_among(self._people, agent)
        return self._hidden[agent]

    async def _catch_up(self) -> None:
        loop = asyncio.get_running_loop()
        # After a rest nobody has seen anything yet: the past stays in the table.
        most_behind = self.limits.page if self._is_rested else self.limits.ring
        self._is_rested = False
        while True:
            reading = _Reading(self.ring.last, self.limits.read, most_behind)
            try:
                found = await loop.run_in_executor(self._thread, self._readings.now, reading)
            except StoreUnavailable as error:
                log.warning("feed_waits", extra={"why": str(error)})
                return
            if not found.page.seqs:
                return
            # Before the frames: nobody is sent one by rights that were older than it.
            if found.people != self._people:
                self._people, self._hidden = found.people, {}
            self.ring.take(found.page)
            self.wake()
            if len(found.page.seqs) < self.limits.read:
                return


@dataclass(frozen=True, slots=True)
class _Found:
    """A page of the table, and the rights of the moment it was read at."""

    page: Frames
    people: People = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Reading:
    """Reads a page after a cursor; ``most_behind`` skips what would not fit the ring anyway."""

    after: int
    limit: int
    most_behind: int | None = None

    def __call__(self, connection: Connection) -> _Found:
        after = self.after
        if self.most_behind is not None:
            after = max(after, last_seq(connection) - self.most_behind)
        rows = connection.execute(
            ENTRIES.where(ENTRY.c.seq > after).order_by(ENTRY.c.seq).limit(self.limit)
        ).all()
        page = Frames(
            seqs=[row.seq for row in rows],
            frames=[frame(row.seq, entry_json(row)) for row in rows],
            about=[_about(row) for row in rows],
            instead={row.seq: _instead(row, connection) for row in rows if row.kind == RESTRICTED},
            after=after,
        )
        return _Found(page, restricted_people(connection) if rows else {})


def _about(row: Row[Any]) -> int:
    """The incident that an entry tells of; of an address only its comings and goings do."""
    if row.incident is not None:
        return int(row.incident)
    if row.kind not in ABOUT_ONE or not row.data:
        return 0
    return int(json.loads(row.data)["incident"])


def _instead(row: Row[Any], connection: Connection) -> bytes:
    ref = connection.execute(select(INCIDENT.c.ref).where(INCIDENT.c.number == row.incident))
    said = json.loads(row.data) if row.data else {}
    told = Restricted(
        incident=row.incident, ref=ref.scalar_one(), ask=said.get("name", ""), seq=row.seq
    )
    return closing(row.seq, told)
