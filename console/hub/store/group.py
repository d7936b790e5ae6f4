"""A group commit: many wishes, one transaction, each failing alone."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from console.domain.base import Rejected
from console.domain.incident_events import Redacted
from console.hub.hub import Committed
from console.hub.store.cache import Cache
from console.hub.store.engine import FEED_CHANNEL
from console.hub.store.outage import is_outage
from console.hub.store.repeat import known_causes, load_cause, set_aside
from console.hub.store.sight import shown_to
from console.hub.store.turns import turn
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

REDACTED: str = Redacted.model_fields["kind"].default
Answer = Outcome | Exception


def is_ours(wish: Wish) -> bool:
    """Tell whether a wish is the hub's own, so that nothing of others is lost with it."""
    return wish.actor.startswith(("rule:", "admin:"))


def _gone() -> StoreUnavailable:
    return StoreUnavailable("The store can't take this now; it was not saved.")


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
        self._is_away = False
        """Whether the last group was given up: the next one is not as patient, or those who came
        meanwhile would wait twice as long as a provider does."""
        self.cache = Cache()
        self.conn: Connection | None = None
        self.is_postgres = engine.dialect.name == "postgresql"

    def commit(self, wishes: list[Wish]) -> tuple[list[Answer], Committed]:
        """Grant wishes in one transaction; when one of them spoils it, each in its own."""
        try:
            return self._patiently(wishes)
        except Exception as error:
            is_away = isinstance(error, SQLAlchemyError) and is_outage(error)
            self._is_away = is_away
            log.warning(
                "store_unavailable" if is_away else "commit_failed",
                extra={"cause": wishes[0].cause, "kind": type(error).__name__},
            )
            if is_away or len(wishes) == 1:
                answers = [_gone() if is_away else self._set_aside(w, error) for w in wishes]
                return answers, Committed(self.cache.seq, ())
        return self._one_by_one(wishes)

    def _one_by_one(self, wishes: list[Wish]) -> tuple[list[Answer], Committed]:
        answers: list[Answer] = []
        entries: list[Entry] = []
        asks: list[Ask] = []
        for wish in wishes:
            if answers and isinstance(answers[-1], StoreUnavailable):
                # Each would wait for the database as long as the last one did.
                answers.append(_gone())
                continue
            one, committed = self.commit([wish])
            answers += one
            entries += committed.entries
            asks += committed.asks
        return answers, Committed(self.cache.seq, tuple(entries), tuple(asks))

    def _set_aside(self, wish: Wish, error: Exception) -> Answer:
        """Answer a wish that the database will never take; what was signed is kept."""
        if wish.agent:
            return Rejected(
                "This can't be stored as it is, so it was not saved. "
                "Remove unusual characters and try again.",
                code="invalid",
            )
        if is_ours(wish):
            return error
        try:
            with self.engine.begin() as conn:
                set_aside(conn, wish, type(error).__name__, self.clock())
        except SQLAlchemyError:
            return _gone()
        return Outcome(())

    def _patiently(self, wishes: list[Wish]) -> tuple[list[Answer], Committed]:
        deadline = time.monotonic() + (0.0 if self._is_away else self.patience)
        while True:
            try:
                granted = self._transaction(wishes)
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
            else:
                self._is_away = False
                return granted

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
        with turn(self.engine), conn.begin():
            if self.is_postgres:
                conn.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ORDER_LOCK})")
            self._catch_up(conn)
            tx = Tx(conn, self.cache, self.policy, self.clock())
            answers = self._grant(tx, wishes)
            tx.flush()
            if self.is_postgres and tx.entries:
                conn.exec_driver_sql(f"NOTIFY {FEED_CHANNEL}")
        self.cache.trim()
        return answers, Committed(self.cache.seq, tuple(tx.entries), tuple(tx.asks))

    def _catch_up(self, conn: Connection) -> None:
        last = conn.exec_driver_sql("SELECT max(seq) FROM entry").scalar() or 0
        if last == self.cache.seq:
            return
        if self.cache.seq < 0 or last < self.cache.seq or last - self.cache.seq > 5_000:
            self.cache.clear()
        else:
            changed = select(ENTRY.c.stream, ENTRY.c.incident, ENTRY.c.kind).distinct()
            for row in conn.execute(changed.where(ENTRY.c.seq > self.cache.seq)):
                self._drop(row.stream, row.incident, row.kind)
            self.cache.numbers.clear()
        self.cache.seq = last

    def _drop(self, stream: str, incident: int | None, kind: str) -> None:
        if kind == REDACTED:
            # It has changed the state of another stream, which it names by number only.
            self.cache.clear()
        self.cache.drop(stream)
        if incident is not None:
            self.cache.drop(f"incident/{incident}")

    def _grant(self, tx: Tx, wishes: list[Wish]) -> list[Answer]:
        known = known_causes(tx.conn, [w.cause for w in wishes])
        done: dict[str, Answer] = {}
        answers: list[Answer] = []
        for wish in wishes:
            if wish.cause in known:
                again = shown_to(tx, wish.agent, load_cause(tx.conn, wish.cause))
                answer: Answer = Outcome(again, repeated=True)
            elif isinstance(first := done.get(wish.cause), Outcome):
                answer = Outcome(first.entries, repeated=True)
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
            if wish.agent or is_ours(wish):
                return error
            set_aside(tx.conn, wish, repr(error), tx.now)
            return Outcome(())
        return Outcome(shown_to(tx, wish.agent, tx.staged))
