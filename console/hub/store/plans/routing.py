"""The plan that gives waiting contacts to agents: a few readings, the rule, its assignments."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import select

from console.domain.agent import Agent, AgentOffered
from console.domain.audio_line import is_browser
from console.domain.base import State
from console.domain.call_events import CallOffered
from console.domain.call_state import Call
from console.domain.dropped import AGAIN, back_to_former
from console.domain.queue import Queue
from console.domain.routing import Load, Waiting, Worker, route
from console.domain.transfer import BACK, back_to_senders
from console.hub.store.plans.callbacks import withdraw
from console.hub.store.plans.safe_contact import forbidden
from console.hub.store.project import TABLES
from console.hub.store.restricted import restricted_people
from console.hub.store.tables import AgentRow, CallRow, table
from console.hub.store.worklist import chunks
from console.hub.wishes import RouteCalls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish

S = TypeVar("S", bound=State)
CALL = table(CallRow)
AGENT = table(AgentRow)


def all_of(tx: Tx, model: type[S], keys: Iterable[Any]) -> list[S]:
    """Give the states of many things by key, in one reading for all that are not remembered.

    Not for incidents: the heads of their chains have to be remembered with them.
    """
    concept = model.__name__.lower()
    wanted = list(keys)
    target, column, _ = TABLES[concept]
    unknown = [key for key in wanted if tx.cache.get(f"{concept}/{key}") is None]
    for some in chunks(unknown):
        rows = tx.query(select(target.c[column], target.c.state).where(target.c[column].in_(some)))
        for key, state in rows.all():
            tx.cache.put(f"{concept}/{key}", model.model_validate_json(state))
    found = (tx.cache.get(f"{concept}/{key}") for key in wanted)
    return [state for state in found if isinstance(state, model)]


def waiting_calls(tx: Tx) -> list[Call]:
    """Give the calls that wait for an offer, oldest first."""
    queued = select(CALL.c.id).where(CALL.c.phase == "queued")
    keys = tx.query(queued.order_by(CALL.c.queued_at, CALL.c.id)).scalars().all()
    return [call for call in all_of(tx, Call, keys) if call.phase == "queued"]


def available_agents(tx: Tx) -> list[Agent]:
    """Give everybody who is available and has a phone, busy or not."""
    here = select(AGENT.c.number).where(
        AGENT.c.presence == "available", AGENT.c.disabled.is_(False)
    )
    numbers = tx.query(here.order_by(AGENT.c.number)).scalars().all()
    return [agent for agent in all_of(tx, Agent, numbers) if agent.phone]


def waiting_of(
    call: Call, now: datetime, diverted_to: str = "", only: frozenset[int] | None = None
) -> Waiting:
    """Give a call as routing sees it."""
    return Waiting(
        key=f"call/{call.id}",
        queue=call.queue,
        since=call.queued_at or now,
        language=call.language,
        missed=frozenset(call.missed),
        diverted_to=diverted_to,
        only=only,
    )


def worker_of(agent: Agent, texts: int = 0, mails: int = 0) -> Worker:
    """Give an agent as routing sees them."""
    return Worker(
        number=agent.number,
        queues=agent.queues,
        languages=agent.languages,
        idle_since=agent.idle_since,
        has_just_come=agent.has_just_come,
        load=Load(calls=int(not agent.is_free), texts=texts, mails=mails),
    )


def best_of_queue(tx: Tx, queue: str, call: Call, but: int) -> Agent | None:
    """Give who of a queue would be offered a call now, besides one; None when nobody is free."""
    agents = {agent.number: agent for agent in available_agents(tx) if agent.number != but}
    only = restricted_people(tx.conn).get(call.incident)
    wanted = Waiting(f"call/{call.id}", queue, since=tx.now, language=call.language, only=only)
    workers = [worker_of(agent) for agent in agents.values()]
    found = route([wanted], workers, tx.policy.queue_rules, tx.now).assigned
    return agents[found[0].agent] if found else None


def _can_be_rung(agent: Agent, browsers: frozenset[int] | None) -> bool:
    return browsers is None or agent.number in browsers or not is_browser(agent.phone)


def _route(tx: Tx, _wish: Wish, command: RouteCalls) -> None:
    calls = {f"call/{call.id}": call for call in waiting_calls(tx)}
    if not calls:
        return
    free = (a for a in available_agents(tx) if _can_be_rung(a, command.browsers))
    agents = {agent.number: agent for agent in free}
    people = restricted_people(tx.conn)
    queues = all_of(tx, Queue, {call.queue for call in calls.values()})
    for key in [key for key, call in calls.items() if not _may_ring(tx, call)]:
        del calls[key]
    # Whoever had such a call before may not be among its people.
    aside = {key: calls.pop(key) for key in list(calls) if calls[key].incident in people}
    for call, sender in back_to_senders(calls, agents):
        _offer(tx, call, sender, BACK)
    for call, former in back_to_former(calls, agents):
        _offer(tx, call, former, AGAIN)
    calls |= aside
    to = {queue.name: queue.diverted_to(tx.now) for queue in queues}
    waiting = [
        waiting_of(call, tx.now, to.get(call.queue, ""), people.get(call.incident))
        for call in calls.values()
    ]
    workers = [worker_of(agent) for agent in agents.values()]
    for given in route(waiting, workers, tx.policy.queue_rules, tx.now).assigned:
        _offer(tx, calls[given.key], agents[given.agent], given.why)


def _may_ring(tx: Tx, call: Call) -> bool:
    """Whether nothing forbids a callback by now; one that is forbidden becomes somebody's work."""
    why = forbidden(tx, call.incident, call.handle, "call") if call.callback else ""
    if why:
        withdraw(tx, call, why)
    return not why


def _offer(tx: Tx, call: Call, agent: Agent, why: str) -> None:
    until = tx.now + timedelta(seconds=tx.policy.ring_seconds)
    offered = CallOffered(agent=agent.number, name=agent.name, until=until, why=why)
    tx.emit(f"call/{call.id}", call.incident, offered)
    tx.emit(f"agent/{agent.number}", None, AgentOffered(call=call.id))


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {RouteCalls: _route}
