"""The record door: the one writer of a hub, committing in groups, answering after the commit."""

from __future__ import annotations

import logging
import queue
import threading
from typing import TYPE_CHECKING

from console.hub.store.group import GroupWriter
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

Item = tuple["asyncio.Future[Outcome]", Wish]


class Record:
    """One thread, one connection; wishes that arrive during a commit share the next one."""

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
        self._queue: queue.SimpleQueue[Item | None] = queue.SimpleQueue()
        self._gate = threading.Lock()
        self._is_ending = False

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Start the writer thread; answers are given in ``loop``."""
        self._loop = loop
        self._thread = threading.Thread(target=self._run, name="record", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish what has been taken, then end the thread; what comes later is refused."""
        with self._gate:
            self._is_ending = True
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
        with self._gate:
            if not self._is_ending:
                self._queue.put((future, wish))
                return future
        future.set_exception(StoreUnavailable("The hub is ending; it was not saved."))
        return future

    def _run(self) -> None:
        while (item := self._queue.get()) is not None:
            batch = [item]
            is_last = False
            while len(batch) < MOST:
                try:
                    more = self._queue.get_nowait()
                except queue.Empty:
                    break
                if more is None:
                    is_last = True
                    break
                batch.append(more)
            self._serve(batch)
            if is_last:
                break
        self.writer.close()

    def _serve(self, batch: list[Item]) -> None:
        answers, committed = self.writer.commit([wish for _, wish in batch])
        # A loop that has ended answers nobody; the wishes are stored all the same.
        try:
            self._loop.call_soon_threadsafe(self._answer, batch, answers, committed)
        except RuntimeError:
            log.warning("answers_dropped", extra={"count": len(batch)})

    def _answer(self, batch: list[Item], answers: list[Answer], committed: Committed) -> None:
        for (future, _), answer in zip(batch, answers, strict=True):
            if future.done():
                continue
            if isinstance(answer, Outcome):
                future.set_result(answer)
            else:
                future.set_exception(answer)
        if committed.entries:
            self.on_commit(committed)
