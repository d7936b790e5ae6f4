"""Plans for presence: what people choose, what comes by itself, and desks that are gone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from console.domain.agent import Agent, PresenceSet, SetPresence
from console.domain.call_state import Call
from console.domain.handover import to_read
from console.domain.incident import Incident
from console.domain.incident_events import IncidentReleased
from console.domain.presence import SetNextPresence, decide_next, decide_presence, what_is_due
from console.domain.roles import BY_RULE
from console.hub.store.family import whole
from console.hub.store.plans.calls import end_offer
from console.hub.store.plans.common import agent_of
from console.hub.store.plans.handover import give_back, unread_by
from console.hub.store.plans.transfers import desk_lost
from console.hub.store.tables import EntryRow, IncidentRow, TokenRow, table
from console.hub.wishes import DeskLost, PresenceDue

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish

TOKEN = table(TokenRow)
ENTRY = table(EntryRow)
INCIDENT = table(IncidentRow)
ELSEWHERE_SECONDS = 20
"""How long ago another hub may have seen a desk that counts as connected."""
GONE = "the desk was not connected"
TAKING = ("incident.taken", "incident.status_moved")
"""What taking an incident writes; whoever did no more has not touched it."""


def _presence(tx: Tx, wish: Wish, command: SetPresence) -> None:
    agent = agent_of(tx, wish)
    events = decide_presence(agent, command, by_rule=False, now=tx.now)
    tx.emit(f"agent/{agent.number}", None, *events)


def _next(tx: Tx, wish: Wish, command: SetNextPresence) -> None:
    agent = agent_of(tx, wish)
    tx.emit(f"agent/{agent.number}", None, *decide_next(agent, command, tx.now))


def _due(tx: Tx, _wish: Wish, due: PresenceDue) -> None:
    agent = tx.get(Agent, due.agent)
    if agent is not None:
        tx.emit(f"agent/{agent.number}", None, *what_is_due(agent, tx.now))


def _lost(tx: Tx, _wish: Wish, lost: DeskLost) -> None:
    agent = tx.get(Agent, lost.agent)
    if agent is None or agent.presence in ("offline", "lost") or _is_elsewhere(tx, lost.agent):
        return
    handed, untouched = unread_by(tx, lost.agent), _untouched(tx, lost.agent)
    if agent.offer is not None and (call := tx.get(Call, agent.offer)) is not None:
        end_offer(tx, call, "withdrawn")
        desk_lost(tx, agent)
    for incident, given in handed:
        give_back(tx, incident, given, agent, GONE)
    for incident in untouched:
        back = IncidentReleased(agent=agent.number, reason=GONE)
        tx.emit(f"incident/{incident.number}", incident.number, back)
    tx.emit(f"agent/{agent.number}", None, PresenceSet(state="lost", reason=GONE, by=BY_RULE))


def _is_elsewhere(tx: Tx, agent: int) -> bool:
    seen = select(func.max(TOKEN.c.seen_at)).where(TOKEN.c.agent == agent)
    at = tx.query(seen).scalar()
    return at is not None and tx.now - at < timedelta(seconds=ELSEWHERE_SECONDS)


def _untouched(tx: Tx, agent: int) -> list[Incident]:
    """What they took, where somebody waits for an answer, and did nothing for since."""
    mine = select(INCIDENT.c.number).where(
        INCIDENT.c.owner == agent,
        INCIDENT.c.status.in_(("new", "open")),
    )
    numbers = tx.query(mine.order_by(INCIDENT.c.number)).scalars().all()
    did = (
        select(ENTRY.c.incident, func.max(ENTRY.c.at))
        .where(ENTRY.c.incident.in_(numbers), ENTRY.c.actor == f"agent:{agent}")
        .where(ENTRY.c.kind.notin_(TAKING))
        .group_by(ENTRY.c.incident)
    )
    last = {row[0]: row[1] for row in tx.query(did)} if numbers else {}
    owned = [one for n in numbers if (one := tx.get(Incident, n)) is not None]
    return [
        one
        for one in owned
        if whole(tx, one).unanswered
        and not one.live_calls
        and to_read(one, agent) is None
        and one.owner_since is not None
        and (one.number not in last or last[one.number] < one.owner_since)
    ]


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    SetPresence: _presence,
    SetNextPresence: _next,
    PresenceDue: _due,
    DeskLost: _lost,
}
