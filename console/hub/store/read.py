"""Reads what desks show; each reading is one transaction, so that its ``seq`` fits its rows."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import case, func, or_, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolEmpty

from console.domain.call_state import Call
from console.hub.store.restricted import hidden_from, told_of
from console.hub.store.tables import AgentRow, CallRow, EntryRow, IncidentRow, QueueRow, table
from console.hub.store.wirejson import listed, moment
from console.hub.store.wish import StoreUnavailable
from console.hub.store.worklist import queue_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from sqlalchemy import Connection, Engine

THREADS = 4
MOST_ROWS = 2000
"""Lines of a work list; solved incidents leave it first."""
ENTRY = table(EntryRow)
INCIDENT = table(IncidentRow)
CALL = table(CallRow)
AGENT = table(AgentRow)
QUEUE = table(QueueRow)

T = TypeVar("T")


class Readings:
    """Runs readings in a few threads of their own, never in the event loop."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        if engine.dialect.name == "postgresql":
            self._engine = engine.execution_options(isolation_level="REPEATABLE READ")
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="read")

    async def run(self, reading: Callable[[Connection], T]) -> T:
        """Give what a reading finds. Raises StoreUnavailable."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.now, reading)

    def now(self, reading: Callable[[Connection], T]) -> T:
        """Read in the calling thread. Raises StoreUnavailable."""
        with self._transaction() as connection:
            return reading(connection)

    def close(self) -> None:
        """End the threads; a reading that has begun is finished."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except (DBAPIError, PoolEmpty) as error:
            raise StoreUnavailable(type(error).__name__) from error


def last_seq(connection: Connection) -> int:
    """Give the place of the newest entry, 0 when there is none."""
    return int(connection.execute(select(func.coalesce(func.max(ENTRY.c.seq), 0))).scalar_one())


def find_call(call_id: str) -> Callable[[Connection], Call | None]:
    """Look up the state of one call."""

    def reading(connection: Connection) -> Call | None:
        state = connection.execute(
            select(CALL.c.state).where(CALL.c.id == call_id)
        ).scalar_one_or_none()
        return Call.model_validate_json(state) if state else None

    return reading


def agent_json(agent: int) -> Callable[[Connection], str | None]:
    """Write an Agent; None when there is no such agent."""

    def reading(connection: Connection) -> str | None:
        return connection.execute(
            select(AGENT.c.state).where(AGENT.c.number == agent)
        ).scalar_one_or_none()

    return reading


def snapshot(
    agent: int, now: Callable[[], datetime], known: dict[str, object]
) -> Callable[[Connection], str | None]:
    """Write a Snapshot for an agent; None when there is no such agent.

    Args:
        agent: Who asks.
        now: The hub's clock.
        known: Fields of the snapshot that come from the configuration.
    """

    def reading(connection: Connection) -> str | None:
        seq = last_seq(connection)
        me = agent_json(agent)(connection)
        if me is None:
            return None
        agents = connection.execute(
            select(AGENT.c.state).where(AGENT.c.disabled.is_(False)).order_by(AGENT.c.number)
        ).scalars()
        hidden = hidden_from(connection, agent)
        stubs = [one.model_dump_json() for one in told_of(connection, hidden)] if hidden else []
        fixed = "".join(f",{json.dumps(key)}:{json.dumps(value)}" for key, value in known.items())
        return (
            f'{{"seq":{seq},"now":"{moment(now())}","me":{me},'
            f'"agents":{listed(list(agents))},"rows":{listed(_work(connection, hidden))},'
            f'"calls":{listed(_live_calls(connection, me, hidden))},'
            f'"restricted":{listed(stubs)},'
            f'"queues":{listed(_queues(connection))}{fixed}}}'
        )

    return reading


def _queues(connection: Connection) -> list[str]:
    """What was changed about queues by hand, and still is or once was."""
    return list(connection.execute(select(QUEUE.c.state).order_by(QUEUE.c.name)).scalars())


def _work(connection: Connection, hidden: frozenset[int]) -> list[str]:
    """What is not closed; when it is too much, first the unanswered, then the newest."""
    states = connection.execute(
        select(INCIDENT.c.number, INCIDENT.c.state)
        .where(INCIDENT.c.status != "closed", INCIDENT.c.number.notin_(hidden))
        .order_by(
            case((INCIDENT.c.status == "solved", 1), else_=0),
            case((INCIDENT.c.unanswered > 0, 0), else_=1),
            INCIDENT.c.last_at.desc(),
        )
        .limit(MOST_ROWS)
    )
    return queue_rows(connection, {row.number: row.state for row in states})


def _live_calls(connection: Connection, agent: str, hidden: frozenset[int]) -> list[str]:
    """Calls that are not over, and those the agent wraps up, whoever has had them since."""
    me = json.loads(agent)
    wanted = select(CALL.c.id, CALL.c.phase, CALL.c.state).where(
        or_(CALL.c.phase != "ended", CALL.c.id == (me.get("wrapping") or ""))
    )
    rows = connection.execute(wanted.where(CALL.c.incident.notin_(hidden)))
    return [
        row.state
        for row in rows
        if row.phase not in ("wrap-up", "ended")
        or row.id == me.get("wrapping")
        or json.loads(row.state).get("agent") == me["number"]
    ]
