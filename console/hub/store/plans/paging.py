"""Plans for pages: asked for, and taken on, passed on or closed from a desk."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from console.domain.agent import Agent
from console.domain.base import Rejected
from console.domain.paging import page_of
from console.domain.paging_decisions import (
    Asking,
    Responder,
    decide_acknowledge,
    decide_close,
    decide_escalate,
    decide_page,
)
from console.domain.paging_events import (
    AcknowledgePage,
    AskPage,
    ClosePage,
    ContactAnswered,
    EscalatePage,
    PageAcknowledged,
)
from console.domain.paging_words import is_of_a_page
from console.domain.restriction import may_see
from console.domain.routes import Floor, handle_of_reach, preview
from console.hub.store.plans.common import agent_of, incident_of
from console.hub.store.plans.covers import rules_of
from console.hub.store.plans.handoff import card_for
from console.hub.store.plans.routing import all_of
from console.hub.store.tables import AgentRow, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from console.domain.base import Event
    from console.domain.incident import Incident
    from console.domain.paging import Page
    from console.domain.paging_words import Answer
    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish

AGENT = table(AgentRow)
CODES = 10_000


def floor_of(tx: Tx, incident: Incident) -> Floor:
    """Give everybody with an account, and who of them may see an incident."""
    numbers = tx.query(select(AGENT.c.number).order_by(AGENT.c.number)).scalars().all()
    limit = incident.restriction
    people = limit.people if limit is not None else None
    return Floor(all_of(tx, Agent, numbers), lambda agent: may_see(people, agent))


def emit(tx: Tx, number: int, events: Iterable[Event]) -> None:
    """Put events on an incident's stream."""
    tx.emit(f"incident/{number}", number, *events)


def open_page(tx: Tx, incident: int, key: str) -> tuple[Incident, Page]:
    """Give a page. Raises Rejected when there is none."""
    found = incident_of(tx, incident)
    page = page_of(found, key)
    if page is None:
        raise Rejected("There is no such page in this incident.", code="not_found")
    return found, page


def _ask(tx: Tx, wish: Wish, command: AskPage) -> None:
    agent, incident = agent_of(tx, wish), incident_of(tx, command.incident)
    rules = rules_of(tx)
    route = rules.routes.get(command.route)
    if route is None:
        raise Rejected("There is no such route.", code="not_found")
    view = preview(route, rules, floor_of(tx, incident), tx.now, {})
    if view.is_dead:
        words = f"{route.title} can't be reached now: {'; '.join(view.dead)}. Page somebody else."
        raise Rejected(words, code="unreachable")
    card = card_for(tx, incident.number, command.words)
    code = _code(wish.cause, {page.code for page in incident.pages})
    asking = Asking(agent.number, agent.name, command.words, code, card)
    emit(tx, incident.number, decide_page(incident, route, asking, tx.now))


def _code(cause: str, taken: set[str]) -> str:
    """Four digits that no other page of the incident has; the same wish gets the same ones."""
    number = int(hashlib.sha256(cause.encode()).hexdigest()[:8], 16)
    while f"{number % CODES:04}" in taken:
        number += 1
    return f"{number % CODES:04}"


@dataclass(frozen=True, slots=True)
class Said:
    """An answer of somebody."""

    who: Responder
    answer: Answer
    words: str = ""


def answered(tx: Tx, number: int, page: Page, said: Said) -> list[Event]:
    """Let an answer count, and note that this number answers; gives the events."""
    who = said.who
    if said.answer == "acknowledge":
        events = decide_acknowledge(page, who, tx.now)
    elif said.answer == "escalate":
        events = decide_escalate(page, who, tx.now)
    else:
        events = decide_close(page, who, said.words)
    emit(tx, number, events)
    if any(isinstance(event, PageAcknowledged) for event in events):
        for handle in _handles(tx, page, who):
            tx.emit(f"contact/{handle}", None, ContactAnswered(at=tx.now))
    return events


def _handles(tx: Tx, page: Page, who: Responder) -> list[str]:
    told = [one for one in page.deliveries if one.person == who.person]
    handles = {handle_of_reach(one.way, one.to) for one in told}
    agent = tx.get(Agent, who.agent) if who.agent is not None else None
    if agent is not None and agent.phone.startswith("+"):
        handles.add(f"tel:{agent.phone}")
    return sorted(handles - {""})


def _from_desk(
    tx: Tx, wish: Wish, command: AcknowledgePage | EscalatePage | ClosePage, answer: Answer
) -> None:
    agent = agent_of(tx, wish)
    incident, page = open_page(tx, command.incident, command.page)
    if not page.is_open:
        raise Rejected("This page is over already.", code="gone")
    if answer == "acknowledge" and page.holder_agent not in (None, agent.number):
        raise Rejected(f"{page.holder_name} has it already.", code="taken")
    who = Responder(f"agent:{agent.number}", agent.name, "desk", agent.number)
    words = command.words if isinstance(command, ClosePage) else ""
    answered(tx, incident.number, page, Said(who, answer, words))


def _acknowledge(tx: Tx, wish: Wish, command: AcknowledgePage) -> None:
    _from_desk(tx, wish, command, "acknowledge")


def _escalate(tx: Tx, wish: Wish, command: EscalatePage) -> None:
    _from_desk(tx, wish, command, "escalate")


def _close(tx: Tx, wish: Wish, command: ClosePage) -> None:
    _from_desk(tx, wish, command, "close")


def touches_pages(stream: str) -> bool:
    """Whether an entry of this stream may tell how a page was delivered."""
    return stream.startswith("message/") and is_of_a_page(stream.partition("/")[2])


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    AskPage: _ask,
    AcknowledgePage: _acknowledge,
    EscalatePage: _escalate,
    ClosePage: _close,
}
