"""Reads pages, and what pressing the key of a route would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from console.domain.agent import Agent
from console.domain.board import board, with_covers
from console.domain.incident import Incident
from console.domain.paging import page_of
from console.domain.person import Contact
from console.domain.restriction import may_see
from console.domain.routes import Floor, PagingView, handles_of, preview
from console.hub.store.covers import covers_in
from console.hub.store.tables import AgentRow, ContactRow, IncidentRow, table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from console.domain.board import BoardView
    from console.domain.paging import Page
    from console.domain.routes import PagingRules

AGENT, CONTACT, INCIDENT = table(AgentRow), table(ContactRow), table(IncidentRow)


def _incident(connection: Connection, number: int) -> Incident | None:
    wanted = select(INCIDENT.c.state).where(INCIDENT.c.number == number)
    state = connection.execute(wanted).scalar_one_or_none()
    return Incident.model_validate_json(state) if state is not None else None


def find_page(number: int, key: str) -> Callable[[Connection], Page | None]:
    """Look up one page of an incident."""

    def reading(connection: Connection) -> Page | None:
        incident = _incident(connection, number)
        return page_of(incident, key) if incident is not None else None

    return reading


def paging_view(
    number: int, viewer: int, rules: PagingRules, at: datetime
) -> Callable[[Connection], PagingView | None]:
    """Read whom every route reaches now; None when an agent may not see the incident."""

    def reading(connection: Connection) -> PagingView | None:
        incident = _incident(connection, number)
        people = incident.restriction.people if incident and incident.restriction else None
        if incident is None or not may_see(people, viewer):
            return None
        agents = _agents(connection)
        floor = Floor(agents, lambda agent: may_see(people, agent))
        answered = _answered(connection, rules, agents)
        now = with_covers(rules, covers_in(connection), at)
        views = tuple(preview(route, now, floor, at, answered) for route in rules.routes.values())
        return PagingView(at=at, routes=views)

    return reading


def board_view(rules: PagingRules, at: datetime) -> Callable[[Connection], BoardView]:
    """Read who can help right now."""

    def reading(connection: Connection) -> BoardView:
        agents, covers = _agents(connection), covers_in(connection)
        answered = _answered(connection, rules, agents)
        return board(with_covers(rules, covers, at), Floor(agents), covers, at, answered)

    return reading


def _agents(connection: Connection) -> list[Agent]:
    states = connection.execute(select(AGENT.c.state).order_by(AGENT.c.number)).scalars()
    return [Agent.model_validate_json(state) for state in states]


def _answered(
    connection: Connection, rules: PagingRules, agents: Sequence[Agent]
) -> dict[str, datetime]:
    """Handle to when somebody there took a page on last."""
    handles = handles_of(rules, agents)
    known = connection.execute(select(CONTACT.c.state).where(CONTACT.c.handle.in_(handles)))
    contacts = [Contact.model_validate_json(state) for state in known.scalars()]
    return {one.handle: one.answered_at for one in contacts if one.answered_at}
