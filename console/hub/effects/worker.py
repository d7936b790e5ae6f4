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
from console.domain.callbacks import CallbackBegan
from console.domain.transfer_events import TransferReturned
from console.hub.effects.table import EffectTable, Job
from console.hub.store.wish import StoreUnavailable, Wish
from console.hub.wishes import RouteCalls

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Sequence

    from console.domain.base import State
    from console.hub.effects.doers import Doers
    from console.hub.hub import Clock, Committed
    from console.hub.store.asks import Ask
    from console.hub.store.record import Record

log = logging.getLogger(__name__)

POLL_SECONDS = 1.0
ROUTE_SECONDS = 2.0
PATROL_SECONDS = 1.0
MOST_ATTEMPTS = 5
"""After so many claims, an effect that fails each time for no reason we know is set aside."""
_ROUTES = frozenset(
    (
        TransferReturned,
        CallbackBegan,
        CallQueued,
        CallRequeued,
        OfferEnded,
        AgentFreed,
        PresenceSet,
    )
)
"""Events after which a waiting caller and a free agent may fit."""


class Effects:
    """One worker a hub; several hubs share one table."""

    def __init__(
        self,
        record: Record,
        table: EffectTable,
        doers: Doers,
        clock: Clock,
        *,
        alone: bool,
        patrols: Sequence[Callable[[], Awaitable[None]]] = (),
    ) -> None:
        self.record = record
        self.table = table
        self.doers = doers
        self.clock = clock
        self.alone = alone
        """True on SQLite: no other hub can be alive, so its work is taken over at once."""
        self.patrols = patrols
        """Looked after again and again, as long as the hub runs."""
        self.browsers: Callable[[], frozenset[int] | None] = lambda: None
        """Tells whose browser can be rung."""
        self.set_aside = 0
        """Effects given up since the start; each is a line in the log."""
        self._loops: set[asyncio.Task[None]] = set()
        self._walking: set[asyncio.Task[None]] = set()
        """The patrols, which leave nothing half done."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._doing: set[str] = set()
        """Ids of the effects under way here; none is begun twice."""
        self._stopping = asyncio.Event()

    async def start(self) -> None:
        """Take over what an earlier run left, then keep polling."""
        if self.alone:
            await asyncio.to_thread(self.table.reap, _seconds(self.clock), all_others=True)
        _begin(self._loops, self._often(self.tick, POLL_SECONDS))
        _begin(self._loops, self._often(self._route, ROUTE_SECONDS))
        for patrol in self.patrols:
            _begin(self._walking, self._often(patrol, PATROL_SECONDS))

    async def stop(self) -> None:
        """Let requests under way finish; what is not begun stays for the next run."""
        self._stopping.set()
        for patrol in self._walking:
            patrol.cancel()
        await asyncio.gather(*self._walking, return_exceptions=True)
        tasks = self._tasks | self._loops
        if tasks:
            await asyncio.wait(tasks, timeout=5)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def rest(self) -> None:
        """Wait until nothing is under way any more."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def run(self, committed: Committed) -> None:
        """Begin what a commit of this hub asked for; called in the event loop."""
        now = _seconds(self.clock)
        newest = {entry.stream: entry.seq for entry in committed.entries if committed.asks}
        for ask in committed.asks:
            if ask.mine:
                is_newest = newest.get(ask.stream) == ask.seq
                self._spawn(self._do(_claimed(ask, ask.state if is_newest else None)))
            elif ask.due - now < POLL_SECONDS * 3:
                self._spawn(self._at(ask.due))
        if not _ROUTES.isdisjoint({type(entry.event) for entry in committed.entries}):
            self._spawn(self._route())

    async def tick(self) -> None:
        """Free what the dead held, then claim and begin what is due."""
        now = _seconds(self.clock)
        await asyncio.to_thread(self.table.reap, now, alive=frozenset(self._doing))
        for job in await asyncio.to_thread(self.table.claim_due, now):
            self._spawn(self._do(job))

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        if self._stopping.is_set():
            work.close()
        else:
            _begin(self._tasks, work)

    async def _at(self, due: float) -> None:
        await self._sleep(max(0.0, due - _seconds(self.clock)) + 0.005)
        try:
            await self.tick()
        except SQLAlchemyError:
            log.warning("effects_wait_for_the_database")

    async def _sleep(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return

    async def _often(self, work: Callable[[], Awaitable[None]], seconds: float) -> None:
        while not self._stopping.is_set():
            try:
                await work()
            except SQLAlchemyError:
                log.warning("effects_wait_for_the_database")
            except Exception:
                # Nothing may end the loop that everything due depends on.
                log.exception("effects_failed")
            await self._sleep(seconds)

    async def _route(self) -> None:
        cause, command = f"route:{uuid4().hex}", RouteCalls(self.browsers())
        try:
            await self.record.record(Wish(command, cause=cause, actor="rule:router"))
        except (StoreUnavailable, Rejected):
            log.warning("routing_waits")
        except Exception:
            log.exception("routing_failed")

    async def _do(self, job: Job) -> None:
        """Run one effect; whatever happens is recorded, and nothing takes the worker down."""
        if job.id in self._doing:
            return
        self._doing.add(job.id)
        try:
            if state := await self.doers.do(job):
                await asyncio.to_thread(self.table.finish, job.id, state)
        except (StoreUnavailable, SQLAlchemyError):
            # The lease runs out and somebody takes it up again.
            log.warning("effect_waits_for_the_database", extra={"effect": job.id})
        except Exception:
            log.exception("effect_failed", extra={"effect": job.id})
            await _give_up(self, job)
        finally:
            self._doing.discard(job.id)


def _seconds(clock: Clock) -> float:
    return clock.now().timestamp()


def _begin(tasks: set[asyncio.Task[None]], work: Coroutine[None, None, None]) -> None:
    task = asyncio.get_running_loop().create_task(work)
    tasks.add(task)
    task.add_done_callback(tasks.discard)


def _claimed(ask: Ask, state: State | None) -> Job:
    return Job(
        id=ask.id,
        kind=ask.kind,
        stream=ask.stream,
        seq=ask.seq,
        due=ask.due,
        expires=ask.expires,
        attempts=1,
        payload=ask.payload,
        state=state,
    )


async def _give_up(effects: Effects, job: Job) -> None:
    """Set aside what fails whenever it is tried; others must not wait behind it."""
    if job.attempts < MOST_ATTEMPTS:
        return
    log.error("effect_set_aside", extra={"effect": job.id})
    effects.set_aside += 1
    try:
        await asyncio.to_thread(effects.table.finish, job.id, "failed")
    except SQLAlchemyError:
        log.warning("effect_waits_for_the_database", extra={"effect": job.id})
