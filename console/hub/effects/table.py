"""The effect table: claim, finish, put off, and take over from the dead."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, literal_column, select, update
from sqlalchemy.exc import DBAPIError

from console.hub.store.asks import LEASE_SECONDS
from console.hub.store.tables import EffectRow, table
from console.hub.store.turns import turn

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import ColumnElement, Connection, Engine, Row

    from console.domain.base import State

EFFECT = table(EffectRow)
# Literals, not parameters: a partial index serves only what its text proves.
READY: ColumnElement[str] = literal_column("'ready'")
RUNNING: ColumnElement[str] = literal_column("'running'")
_MOST = 64


@dataclass(frozen=True, slots=True)
class Job:
    """One claimed effect."""

    id: str
    kind: str
    stream: str
    seq: int
    due: float
    expires: float | None
    attempts: int
    payload: dict[str, Any]
    """``clear``: an earlier request surely was not processed, so it may be made again."""
    state: State | None = field(default=None, repr=False, compare=False)
    """That of the stream at the commit, while nothing can have changed it; else to be read."""

    @property
    def key(self) -> str:
        """Key of the stream: the call's or message's id."""
        return self.stream.partition("/")[2]


def _job(row: Row[Any]) -> Job:
    """Give a row that was read just before this claim counted it."""
    return Job(
        id=row.id,
        kind=row.kind,
        stream=row.stream,
        seq=row.seq,
        due=row.due,
        expires=row.expires,
        attempts=row.attempts + 1,
        payload=json.loads(row.payload),
    )


def _without_clear(payload: str) -> str:
    return json.dumps({k: v for k, v in json.loads(payload).items() if k != "clear"})


class EffectTable:
    """Short transactions of their own; the record door is not needed for bookkeeping."""

    def __init__(self, engine: Engine, owner: str) -> None:
        self.engine = engine
        self.owner = owner

    def claim_due(self, now: float) -> list[Job]:
        """Claim what is due, oldest first; other hubs skip what is claimed."""
        pick = (
            select(EFFECT)
            .where(EFFECT.c.state == READY, EFFECT.c.due <= now)
            .order_by(EFFECT.c.due, EFFECT.c.id)
            .limit(_MOST)
            .with_for_update(skip_locked=True)
        )
        with turn(self.engine), self.engine.begin() as conn:
            rows = conn.execute(pick).all()
            if rows:
                self._take(conn, rows, now)
        return [_job(row) for row in rows]

    def _take(self, conn: Connection, rows: Sequence[Row[Any]], now: float) -> None:
        # The claim also takes back the permission to repeat: after a crash from here on
        # nobody may assume that nothing was sent.
        taken = (
            update(EFFECT)
            .where(EFFECT.c.id == bindparam("key"))
            .values(
                state="running",
                owner=self.owner,
                lease=now + LEASE_SECONDS,
                attempts=EFFECT.c.attempts + 1,
                payload=bindparam("rest"),
            )
        )
        conn.execute(taken, [{"key": r.id, "rest": _without_clear(r.payload)} for r in rows])

    def finish(self, key: str, state: str) -> None:
        """Say how an effect of ours ended: done, failed, unknown, expired."""
        ended = update(EFFECT).where(EFFECT.c.id == key, EFFECT.c.owner == self.owner)
        for is_last in (False, False, True):
            try:
                with turn(self.engine), self.engine.begin() as conn:
                    conn.execute(ended.values(state=state, owner=None, lease=None))
            except DBAPIError:
                # What was done and is not noted would be asked about again: the engine has
                # waited for the database each time, and so may this.
                if is_last:
                    raise
            else:
                return

    def put_off(self, job: Job, due: float, **payload: Any) -> None:
        """Do it again later; ``clear`` must be said anew each time."""
        later = update(EFFECT).where(EFFECT.c.id == job.id, EFFECT.c.owner == self.owner)
        kept = {k: v for k, v in job.payload.items() if k != "clear"}
        with turn(self.engine), self.engine.begin() as conn:
            conn.execute(
                later.values(
                    state="ready",
                    owner=None,
                    lease=None,
                    due=due,
                    payload=json.dumps({**kept, **payload}),
                )
            )

    def reap(self, now: float, *, alive: Collection[str] = (), all_others: bool = False) -> int:
        """Free what dead hubs held.

        Args:
            now: Unix seconds.
            alive: Ids of effects that this hub is still working on; their lease is renewed.
            all_others: True when surely no other hub lives.
        """
        mine = (EFFECT.c.owner == self.owner) & EFFECT.c.id.in_(alive)
        renewed = update(EFFECT).where(EFFECT.c.state == RUNNING, mine)
        gone = EFFECT.c.lease < now
        if all_others:
            gone = EFFECT.c.owner != self.owner
        freed = update(EFFECT).where(EFFECT.c.state == RUNNING, gone)
        with turn(self.engine), self.engine.begin() as conn:
            if alive:
                conn.execute(renewed.values(lease=now + LEASE_SECONDS))
            return conn.execute(freed.values(state="ready", owner=None, lease=None)).rowcount
