"""Somebody instead of who is on, for a time: said by a lead, and shown to everybody."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from console.domain.base import Command, Event, Rejected, State

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST = timedelta(days=31)


class OnCallCovered(Event):
    """Somebody else is on, from now until a time."""

    kind: Literal["on_call.covered"] = "on_call.covered"
    of: str
    """Name of the rotation or schedule."""
    member: str
    """Key of a person or login of an agent; empty: nobody is on."""
    name: str
    """Of the member, for people."""
    begins: datetime
    until: datetime
    by: str
    """Name of the lead."""


class OnCallCoverEnded(Event):
    """Whose turn it is has it again, before the time was over."""

    kind: Literal["on_call.cover_ended"] = "on_call.cover_ended"
    of: str
    name: str
    """Who covered."""
    by: str


class CoverOnCall(Command):
    """Let somebody else be on until a time."""

    kind: Literal["on_call.cover"] = "on_call.cover"
    name: str = Field(max_length=40)
    """Of the rotation or schedule."""
    person: str = Field(max_length=40)
    """Key of a person or login of an agent; empty: nobody is on."""
    until: datetime


class EndCover(Command):
    """Let whose turn it is have it again."""

    kind: Literal["on_call.end_cover"] = "on_call.end_cover"
    name: str = Field(max_length=40)


class Cover(State):
    """Who is on instead, as it stands."""

    of: str
    member: str
    name: str
    begins: datetime
    until: datetime
    by: str


def evolve_covers(covers: tuple[Cover, ...], event: Event) -> tuple[Cover, ...]:
    """Apply one event; what was over when another one began is forgotten."""
    match event:
        case OnCallCovered():
            still = tuple(one for one in covers if one.of != event.of and one.until > event.begins)
            return (*still, Cover.model_validate(event.model_dump(exclude={"kind"})))
        case OnCallCoverEnded(of=of):
            return tuple(one for one in covers if one.of != of)
        case _:
            return covers


def standing(covers: tuple[Cover, ...], now: datetime) -> tuple[Cover, ...]:
    """Those that count at a moment."""
    return tuple(one for one in covers if one.begins <= now < one.until)


def decide_cover(
    covers: tuple[Cover, ...],
    command: CoverOnCall,
    members: Mapping[str, str],
    by: str,
    now: datetime,
) -> list[Event]:
    """Let somebody be on instead. Raises Rejected.

    Args:
        covers: What stands.
        command: Who, for what, until when.
        members: Key or login of everybody who can be on to their name.
        by: Name of the lead.
        now: The hub's clock.
    """
    if command.person and command.person not in members:
        raise Rejected(f"{command.person} is nobody who can be on call.", code="not_found")
    if not now < command.until <= now + LONGEST:
        raise Rejected("Say a time that is still to come, within a month.")
    name = members.get(command.person, "nobody")
    fresh = OnCallCovered(
        of=command.name,
        member=command.person,
        name=name,
        begins=now,
        until=command.until,
        by=by,
    )
    known = next((one for one in standing(covers, now) if one.of == command.name), None)
    is_same = known is not None and (known.member, known.until) == (fresh.member, fresh.until)
    return [] if is_same else [fresh]


def decide_end_cover(
    covers: tuple[Cover, ...], command: EndCover, by: str, now: datetime
) -> list[Event]:
    """End what stands; where nobody covers there is nothing to end."""
    return [
        OnCallCoverEnded(of=one.of, name=one.name, by=by)
        for one in standing(covers, now)
        if one.of == command.name
    ]


CoverWish = CoverOnCall | EndCover
"""Every wish about who is on instead."""
