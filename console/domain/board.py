"""Who can help right now: who is on, whether they are there, their hour, and what is dead."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from console.domain.base import State
from console.domain.cover import Cover, standing
from console.domain.on_call import Override
from console.domain.paging_events import PageStep
from console.domain.routes import Rung, preview, reached, rung_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from console.domain.routes import Floor, PagingRules

Kind = Literal["rotation", "schedule", "leads", "direct"]


class BoardRow(State):
    """One place of the board, and who has it; nobody when it is dead."""

    kind: Kind
    name: str
    """Of the rotation or schedule; empty for the others."""
    people: tuple[Rung, ...] = ()
    dead: tuple[str, ...] = ()
    """Why nobody has it, or whom it does not reach."""
    cover: Cover | None = None
    routes: tuple[str, ...] = ()
    """Titles of the routes that come to it."""


class BoardView(State):
    """``GET /api/on-call``: everybody who can be paged, as it stands now."""

    at: datetime
    rows: tuple[BoardRow, ...] = ()
    dead: tuple[str, ...] = ()
    """Routes that reach nobody now, with the reasons."""
    members: tuple[tuple[str, str], ...] = ()
    """Key and name of everybody who can be on instead."""


def with_covers(rules: PagingRules, covers: tuple[Cover, ...], now: datetime) -> PagingRules:
    """Let covers count over what is configured."""
    fresh = tuple(Override(c.of, c.begins, c.until, c.member) for c in standing(covers, now))
    if not fresh:
        return rules
    roster = rules.roster
    return replace(rules, roster=replace(roster, overrides=(*roster.overrides, *fresh)))


def members_of(rules: PagingRules, floor: Floor) -> dict[str, str]:
    """Key or login of everybody who can be on, to their name."""
    people = {key: one.name for key, one in rules.roster.people.items()}
    return people | {one.login: one.name for one in floor.agents if not one.disabled}


def board(
    rules: PagingRules,
    floor: Floor,
    covers: tuple[Cover, ...],
    at: datetime,
    answered: Mapping[str, datetime],
) -> BoardView:
    """Say who can help at a moment.

    Args:
        rules: What is configured, with the covers that count.
        floor: Who has an account.
        covers: Everything that a lead has changed.
        at: Now.
        answered: Handle to when somebody there took a page on last.
    """
    rows = tuple(_rows(rules, floor, standing(covers, at), at, answered))
    views = [preview(route, rules, floor, at, answered) for route in rules.routes.values()]
    dead = tuple(f"{view.title}: {'; '.join(view.dead)}" for view in views if view.is_dead)
    members = tuple(sorted(members_of(rules, floor).items(), key=lambda one: one[1]))
    return BoardView(at=at, rows=rows, dead=dead, members=members)


def _rows(
    rules: PagingRules,
    floor: Floor,
    covers: tuple[Cover, ...],
    at: datetime,
    answered: Mapping[str, datetime],
) -> Iterator[BoardRow]:
    for target, step in _targets(rules).items():
        kind, _, name = target.partition(":")
        found = reached(step, rules, floor, at)
        known: Kind = kind if kind in ("rotation", "schedule", "leads") else "direct"  # type: ignore[assignment]
        by_number = {one.number: one for one in floor.agents}
        people = tuple(
            rung_of(one, by_number.get(one.agent or 0), 0, answered) for one in found.people
        )
        yield BoardRow(
            kind=known,
            name=name if known in ("rotation", "schedule") else "",
            people=people,
            dead=found.dead,
            cover=next((one for one in covers if one.of == name and known != "direct"), None),
            routes=_routes_to(target, rules),
        )


def _routes_to(target: str, rules: PagingRules) -> tuple[str, ...]:
    routes = rules.routes.values()
    return tuple(one.title for one in routes if any(target in step.to for step in one.steps))


def _targets(rules: PagingRules) -> dict[str, PageStep]:
    """Everything that can be paged, each once: turns first, then leads, then who is named."""
    turns = [f"rotation:{name}" for name in rules.roster.rotations]
    turns += [f"schedule:{name}" for name in rules.roster.schedules]
    steps = [step for route in rules.routes.values() for step in route.steps]
    named = {target: step for step in reversed(steps) for target in step.to}
    order = [*turns, "leads", *sorted(named)]
    plain = PageStep(to=("leads",), minutes=0)
    return {
        target: plain.model_copy(
            update={
                "to": (target,),
                "by": "desk" if target == "leads" else named.get(target, plain).by,
            }
        )
        for target in dict.fromkeys(order)
    }
