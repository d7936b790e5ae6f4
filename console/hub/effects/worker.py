"""The effects worker: runs what entries asked for, now, later, or after a restart."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy.exc import SQLAlchemyError

from console.domain.agent import AgentFreed, PresenceSet
from console.domain.base import Rejected
from console.domain.call_events import CallQueued, CallRequeued, OfferEnded
from console.hub.effects.table import EffectTable, Job
from console.hub.store.wish import StoreUnavailable, Wish
from console.hub.wishes import RouteCalls

if TYPE_CHECKING:
    from console.hub.effects.doers import Doers
    from console.hub.hub import Clock, Committed
    from console.hub.store.asks import Ask
    from console.hub.store.record import Record

log = logging.getLogger(__name__)

POLL_SECONDS = 1.0
ROUTE_SECONDS = 2.0
_ROUTES = (CallQueued, CallRequeued, OfferEnded, AgentFreed, PresenceSet)
"""Events after which a waiting caller and a free agent may fit."""


class Effects:
    """One worker a hub; several hubs share one table."""

    def __init__(
        self, record: Record, table: EffectTable, doers: Doers, clock: Clock, *, alone: bool
    ) -> None:
        self.record = record
        self.table = table
        self.doers = doers
        self.clock = clock
        self.alone = alone
        """True on SQLite: no other hub can be alive, so its work is taken over at once."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = asyncio.Event()

    async def start(self) -> None:
        """Take over what an earlier run left, then keep polling."""
        if self.alone:
            await asyncio.to_thread(self.table.reap, self._now(), all_others=True)
        self._spawn(self._poll())
        self._spawn(self._route_often())

    async def stop(self) -> None:
        """Let requests under way finish; what is not begun stays for the next run."""
        self._stopping.set()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5)
        for task in self._tasks:
            task.cancel()

    def run(self, committed: Committed) -> None:
        """Begin what a commit of this hub asked for; called in the event loop."""
        now = self._now()
        for ask in committed.asks:
            if ask.due <= now:
                self._spawn(self._do(_claimed(ask)))
            elif ask.due - now < POLL_SECONDS * 3:
                self._spawn(self._at(ask.due))
        if any(isinstance(e.event, _ROUTES) for e in committed.entries):
            self._spawn(self._route(f"entry:{committed.last_seq}:route"))

    def _now(self) -> float:
        return self.clock.now().timestamp()

    def _spawn(self, work: object) -> None:
        if self._stopping.is_set() or not asyncio.iscoroutine(work):
            if asyncio.iscoroutine(work):
                work.close()
            return
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _at(self, due: float) -> None:
        await self._sleep(max(0.0, due - self._now()) + 0.005)
        await self._claim_and_do()

    async def _sleep(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return

    async def _poll(self) -> None:
        while not self._stopping.is_set():
            try:
                await asyncio.to_thread(self.table.reap, self._now())
                await self._claim_and_do()
            except SQLAlchemyError:
                log.warning("effects_wait_for_the_database")
            await self._sleep(POLL_SECONDS)

    async def _claim_and_do(self) -> None:
        for job in await asyncio.to_thread(self.table.claim_due, self._now()):
            self._spawn(self._do(job))

    async def _route_often(self) -> None:
        while not self._stopping.is_set():
            await self._route(f"route:{uuid4().hex}")
            await self._sleep(ROUTE_SECONDS)

    async def _route(self, cause: str) -> None:
        try:
            await self.record.record(Wish(RouteCalls(), cause=cause, actor="rule:router"))
        except (StoreUnavailable, Rejected):
            log.warning("routing_waits")

    async def _do(self, job: Job) -> None:
        """Run one effect; whatever happens is recorded, and nothing takes the worker down."""
        try:
            state = await self.doers.do(job)
        except (StoreUnavailable, SQLAlchemyError):
            log.warning("effect_waits_for_the_database", extra={"effect": job.id})
            return  # the lease runs out and somebody takes it up again
        except Exception:
            log.exception("effect_failed", extra={"effect": job.id})
            state = "failed"
        if state:
            try:
                await asyncio.to_thread(self.table.finish, job.id, state)
            except SQLAlchemyError:
                log.warning("effect_not_finished", extra={"effect": job.id})


def _claimed(ask: Ask) -> Job:
    return Job(
        id=ask.id,
        kind=ask.kind,
        stream=ask.stream,
        seq=ask.seq,
        due=ask.due,
        expires=ask.expires,
        attempts=1,
        payload=ask.payload,
    )
