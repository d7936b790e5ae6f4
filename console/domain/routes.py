"""Routes: whom a key reaches now, in which way and how soon; dead ones are known beforehand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from console.domain.base import State
from console.domain.masking import masked
from console.domain.on_call import Roster, who_is_on
from console.domain.paging_events import PageStep, Way
from console.domain.supervision import LEADS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from console.domain.agent import Agent

ABSENT = frozenset({"offline", "lost"})


@dataclass(frozen=True, slots=True)
class Hook:
    """An address of another program that takes pages; its secret is not here."""

    name: str
    kind: Literal["slack", "pagerduty"]


@dataclass(frozen=True, slots=True)
class Route:
    """One ladder of steps with a name that scripts and keys use."""

    name: str
    title: str
    steps: tuple[PageStep, ...]
    repeat: int = 0
    """How often the ladder begins anew when nobody answers, 0 to 5."""
    ack_minutes: int = 15
    """How long who has it may do nothing."""
    transfer: str = ""
    """Number to which a live call of this route can go; empty: none."""


@dataclass(frozen=True, slots=True)
class PagingRules:
    """Everything that is configured about paging."""

    routes: Mapping[str, Route] = field(default_factory=dict)
    roster: Roster = field(default_factory=Roster)
    hooks: Mapping[str, Hook] = field(default_factory=dict)
    allows_private: bool = False
    """Whether webhooks may go to addresses of our own network, and without TLS."""


@dataclass(frozen=True, slots=True)
class Floor:
    """Who has an account, as they are now."""

    agents: Sequence[Agent]
    may_see: Callable[[int], bool] = lambda _: True
    """Whether an agent may see the incident that a page is about."""


class Reach(State):
    """One person who will be told."""

    person: str
    name: str
    way: Way
    to: str = ""
    agent: int | None = None
    zone: str = ""
    """IANA name of where their clock is; empty: not known."""

    @property
    def is_outside(self) -> bool:
        """Whether it goes over a channel that is not ours."""
        return self.way != "desk"


class Reached(State):
    """Who one step reaches, and whom it does not, with the reasons."""

    people: tuple[Reach, ...] = ()
    dead: tuple[str, ...] = ()


def reached(step: PageStep, rules: PagingRules, floor: Floor, at: datetime) -> Reached:
    """Find out who a step would tell at a moment; each person is there once."""
    people: list[Reach] = []
    dead: list[str] = []
    for target in step.to:
        found = _leads(floor) if target == "leads" else [_one(target, step, rules, floor, at)]
        for one in found:
            if isinstance(one, str):
                dead.append(one)
            elif not any(_is_same(one, other) for other in people):
                people.append(one)
    return Reached(people=tuple(people), dead=tuple(dead))


def _is_same(one: Reach, other: Reach) -> bool:
    return one.person == other.person or (one.to != "" and one.to == other.to)


def _one(
    target: str, step: PageStep, rules: PagingRules, floor: Floor, at: datetime
) -> Reach | str:
    kind, _, name = target.partition(":")
    if kind == "hook":
        known = rules.hooks.get(name)
        if known is None:
            return f"there is no webhook {name}, or its secret is not set"
        return Reach(person=target, name=f"{known.kind} {name}", way="webhook", to=name)
    if kind == "mailto":
        return Reach(person=target, name=masked(target), way="email", to=name)
    if target.startswith("+"):
        person = f"tel:{target}"
        return _by_number(person, masked(person), target, "", step)
    if kind in ("rotation", "schedule"):
        member = who_is_on(rules.roster, name, at)
        if not member:
            return f"nobody is on in {name}"
        return _member(member, step, rules.roster, floor)
    return _member(name or kind, step, rules.roster, floor)


def _member(key: str, step: PageStep, roster: Roster, floor: Floor) -> Reach | str:
    known = roster.people.get(key)
    if known is None:
        agent = next((one for one in floor.agents if one.login == key), None)
        return _agent(agent, step, floor) if agent else f"{key} is nobody we know"
    person, zone = f"person:{key}", str(known.zone or "")
    if known.email and (step.by == "email" or not known.number):
        return Reach(person=person, name=known.name, way="email", to=known.email, zone=zone)
    return _by_number(person, known.name, known.number, zone, step)


def _by_number(person: str, name: str, number: str, zone: str, step: PageStep) -> Reach | str:
    if not number:
        return f"{name} has no number"
    way: Literal["sms", "call"] = "call" if step.by == "call" else "sms"
    return Reach(person=person, name=name, way=way, to=number, zone=zone)


def _agent(agent: Agent, step: PageStep, floor: Floor) -> Reach | str:
    if agent.disabled:
        return f"{agent.name} has no account any more"
    if not floor.may_see(agent.number):
        return f"{agent.name} may not see this incident"
    person = f"agent:{agent.number}"
    if step.by == "desk" or not agent.phone.startswith("+"):
        if agent.presence in ABSENT:
            return f"{agent.name} is not at a desk"
        return Reach(person=person, name=agent.name, way="desk", agent=agent.number)
    told = _by_number(person, agent.name, agent.phone, "", step)
    return told if isinstance(told, str) else told.model_copy(update={"agent": agent.number})


def _leads(floor: Floor) -> list[Reach | str]:
    """Every lead who is at a desk; their desks show it."""
    leads = [one for one in floor.agents if one.role in LEADS and not one.disabled]
    step = PageStep(to=("leads",), by="desk", minutes=1)
    found = [_agent(one, step, floor) for one in leads]
    here = [one for one in found if isinstance(one, Reach)]
    return [*here] if here else ["no lead is at a desk"]


class Rung(State):
    """One person in the preview of a route."""

    name: str
    way: Way
    address: str = ""
    """With its middle hidden."""
    minutes: int
    """After how many minutes without an answer they are told; 0: at once."""
    agent: int | None = None
    zone: str = ""
    presence: str = ""
    """Of somebody with an account."""
    answered_at: datetime | None = None
    """When they took a page on last; None: never."""


class RouteView(State):
    """What pressing the key of a route would do now."""

    name: str
    title: str
    rungs: tuple[Rung, ...] = ()
    dead: tuple[str, ...] = ()
    """Whom it would not reach, and why."""
    transfer: str = ""

    @property
    def is_dead(self) -> bool:
        """Whether nobody at all would be told."""
        return not self.rungs


class PagingView(State):
    """``GET /api/incidents/{number}/routes``: every route as it stands now."""

    at: datetime
    routes: tuple[RouteView, ...]


def preview(
    route: Route,
    rules: PagingRules,
    floor: Floor,
    at: datetime,
    answered: Mapping[str, datetime],
) -> RouteView:
    """Say who a route would reach from now on, step by step, if nobody answered.

    Args:
        route: The route.
        rules: What is configured.
        floor: Who has an account.
        at: Now.
        answered: Handle to when somebody there took a page on last.
    """
    rungs: list[Rung] = []
    dead: list[str] = []
    minutes = 0
    by_number = {one.number: one for one in floor.agents}
    for step in route.steps:
        found = reached(step, rules, floor, at + timedelta(minutes=minutes))
        dead.extend(found.dead)
        for one in found.people:
            agent = by_number.get(one.agent) if one.agent is not None else None
            rungs.append(rung_of(one, agent, minutes, answered))
        minutes += step.minutes
    return RouteView(
        name=route.name,
        title=route.title,
        rungs=tuple(rungs),
        dead=tuple(dict.fromkeys(dead)),
        transfer=route.transfer,
    )


def handles_of(rules: PagingRules, agents: Sequence[Agent]) -> list[str]:
    """Every handle at which somebody could be paged."""
    numbers = {one.number for one in rules.roster.people.values()}
    numbers |= {one.phone for one in agents if one.phone.startswith("+")}
    targets = {one for route in rules.routes.values() for step in route.steps for one in step.to}
    numbers |= {one for one in targets if one.startswith("+")}
    mails = {f"mailto:{one.email}" for one in rules.roster.people.values() if one.email}
    mails |= {one for one in targets if one.startswith("mailto:")}
    return sorted(mails | {f"tel:{number}" for number in numbers if number})


def handle_of_reach(way: Way, to: str) -> str:
    """The handle of an address that somebody is told at; empty for desks and webhooks."""
    if way in ("sms", "call"):
        return f"tel:{to}"
    return f"mailto:{to}" if way == "email" else ""


def rung_of(
    one: Reach, agent: Agent | None, minutes: int, answered: Mapping[str, datetime]
) -> Rung:
    """Say how and where one person would be told, and whether they are there."""
    handle = handle_of_reach(one.way, one.to)
    known = handle or (f"tel:{agent.phone}" if agent is not None else "")
    return Rung(
        name=one.name,
        way=one.way,
        address=masked(handle) if handle else "",
        minutes=minutes,
        agent=one.agent,
        zone=one.zone,
        presence=agent.presence if agent is not None else "",
        answered_at=answered.get(known),
    )
