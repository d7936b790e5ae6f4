"""Restricted incidents: an employee, a minor, an assault. Named people see them, nobody else.

One predicate decides at every door: the record door, what desks read, the event stream, routing.
Everybody else learns that there is one and whom to ask, and nothing of what is in it.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from console.domain.base import Command, Event, Rejected, State, check_reason
from console.domain.paging_events import ContactPaged
from console.domain.person import ContactJoined, ContactLeft

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from console.domain.incident import Incident

MOST_PEOPLE = 50
ReadWhat = Literal["timeline", "drafts", "export"]


class Restriction(State):
    """Who may see an incident, and whom others ask."""

    people: tuple[int, ...]
    """Numbers of agents."""
    ask: str
    """Name of who restricted it last."""
    since: datetime


class IncidentRestricted(Event):
    """From here on the whole timeline is for the named people; a later one replaces them."""

    kind: Literal["incident.restricted"] = "incident.restricted"
    people: tuple[int, ...]
    by: int
    name: str
    reason: str


class IncidentUnrestricted(Event):
    """Everybody who may read incidents sees it again."""

    kind: Literal["incident.unrestricted"] = "incident.unrestricted"
    by: int
    name: str
    reason: str


class IncidentRead(Event):
    """Somebody opened a restricted incident, or took any incident out of the house."""

    kind: Literal["incident.read"] = "incident.read"
    what: ReadWhat
    agent: int = 0
    """0: at the operator's shell."""
    name: str = ""


class RestrictIncident(Command):
    """Let only the named people, and who says it, see an incident."""

    kind: Literal["incident.restrict"] = "incident.restrict"
    incident: int
    people: tuple[int, ...] = Field(default=(), max_length=MOST_PEOPLE)
    reason: str = Field(min_length=1, max_length=500)
    seen: tuple[int, ...] | None = Field(default=None, max_length=MOST_PEOPLE)
    """Who could see it when this was thought of; empty: it was not restricted."""


class UnrestrictIncident(Command):
    """Let everybody see an incident again."""

    kind: Literal["incident.unrestrict"] = "incident.unrestrict"
    incident: int
    reason: str = Field(min_length=1, max_length=500)


def may_see(people: Collection[int] | None, agent: int) -> bool:
    """Tell whether an agent may see an incident; ``people`` is None when it is not restricted."""
    return people is None or agent in people


def incident_about(stream: str, incident: int | None, event: Any) -> int | None:
    """Name the incident that an entry tells of, also when it is on another's stream."""
    if incident is None and stream.startswith("contact/"):
        about_one = ContactJoined | ContactLeft | ContactPaged
        return event.incident if isinstance(event, about_one) else None
    return incident


def decide_restrict(
    present: Restriction | None,
    command: RestrictIncident,
    *,
    by: int,
    name: str,
    unnamed: Iterable[str],
) -> list[Event]:
    """Restrict, or name other people.

    Args:
        present: The restriction that holds.
        command: The wish.
        by: Who wishes; they are among the people always.
        name: Their name: whom others ask.
        unnamed: Names of those who are in a live call of it and would be cut off.

    Raises:
        Rejected: When somebody would be cut off from a live call, or no reason is given.
    """
    reason = check_reason(command.reason, "Say why it is restricted.")
    if cut_off := ", ".join(sorted(set(unnamed))):
        raise Rejected(f"{cut_off} is in a live call of it. Name them too, or take the call over.")
    people = tuple(sorted({*command.people, by}))
    if present is not None and present.people == people:
        return []
    return [IncidentRestricted(people=people, by=by, name=name, reason=reason)]


def decide_name(present: Restriction | None, agent: int, name: str, reason: str) -> list[Event]:
    """Name one more person at the operator's shell: the others may all be gone. Raises Rejected."""
    if present is None:
        raise Rejected("This incident is not restricted.")
    reason = check_reason(reason, "Say why they are named.")
    if agent in present.people:
        return []
    people = tuple(sorted({*present.people, agent}))
    return [IncidentRestricted(people=people, by=0, name=name, reason=reason)]


def decide_unrestrict(
    present: Restriction | None, command: UnrestrictIncident, *, by: int, name: str
) -> list[Event]:
    """Lift the restriction; twice changes nothing. Raises Rejected without a reason."""
    if not command.reason.strip():
        raise Rejected("Say why everybody may see it again.")
    if present is None:
        return []
    return [IncidentUnrestricted(by=by, name=name, reason=command.reason.strip())]


def evolve_restriction(state: Incident, event: Event, at: datetime) -> Incident:
    """Apply an event about who may see the incident; any other changes nothing."""
    match event:
        case IncidentRestricted(people=people, name=name):
            limit = Restriction(people=people, ask=name, since=at)
            return state.model_copy(update={"restriction": limit})
        case IncidentUnrestricted():
            return state.model_copy(update={"restriction": None})
        case _:
            return state


RestrictionWish = RestrictIncident | UnrestrictIncident


class Restricted(BaseModel):
    """What everybody else is told of a restricted incident: that it is, and whom to ask."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    incident: int
    ref: str
    ask: str
    seq: int = 0
    """Whatever was read of it before this entry is to be forgotten."""
