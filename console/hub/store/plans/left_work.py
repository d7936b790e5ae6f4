"""Plans for what people leave behind: their work given back, and what a daily sweep ends."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from console.domain.agent import Agent, AgentFreed, PresenceSet
from console.domain.base import Rejected
from console.domain.call_events import WrapUpEnded
from console.domain.call_state import Call
from console.domain.floor_events import WHOLE, GhostsSwept
from console.domain.incident import Incident
from console.domain.left_work import DONE, ReturnWork, decide_return
from console.domain.roles import BY_RULE
from console.hub.store.plans.common import agent_of
from console.hub.store.tables import AgentRow, IncidentRow, table
from console.hub.wishes_waiting import SweepGhosts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from console.domain.base import Event
    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish

AGENT, INCIDENT = table(AgentRow), table(IncidentRow)
SWEPT = "ended by the daily sweep"


def _return(tx: Tx, wish: Wish, command: ReturnWork) -> None:
    lead, agent = agent_of(tx, wish), tx.get(Agent, command.agent)
    if agent is None:
        raise Rejected("There is no such account.", code="not_found")
    owned = select(INCIDENT.c.number).where(
        INCIDENT.c.owner == agent.number, INCIDENT.c.status.notin_(DONE)
    )
    numbers = tx.query(owned.order_by(INCIDENT.c.number)).scalars().all()
    for incident in [one for number in numbers if (one := tx.get(Incident, number))]:
        events = decide_return(agent, incident, lead.name)
        tx.emit(f"incident/{incident.number}", incident.number, *events)


def _sweep(tx: Tx, _wish: Wish, sweep: SweepGhosts) -> None:
    """End what nobody will end any more, and report it; once a day over all hubs."""
    numbers = tx.query(select(AGENT.c.number).order_by(AGENT.c.number)).scalars().all()
    agents = [one for number in numbers if (one := tx.get(Agent, number)) and not one.disabled]
    calls = {key: tx.get(Call, key) for agent in agents for key in _held(agent)}
    since = tx.now - timedelta(hours=sweep.hours)
    closed: list[str] = []
    for agent in agents:
        for stream, incident, event, words in _ghosts(agent, calls, since):
            tx.emit(stream, incident, event)
            closed += [words] if words else []
    if closed:
        tx.emit(f"queue/{WHOLE}", None, GhostsSwept(at=tx.now, closed=tuple(closed)))


def _held(agent: Agent) -> list[str]:
    slots = (agent.offer, agent.call, agent.wrapping, agent.watching)
    return [key for key in slots if key]


def _ghosts(
    agent: Agent, calls: dict[str, Call | None], since: datetime
) -> Iterator[tuple[str, int | None, Event, str]]:
    """What somebody is stuck in: a stream, its incident, the event that ends it, and the words."""
    stream = f"agent/{agent.number}"
    is_old = agent.busy_since is None or agent.busy_since < since
    for key in _held(agent) if is_old else ():
        call = calls[key]
        is_wrap = call is not None and call.phase == "wrap-up" and call.agent == agent.number
        if call is not None and is_wrap and agent.wrapping == key:
            ended = WrapUpEnded(agent=agent.number, reason=SWEPT)
            yield f"call/{key}", call.incident, ended, ""
            yield stream, None, AgentFreed(call=key), f"the wrap-up of {agent.name}"
        elif call is None or call.over:
            words = f"a call that {agent.name} was held in and that is over"
            yield stream, None, AgentFreed(call=key), words
    since_then = agent.presence_since
    if agent.presence == "lost" and (since_then is None or since_then < since):
        offline = PresenceSet(state="offline", reason=SWEPT, by=BY_RULE)
        yield stream, None, offline, f"the lost desk of {agent.name}"


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {ReturnWork: _return, SweepGhosts: _sweep}
