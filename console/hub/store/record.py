"""The record door: the one writer of a hub, committing in groups, answering after the commit."""

from __future__ import annotations

import logging
import queue
import threading
from functools import partial
from typing import TYPE_CHECKING

from console.hub.store.group import GroupWriter
from console.hub.store.rounds import Rounds
from console.hub.store.wish import Outcome, StoreUnavailable, Wish

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Engine

    from console.hub.hub import Committed
    from console.hub.store.group import Answer
    from console.hub.store.policy import Policy
    from console.hub.store.tx import Tx

log = logging.getLogger(__name__)

MOST = 256
"""Wishes a group commits at most."""

Item = tuple["Callable[[Answer], None]", Wish]


class Record:
    """One thread, one connection; wishes that arrive together, or during a commit, share one."""

    def __init__(
        self,
        engine: Engine,
        *,
        policy: Policy,
        plan: Callable[[Tx, Wish], None],
        on_commit: Callable[[Committed], None],
        clock: Callable[[], datetime],
    ) -> None:
        self.writer = GroupWriter(engine, policy=policy, plan=plan, clock=clock)
        self.on_commit = on_commit
        self._queue: queue.SimpleQueue[list[Item] | None] = queue.SimpleQueue()

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Start the writer thread; answers are given in ``loop``."""
        self._loop = loop
        self._rounds = Rounds(loop, MOST, self._queue.put)
        self._thread = threading.Thread(target=self._run, name="record", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish what has been taken, then end the thread; what comes later is refused."""
        self._rounds.end()
        self._queue.put(None)
        self._thread.join()

    @property
    def is_alive(self) -> bool:
        """Whether the writer thread runs."""
        return self._thread.is_alive()

    def record(self, wish: Wish) -> asyncio.Future[Outcome]:
        """Ask for a wish; the answer comes after its commit.

        Raises:
            Rejected: The domain said no; nothing was stored.
            StoreUnavailable: The database could not take it; nothing was stored.
        """
        future: asyncio.Future[Outcome] = self._loop.create_future()
        self.ask(wish, partial(_settle, future))
        return future

    def ask(self, wish: Wish, answer: Callable[[Answer], None]) -> None:
        """Ask for a wish; ``answer`` is called in the loop, after the commit, and never raises."""
        if not self._rounds.add((answer, wish)):
            answer(StoreUnavailable("The hub is ending; it was not saved."))

    def _run(self) -> None:
        while (batch := self._queue.get()) is not None:
            self._serve(batch)
        self.writer.close()

    def _serve(self, batch: list[Item]) -> None:
        answers, committed = self.writer.commit([wish for _, wish in batch])
        # A loop that has ended answers nobody; the wishes are stored all the same.
        try:
            self._loop.call_soon_threadsafe(self._answer, batch, answers, committed)
        except RuntimeError:
            log.warning("answers_dropped", extra={"count": len(batch)})

    def _answer(self, batch: list[Item], answers: list[Answer], committed: Committed) -> None:
        self._rounds.answered(len(batch))
        for (answer, _), outcome in zip(batch, answers, strict=True):
            answer(outcome)
        if committed.entries:
            self.on_commit(committed)


def _settle(future: asyncio.Future[Outcome], answer: Answer) -> None:
    if future.done():
        return
    if isinstance(answer, Outcome):
        future.set_result(answer)
    else:
        future.set_exception(answer)
