"""What became of a page reaches its asker before any time passes: pushed, not polled (F57)."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC
from typing import TYPE_CHECKING

import pytest

from channels.base import CallStatus
from console.desk.wording.paging import page_words
from console.domain.incident import Incident
from console.domain.paging_events import AskPage
from console.domain.paging_words import message_id
from console.domain.timeline import Entry, fold
from console.hub.feed import Feed, FeedLimits
from console.hub.store.read import Readings
from console.hub.wishes_paging import PageKeyed, PageLeg, PageLegTold
from tests.hub.effects.crew import QUIET, crew
from tests.hub.effects.test_pages import CALL, DESK, TEXT, page, rules

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from console.hub.hub import Committed
    from tests.hub.effects.crew import Crew

AGES = 86_400.0
"""Seconds between two looks of a feed that nobody wakes."""
AT_ONCE = 10.0
"""Real seconds after which nothing will come any more."""


@dataclass
class Asker:
    """The desk of who asked, at the end of the hub's own feed."""

    us: Crew
    feed: Feed
    bell: asyncio.Event
    cursor: int = 0
    entries: list[Entry] = field(default_factory=list)

    async def reads(self, words: str) -> None:
        """Be told words over the note before the hub's clock has moved."""
        began = self.us.hub.clock.now()
        async with asyncio.timeout(AT_ONCE):
            while words not in self.line():
                await self.bell.wait()
                self.bell.clear()
                await self._takes_what_came()
        assert self.us.hub.clock.now() == began

    def line(self) -> str:
        """What stands over the note."""
        incident = fold(self.entries).get("incident/1")
        if not isinstance(incident, Incident):
            return ""
        return " | ".join(told for told, _ in page_words(incident, self.us.hub.clock.now(), UTC))

    async def _takes_what_came(self) -> None:
        frames, self.cursor = await self.feed.since(self.cursor, agent=1)
        for one in frames.decode().split("\n\n"):
            data = one.partition("\ndata: ")[2]
            if data:
                self.entries.append(Entry.from_wire(json.loads(data)))


@asynccontextmanager
async def asker(us: Crew) -> AsyncIterator[Asker]:
    """Let agent 1 follow the hub's feed, which looks for nothing by itself."""
    feed = Feed(Readings(us.hub.read), FeedLimits(poll_seconds=AGES))

    def committed(what: Committed) -> None:
        us.effects.run(what)
        feed.committed(what)

    us.hub.record.on_commit = committed
    following = asyncio.create_task(feed.run())
    try:
        with feed.listening(1) as bell:
            feed.stir()
            yield Asker(us, feed, bell)
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)


async def test_each_report_of_the_provider_is_on_the_askers_screen_at_once(
    database_url: str,
) -> None:
    async with crew(database_url, rules(TEXT, CALL, DESK)) as us, asker(us) as sam:
        await us.opens()
        await us.hub.desk(1, AskPage(incident=1, route="vet", words="rat poison"))
        await sam.reads("Vet on call: text +1…50 sent")
        await us.hub.reports(message_id(page(us).key, 1), "delivered")
        await sam.reads("text +1…50 delivered")
        us.hub.clock.turn(5 * 60.0 + 1)
        await us.effects.tick()
        await sam.reads("call +1…50 sent")
        leg = PageLeg(1, page(us).key, 2)
        await us.hub.asks(PageLegTold(leg, CallStatus("CA9", QUIET.account, "ringing")))
        await sam.reads("call +1…50 ringing")
        await us.hub.asks(PageKeyed(leg, "4"))
        await sam.reads("+1…50 HAS IT")


async def test_why_nobody_could_be_told_is_on_the_askers_screen_at_once(sqlite_url: str) -> None:
    async with crew(sqlite_url, rules(CALL, DESK)) as us, asker(us) as sam:
        await us.opens()
        await us.hub.desk(1, AskPage(incident=1, route="vet"))
        await sam.reads("call +1…50 sent")
        busy = CallStatus("CA9", QUIET.account, "busy")
        await us.hub.asks(PageLegTold(PageLeg(1, page(us).key, 1), busy))
        await sam.reads("NOBODY ANSWERED · no lead is at a desk; +1…50: busy")


@pytest.mark.parametrize("steps", range(8))
async def test_it_ends_also_when_it_is_told_to_as_something_comes(
    sqlite_url: str, steps: int
) -> None:
    async with crew(sqlite_url, rules(TEXT)) as us:
        feed = Feed(Readings(us.hub.read), FeedLimits(poll_seconds=AGES))
        following = asyncio.create_task(feed.run())
        await asyncio.sleep(0)
        feed.stir()
        for _ in range(steps):
            await asyncio.sleep(0)
        following.cancel()
        async with asyncio.timeout(AT_ONCE):
            await asyncio.gather(following, return_exceptions=True)
        assert following.cancelled()
