"""The plan that gives what was written to people with room, in queues that do not wait for them."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from console.domain.agent import Agent
from console.domain.incident import Incident, decide_take
from console.domain.incident_events import IncidentReleased, IncidentTaken
from console.domain.message_events import MessageReceived
from console.domain.queue import Queue
from console.domain.routing import Load, Waiting, Worker, route
from console.hub.store.family import family, unanswered_elsewhere, whole
from console.hub.store.plans.routing import all_of
from console.hub.store.restricted import restricted_people
from console.hub.store.tables import AgentRow, EntryRow, IncidentRow, table
from console.hub.store.worklist import chunks
from console.hub.wishes_waiting import OfferWritten

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish

AGENT, ENTRY, INCIDENT = table(AgentRow), table(EntryRow), table(IncidentRow)
MOST = 200
"""Incidents of one round, the oldest first."""
_WORK = ("new", "open")
_RECEIVED = MessageReceived.model_fields["kind"].default
_RELEASED = IncidentReleased.model_fields["kind"].default


def _offer(tx: Tx, _wish: Wish, _command: OfferWritten) -> None:
    offers = {name for name, rule in tx.policy.queue_rules.items() if rule.offers}
    incidents = {one.number: one for one in _nobodys(tx)} if offers else {}
    if not incidents:
        return
    waiting = [one for one in _waiting(tx, incidents) if one.queue in offers]
    workers = _workers(tx) if waiting else {}
    if not workers:
        return
    given = route(waiting, list(workers.values()), tx.policy.queue_rules, tx.now).assigned
    agents = {one.number: one for one in all_of(tx, Agent, [each.agent for each in given])}
    for each in given:
        number = int(each.key.partition("/")[2])
        incident, agent = tx.get(Incident, number), agents[each.agent]
        if incident is None or incident.owner is not None:
            continue
        for event in decide_take(incident, agent.number, agent.name, over=False):
            is_taken = isinstance(event, IncidentTaken)
            told = event.model_copy(update={"why": each.why}) if is_taken else event
            tx.emit(each.key, number, told)


def _nobodys(tx: Tx) -> list[Incident]:
    """What somebody waits for an answer to and nobody has."""
    wanted = select(INCIDENT.c.state).where(
        INCIDENT.c.owner.is_(None), INCIDENT.c.unanswered > 0, INCIDENT.c.status.in_(_WORK)
    )
    states = tx.query(wanted.order_by(INCIDENT.c.number).limit(MOST)).scalars().all()
    found = {one.number: one for one in map(Incident.model_validate_json, states)}
    for one in unanswered_elsewhere(tx):
        if one.owner is None and one.status in _WORK:
            found[one.number] = one
    every = (whole(tx, one) for one in found.values())
    return [one for one in every if one.parked_at is None and not one.live_calls]


def _waiting(tx: Tx, incidents: dict[int, Incident]) -> list[Waiting]:
    to: dict[int, tuple[str, bool]] = {}
    released: dict[int, set[int]] = {number: set() for number in incidents}
    stays = {part.number: number for number in incidents for part in family(tx, number)}
    for some in chunks(stays):
        told = (
            select(ENTRY.c.incident, ENTRY.c.kind, ENTRY.c.data)
            .where(ENTRY.c.incident.in_(some), ENTRY.c.kind.in_((_RECEIVED, _RELEASED)))
            .order_by(ENTRY.c.seq)
        )
        for row in tx.query(told):
            said = json.loads(row.data) if row.data else {}
            if row.kind == _RELEASED:
                released[stays[row.incident]].add(int(said.get("agent", 0)))
            else:
                to[stays[row.incident]] = str(said.get("to", "")), said.get("channel") == "email"
    first = tx.policy.queues.get(tx.policy.numbers[0], "safety") if tx.policy.numbers else "safety"
    served = {number: tx.policy.queues.get(at, first) for number, (at, _) in to.items()}
    queues = {one.name: one for one in all_of(tx, Queue, set(served.values()))}
    people = restricted_people(tx.conn)
    return [
        Waiting(
            key=f"incident/{number}",
            queue=queue,
            since=incidents[number].waiting_since or tx.now,
            channel="email" if to[number][1] else "sms",
            missed=frozenset(released[number]),
            diverted_to=queues[queue].diverted_to(tx.now) if queue in queues else "",
            only=people.get(number),
        )
        for number, queue in served.items()
    ]


def _workers(tx: Tx) -> dict[int, Worker]:
    """Everybody available, with what they have in hand."""
    here = select(AGENT.c.number).where(
        AGENT.c.presence == "available", AGENT.c.disabled.is_(False)
    )
    numbers = tx.query(here.order_by(AGENT.c.number)).scalars().all()
    texts: Counter[int] = Counter()
    mails: Counter[int] = Counter()
    for some in chunks(numbers):
        mine = select(INCIDENT.c.owner, INCIDENT.c.state).where(
            INCIDENT.c.owner.in_(some), INCIDENT.c.unanswered > 0, INCIDENT.c.status.in_(_WORK)
        )
        for owner, state in tx.query(mine):
            said = json.loads(state)
            handles = said.get("handles") or [""]
            kind = mails if str(handles[0]).startswith("mailto:") else texts
            kind[owner] += not said.get("parked_at")
    return {
        agent.number: Worker(
            number=agent.number,
            queues=agent.queues,
            languages=agent.languages,
            idle_since=agent.idle_since,
            has_just_come=agent.has_just_come,
            load=Load(int(not agent.is_free), texts[agent.number], mails[agent.number]),
        )
        for agent in all_of(tx, Agent, numbers)
        if agent.role != "admin" and agent.next_presence in (None, "available")
    }


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {OfferWritten: _offer}
