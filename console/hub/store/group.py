"""A group commit: many wishes, one transaction, each failing alone."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from console.domain.base import Rejected
from console.hub.hub import Committed
from console.hub.store.cache import Cache
from console.hub.store.engine import FEED_CHANNEL
from console.hub.store.repeat import known_causes, load_cause, set_aside
from console.hub.store.tx import ENTRY, Tx
from console.hub.store.wish import Outcome, StoreUnavailable, Wish

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Connection, Engine

    from console.domain.timeline import Entry
    from console.hub.store.asks import Ask
    from console.hub.store.policy import Policy

log = logging.getLogger(__name__)

ORDER_LOCK = 7_130_117
"""PostgreSQL advisory lock that makes ``seq`` equal commit order across hubs."""
PATIENCE = 10.0
"""Seconds a group waits for a lost database; a provider gives a webhook 15."""

Answer = Outcome | Exception


class GroupWriter:
    """Owns the write connection and the cache; used by one thread only."""

    def __init__(
        self,
        engine: Engine,
        *,
        policy: Policy,
        plan: Callable[[Tx, Wish], None],
        clock: Callable[[], datetime],
    ) -> None:
        self.engine = engine
        self.policy = policy
        self.plan = plan
        self.clock = clock
        self.patience = PATIENCE
        self.cache = Cache()
        self.conn: Connection | None = None
        self.is_postgres = engine.dialect.name == "postgresql"

    def commit(self, wishes: list[Wish]) -> tuple[list[Answer], Committed]:
        """Grant wishes in one transaction; when it fails, each in its own."""
        try:
            return self._patiently(wishes)
        except SQLAlchemyError:
            if len(wishes) == 1:
                log.exception("commit_failed", extra={"cause": wishes[0].cause})
                gone = StoreUnavailable("The store can't take this now; it was not saved.")
                return [gone], Committed(self.cache.seq, ())
        answers: list[Answer] = []
        entries: list[Entry] = []
        asks: list[Ask] = []
        for wish in wishes:
            one, committed = self.commit([wish])
            answers += one
            entries += committed.entries
            asks += committed.asks
        return answers, Committed(self.cache.seq, tuple(entries), tuple(asks))

    def _patiently(self, wishes: list[Wish]) -> tuple[list[Answer], Committed]:
        deadline = time.monotonic() + self.patience
        while True:
            try:
                return self._transaction(wishes)
            except DBAPIError as error:
                # A connection lost during COMMIT leaves the outcome unknown. Doing it again is
                # right only because every wish carries a cause that happens once.
                lost = error.connection_invalidated or self.conn is None
                self._forget()
                if not (lost and self.is_postgres) or time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
            except BaseException:
                self._forget()
                raise

    def _forget(self) -> None:
        self.cache.clear()
        if self.conn is not None:
            try:
                self.conn.close()
            except SQLAlchemyError:
                log.warning("close_failed")
            self.conn = None

    def close(self) -> None:
        """Give the connection back."""
        self._forget()

    def _transaction(self, wishes: list[Wish]) -> tuple[list[Answer], Committed]:
        if self.conn is None:
            self.conn = self.engine.connect()
        conn = self.conn
        with conn.begin():
            if self.is_postgres:
                conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ORDER_LOCK})
            self._catch_up(conn)
            tx = Tx(conn, self.cache, self.policy, self.clock())
            answers = self._grant(tx, wishes)
            tx.flush()
            if self.is_postgres and tx.entries:
                conn.execute(text(f"NOTIFY {FEED_CHANNEL}"))
        self.cache.trim()
        return answers, Committed(self.cache.seq, tuple(tx.entries), tuple(tx.asks))

    def _catch_up(self, conn: Connection) -> None:
        last = conn.execute(select(func.max(ENTRY.c.seq))).scalar() or 0
        if last == self.cache.seq:
            return
        if self.cache.seq < 0 or last < self.cache.seq or last - self.cache.seq > 5_000:
            self.cache.clear()
        else:
            changed = select(ENTRY.c.stream, ENTRY.c.incident).where(ENTRY.c.seq > self.cache.seq)
            for stream, incident in conn.execute(changed.distinct()):
                self.cache.drop(stream)
                if incident is not None:
                    self.cache.drop(f"incident/{incident}")
            self.cache.numbers.clear()
        self.cache.seq = last

    def _grant(self, tx: Tx, wishes: list[Wish]) -> list[Answer]:
        known = known_causes(tx.conn, [w.cause for w in wishes])
        done: dict[str, Answer] = {}
        answers: list[Answer] = []
        for wish in wishes:
            if wish.cause in known:
                answer: Answer = Outcome(load_cause(tx.conn, wish.cause), repeated=True)
            elif isinstance(done.get(wish.cause), Outcome):
                answer = done[wish.cause]
            else:
                answer = done[wish.cause] = self._grant_one(tx, wish)
            answers.append(answer)
        return answers

    def _grant_one(self, tx: Tx, wish: Wish) -> Answer:
        tx.begin(wish.cause, wish.actor)
        try:
            if wish.expires_at is not None and tx.now > wish.expires_at:
                raise Rejected("Too late: this was asked for too long ago, so it was not done.")
            self.plan(tx, wish)
        except Rejected as no:
            tx.undo()
            return no
        except DBAPIError:
            raise
        except Exception as error:
            # One poisonous wish must not take its neighbours along.
            tx.undo()
            log.exception("plan_failed", extra={"cause": wish.cause})
            if wish.agent:
                return error
            set_aside(tx.conn, wish, repr(error), tx.now)
            return Outcome(())
        return Outcome(tx.staged)
