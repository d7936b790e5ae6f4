"""What every doer shares: reading states, telling outcomes, the clock."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar

from sqlalchemy import select

from console.domain.base import State
from console.hub.store.project import TABLES, key_of
from console.hub.store.wish import Outcome, Wish
from console.hub.wishes import EffectTold

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy import Engine

    from console.hub.effects.outage import Outages
    from console.hub.effects.table import Job
    from console.hub.hub import Clock
    from console.hub.store.record import Record

S = TypeVar("S", bound=State)
Ending = Literal["done", "failed", "unknown", "expired", ""]
"""State of the effect row; empty when the effect was put off and stays ready."""
Told = Literal[
    "attempted", "done", "refused", "unsure", "no_trace", "confirmed_not_sent", "expired"
]


def load_state(engine: Engine, model: type[S], key: str) -> S | None:
    """Read one folded state from its row."""
    concept = model.__name__.lower()
    target, column, _ = TABLES[concept]
    wanted = select(target.c.state).where(target.c[column] == key_of(concept, key))
    with engine.connect() as conn:
        found = conn.execute(wanted).scalar()
    return model.model_validate_json(found) if found is not None else None


@dataclass(frozen=True, slots=True)
class Bench:
    """What doers work with."""

    record: Record
    read: Engine
    clock: Clock
    outages: Outages
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def state(self, model: type[S], key: str) -> S | None:
        """Read the newest folded state of one thing."""
        return await asyncio.to_thread(load_state, self.read, model, key)

    def now(self) -> float:
        """Unix seconds of the hub's clock."""
        return self.clock.now().timestamp()

    async def tell(
        self,
        job: Job,
        how: Told,
        *,
        sid: str = "",
        status: str = "",
        code: int = 0,
        words: str = "",
        leg: str = "",
    ) -> Outcome:
        """Record how an effect went; the same outcome of the same try happens once."""
        told = EffectTold(
            effect=job.id,
            stream=job.stream,
            how=how,
            kind=job.kind,
            sid=sid,
            status=status,
            code=code,
            words=words,
            leg=leg or _part_of(job),
        )
        cause = f"entry:{job.seq}:{job.kind}:{how}"
        return await self.record.record(Wish(told, cause=cause, actor="rule:effects"))


def _part_of(job: Job) -> str:
    """Which guest, or which sitting of captions or delivery of a page, an effect was about."""
    if job.kind == "call.captions":
        return str(job.payload["sitting"])
    if job.kind == "timer.page":
        return f"{job.payload['page']} 0"
    if job.kind.startswith("page."):
        return f"{job.payload['page']} {job.payload['delivery']}"
    return str(job.payload["leg"]) if job.kind.startswith("guest.") else ""
