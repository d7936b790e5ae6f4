"""Who is on now: rotations, schedules and overrides, read at a moment; nothing of it is stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from console.domain.hours import Hours, Span, opening

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

DEEPEST = 4
"""How many rotations and schedules may name each other in a row."""


@dataclass(frozen=True, slots=True)
class Contactable:
    """Somebody who can be paged and need not have an account."""

    key: str
    name: str
    number: str = ""
    """E.164."""
    email: str = ""
    zone: ZoneInfo | None = None
    """Where their clock is."""


@dataclass(frozen=True, slots=True)
class Rotation:
    """People who take turns; each turn begins at the same time of the rotation's own clock."""

    name: str
    members: tuple[str, ...]
    start: datetime
    """When the first member's first turn began: a local time, without a zone."""
    zone: ZoneInfo
    days: int = 0
    """Length of a turn in days of the calendar; 0: it is in ``hours``."""
    hours: int = 0
    """Length of a turn in hours that pass, also over a change of the clocks."""


@dataclass(frozen=True, slots=True)
class Override:
    """Somebody else, or nobody, for a time."""

    of: str
    """Name of the rotation or schedule."""
    begins: datetime
    ends: datetime
    member: str = ""
    """Empty: nobody is on."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Whose hours of the week these are."""

    span: Span | None
    """None: always."""
    to: str
    """A member, or the name of a rotation."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """Hours of the week, each with who has them; the first rule that fits counts."""

    name: str
    zone: ZoneInfo
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Roster:
    """Everything that is configured about who is on."""

    people: Mapping[str, Contactable] = field(default_factory=dict)
    rotations: Mapping[str, Rotation] = field(default_factory=dict)
    schedules: Mapping[str, Schedule] = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()


def who_is_on(roster: Roster, name: str, at: datetime) -> str:
    """The member whose turn it is at an aware moment; empty: nobody, or no such name."""
    for _ in range(DEEPEST):
        found = _one_step(roster, name, at)
        if found is None:
            return name
        if not found:
            return ""
        name = found
    return ""


def _one_step(roster: Roster, name: str, at: datetime) -> str | None:
    """Who a name stands for; None when it is a member already."""
    for override in reversed(roster.overrides):
        if override.of == name and override.begins <= at < override.ends:
            return override.member
    if name in roster.rotations:
        return turn_of(roster.rotations[name], at)
    if name in roster.schedules:
        return _scheduled(roster.schedules[name], at)
    return None


def turn_of(rotation: Rotation, at: datetime) -> str:
    """Whose turn it is; empty before the rotation began, or without members."""
    turns = _turns(rotation, at)
    if turns < 0 or not rotation.members:
        return ""
    return rotation.members[turns % len(rotation.members)]


def _turns(rotation: Rotation, at: datetime) -> int:
    """How many turns are over at a moment; below 0 before the first."""
    if not rotation.days:
        passed = at - _instant(rotation.start, rotation.zone)
        return passed // timedelta(hours=max(1, rotation.hours))
    local = at.astimezone(rotation.zone).date()
    over = (local - rotation.start.date()).days
    # Moments are compared, not times of day: of those, one hour of the year is there twice.
    if at < _begins_on(rotation, local):
        over -= 1
    return over // rotation.days


def _begins_on(rotation: Rotation, day: date) -> datetime:
    return _instant(datetime.combine(day, rotation.start.time()), rotation.zone)


def _instant(local: datetime, zone: ZoneInfo) -> datetime:
    return local.replace(tzinfo=zone).astimezone(UTC)


def _scheduled(schedule: Schedule, at: datetime) -> str:
    for rule in schedule.rules:
        if rule.span is None or opening(Hours(schedule.zone, (rule.span,)), at).is_open:
            return rule.to
    return ""
