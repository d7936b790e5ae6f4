"""Plans for who is on call instead of whose turn it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from console.domain.agent import Agent
from console.domain.base import Rejected
from console.domain.board import members_of, with_covers
from console.domain.cover import CoverOnCall, EndCover, decide_cover, decide_end_cover
from console.domain.floor_events import WHOLE
from console.domain.queue import Queue
from console.domain.routes import Floor
from console.hub.store.plans.common import agent_of
from console.hub.store.plans.routing import all_of
from console.hub.store.tables import AgentRow, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.cover import Cover
    from console.domain.routes import PagingRules
    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish

AGENT = table(AgentRow)


def covers_of(tx: Tx) -> tuple[Cover, ...]:
    """Give what leads have said about who is on."""
    floor = tx.get(Queue, WHOLE)
    return floor.covers if floor is not None else ()


def rules_of(tx: Tx) -> PagingRules:
    """Give what is configured about paging, with what leads have said over it."""
    return with_covers(tx.policy.paging, covers_of(tx), tx.now)


def _is_there(tx: Tx, name: str) -> None:
    roster = tx.policy.paging.roster
    if name not in roster.rotations and name not in roster.schedules:
        raise Rejected(f"There is no rotation or schedule {name}.", code="not_found")


def _cover(tx: Tx, wish: Wish, command: CoverOnCall) -> None:
    lead = agent_of(tx, wish)
    _is_there(tx, command.name)
    numbers = tx.query(select(AGENT.c.number).order_by(AGENT.c.number)).scalars().all()
    members = members_of(tx.policy.paging, Floor(all_of(tx, Agent, numbers)))
    events = decide_cover(covers_of(tx), command, members, lead.name, tx.now)
    tx.emit(f"queue/{WHOLE}", None, *events)


def _end(tx: Tx, wish: Wish, command: EndCover) -> None:
    lead = agent_of(tx, wish)
    _is_there(tx, command.name)
    events = decide_end_cover(covers_of(tx), command, lead.name, tx.now)
    tx.emit(f"queue/{WHOLE}", None, *events)


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {CoverOnCall: _cover, EndCover: _end}
