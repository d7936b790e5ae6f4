"""Routes and rosters as the domain takes them, made from the configuration."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from console.domain.hours import Span
from console.domain.on_call import (
    Contactable,
    Override,
    Roster,
    Rotation,
    Rule,
    Schedule,
)
from console.domain.paging_events import PageStep
from console.domain.routes import Hook, PagingRules, Route

if TYPE_CHECKING:
    from console.config import Settings
    from console.settings.paging import PagingSection, RouteLine


def paging_rules(settings: Settings) -> PagingRules:
    """Give everything that is configured about paging; a webhook without its secret is not."""
    section, secrets = settings.paging, settings.credentials.hooks
    return PagingRules(
        routes={route.name: _route(route) for route in section.routes},
        roster=_roster(section),
        hooks={one.name: Hook(one.name, one.kind) for one in section.hooks if one.name in secrets},
        allows_private=section.allow_private_webhooks,
    )


def _route(line: RouteLine) -> Route:
    return Route(
        name=line.name,
        title=line.title,
        steps=tuple(PageStep(to=step.to, by=step.by, minutes=step.minutes) for step in line.steps),
        repeat=line.repeat,
        ack_minutes=line.ack_minutes,
        transfer=line.transfer,
    )


def _roster(section: PagingSection) -> Roster:
    return Roster(
        people={
            one.key: Contactable(one.key, one.name, one.number, one.email, ZoneInfo(one.zone))
            for one in section.people
        },
        rotations={
            one.name: Rotation(
                one.name,
                one.members,
                datetime.fromisoformat(one.start),
                ZoneInfo(one.zone),
                days=one.days,
                hours=one.hours,
            )
            for one in section.rotations
        },
        schedules={
            one.name: Schedule(
                one.name,
                ZoneInfo(one.zone),
                tuple(
                    Rule(Span.read(rule.hours) if rule.hours else None, rule.to)
                    for rule in one.rules
                ),
            )
            for one in section.schedules
        },
        overrides=tuple(
            Override(one.of, _moment(one.begins), _moment(one.ends), one.member)
            for one in section.overrides
        ),
    )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
