"""An agent is lost only when no hub of the database holds a desk of theirs."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from console.domain.agent import Agent, SetPresence
from console.hub.desks import mark_seen
from console.hub.wishes import DeskLost, IssueToken
from tests.hub.store.shift import Shift, shift

if TYPE_CHECKING:
    from console.hub.store.wish import Outcome


async def _loses(hub: Shift, seen_before: timedelta) -> Outcome:
    sam = await hub.hires("sam")
    await hub.asks(IssueToken(agent=sam, token="t1", digest="d1"))
    await hub.desk(sam, SetPresence(state="available"))
    await asyncio.to_thread(mark_seen, hub.engine, [sam], hub.clock.now() - seen_before)
    return await hub.asks(DeskLost(sam))


async def test_a_desk_that_another_hub_holds_is_not_lost(database_url: str) -> None:
    async with shift(database_url) as hub:
        assert (await _loses(hub, timedelta(seconds=5))).entries == ()
        assert hub.state(Agent, 1).presence == "available"


async def test_a_desk_no_hub_has_seen_for_a_while_is_lost(database_url: str) -> None:
    async with shift(database_url) as hub:
        await _loses(hub, timedelta(minutes=5))
        assert hub.state(Agent, 1).presence == "lost"
