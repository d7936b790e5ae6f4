"""Which agents have a desk connected, and the rule that marks those who lost theirs."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError

from console.domain.base import Rejected
from console.hub.store.tables import AgentRow, TokenRow, table
from console.hub.store.wish import StoreUnavailable, Wish
from console.hub.wishes import DeskLost

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Connection, Engine

    from console.hub.background import Background
    from console.hub.hub import Clock
    from console.hub.recorder import Recorder

log = logging.getLogger(__name__)

LOST_SECONDS = 30.0
ABSENT = ("offline", "lost")
AGENT, TOKEN = table(AgentRow), table(TokenRow)
BEAT_SECONDS = 8.0
"""How often a hub says whose desks it holds."""


class Pending(Protocol):
    """Something that will happen unless it is cancelled."""

    def cancel(self) -> None:
        """Let it not happen."""


class Timers(Protocol):
    """Calls back later; an event loop is one."""

    def call_later(self, delay: float, callback: Callable[[], object], /) -> Pending:
        """Call after ``delay`` seconds."""
        ...


class Desks:
    """Counts the streams of each agent; an agent without one for a while is recorded as lost."""

    def __init__(
        self,
        recorder: Recorder,
        clock: Clock,
        timers: Timers,
        background: Background,
        *,
        lost_seconds: float = LOST_SECONDS,
        is_alone: bool = True,
    ) -> None:
        self._recorder = recorder
        self._clock = clock
        self._timers = timers
        self._background = background
        self._lost_seconds = lost_seconds
        self._is_alone = is_alone
        self._streams: Counter[int] = Counter()
        self._pending: dict[int, Pending] = {}

    def count(self, agent: int) -> int:
        """Count the open streams of an agent."""
        return self._streams[agent]

    @property
    def total(self) -> int:
        """Count all open streams of agents."""
        return self._streams.total()

    def arrived(self, agent: int) -> None:
        """Take note of a stream that opened."""
        self._streams[agent] += 1
        if pending := self._pending.pop(agent, None):
            pending.cancel()

    def left(self, agent: int) -> None:
        """Take note of a stream that closed."""
        self._streams[agent] -= 1
        if self._streams[agent] <= 0:
            del self._streams[agent]
            self.expect(agent)

    def expect(self, agent: int) -> None:
        """Give an agent without a stream some time to connect."""
        if agent not in self._pending and not self._streams[agent]:
            self._pending[agent] = self._timers.call_later(
                self._lost_seconds, lambda: self._give_up(agent)
            )

    async def beat(self, engine: Engine) -> None:
        """Tell the other hubs of one database, again and again, whose desks are here."""
        while True:
            if here := list(self._streams):
                try:
                    await asyncio.to_thread(mark_seen, engine, here, self._clock.now())
                except SQLAlchemyError:
                    log.warning("beat_waits_for_the_database")
            await asyncio.sleep(BEAT_SECONDS)

    def close(self) -> None:
        """Stop waiting for anybody."""
        for pending in self._pending.values():
            pending.cancel()
        self._pending.clear()

    def _give_up(self, agent: int) -> None:
        self._pending.pop(agent, None)
        self._background.start(self._lose(agent))

    async def _lose(self, agent: int) -> None:
        # The microsecond makes each loss an event of its own, whatever happened before a restart.
        cause = f"rule:desk_lost:{agent}:{self._clock.now().isoformat()}"
        wish = Wish(DeskLost(agent), cause=cause, actor="rule:presence")
        try:
            outcome = await self._recorder.record(wish)
            if not outcome.entries and not self._is_alone:
                self.expect(agent)  # their desk may be at another hub, which may die
        except StoreUnavailable:
            self.expect(agent)
        except Rejected as error:
            log.info("desk_lost_refused", extra={"agent": agent, "code": error.code})


def mark_seen(engine: Engine, agents: list[int], now: datetime) -> None:
    """Write down that these agents have a desk connected now."""
    with engine.begin() as conn:
        seen = update(TOKEN).where(TOKEN.c.agent.in_(agents), TOKEN.c.revoked_at.is_(None))
        conn.execute(seen.values(seen_at=now))


def present_agents(connection: Connection) -> list[int]:
    """List the agents who are not known to be away; after a restart their desks are awaited."""
    wanted = select(AGENT.c.number).where(
        AGENT.c.presence.notin_(ABSENT), AGENT.c.disabled.is_(False)
    )
    return list(connection.execute(wanted).scalars())
