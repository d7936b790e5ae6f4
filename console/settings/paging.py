"""The section of config.toml about paging: routes, who is on, and where webhooks go."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from console.domain.hours import Span
from console.settings import Section
from console.values import Line, Mailbox, Moment, Number, Variable, Zone

if TYPE_CHECKING:
    from collections.abc import Iterable

NAME = r"[a-z0-9-]{1,40}"
Name = Annotated[str, Field(pattern=rf"^{NAME}$")]
Target = Annotated[
    str,
    Field(
        pattern=rf"^(leads|(agent|person|rotation|schedule|hook):{NAME}"
        r"|\+[1-9][0-9]{6,14}|mailto:[^@\s<>,:;]+@[a-z0-9.-]+\.[a-z]{2,})$"
    ),
]


def _local(text: str) -> str:
    try:
        is_local = datetime.fromisoformat(text).tzinfo is None
    except ValueError:
        is_local = False
    if not is_local:
        raise ValueError("must be a local time like 2026-01-05T09:00")
    return text


class StepLine(Section):
    """One step: whom to tell, how, and how many minutes until the next."""

    to: tuple[Target, ...] = Field(min_length=1, max_length=20)
    by: Literal["", "sms", "call", "email", "desk"] = ""
    minutes: int = Field(default=5, ge=0, le=9000)


class RouteLine(Section):
    """Whom one key reaches."""

    name: Name
    title: Line
    steps: tuple[StepLine, ...] = Field(min_length=1, max_length=10)
    repeat: int = Field(default=0, ge=0, le=5)
    ack_minutes: int = Field(default=15, ge=1, le=9000)
    transfer: Number | Literal[""] = ""


class PersonLine(Section):
    """Somebody who can be paged and has no account."""

    key: Name
    name: Line
    number: Number | Literal[""] = ""
    email: Mailbox = ""
    zone: Zone = "UTC"


class RotationLine(Section):
    """People who take turns of so many days, or of so many hours."""

    name: Name
    members: tuple[Name, ...] = Field(min_length=1)
    start: Annotated[str, AfterValidator(_local)]
    zone: Zone = "UTC"
    days: int = Field(default=0, ge=0, le=366)
    hours: int = Field(default=0, ge=0, le=8784)

    @model_validator(mode="after")
    def _one_length(self) -> Self:
        if bool(self.days) == bool(self.hours):
            raise ValueError("must have a turn of either days or hours")
        return self


class RuleLine(Section):
    """Hours of the week of a schedule, and who has them."""

    hours: str = ""
    """Like ``mon-fri 09:00-17:00``; empty: always."""
    to: Name

    @model_validator(mode="after")
    def _readable(self) -> Self:
        if self.hours:
            Span.read(self.hours)
        return self


class ScheduleLine(Section):
    """Hours of the week, the first rule that fits counts."""

    name: Name
    zone: Zone = "UTC"
    rules: tuple[RuleLine, ...] = Field(min_length=1)


class OverrideLine(Section):
    """Somebody else for a time; without a member nobody is on."""

    of: Name
    begins: Moment
    ends: Moment
    member: Name | Literal[""] = ""


class HookLine(Section):
    """Another program that takes pages; its secret is in the environment."""

    name: Name
    kind: Literal["slack", "pagerduty"] = "slack"
    secret_env: Variable
    """Of Slack the whole address, of PagerDuty the routing key."""


def _desk(title: str, name: str, *first: StepLine) -> RouteLine:
    leads = StepLine(to=("leads",), by="desk", minutes=10)
    return RouteLine(name=name, title=title, steps=(*first, leads), repeat=1)


def _number(number: str, minutes: int = 5) -> StepLine:
    return StepLine(to=(number,), minutes=minutes)


class PagingSection(Section):
    """Routes, and who is on."""

    routes: tuple[RouteLine, ...] = (
        _desk("Lead on duty", "lead"),
        RouteLine(
            name="vet",
            title="Vet on call",
            transfer="+14155550150",
            steps=(
                _number("+14155550150", 3),
                StepLine(to=("+14155550150",), by="call", minutes=3),
                StepLine(to=("leads",), by="desk", minutes=10),
            ),
            repeat=1,
        ),
        _desk("Legal", "legal", _number("+14155550180")),
        _desk("Security", "security", _number("+14155550181")),
        _desk("Home services", "home-services", _number("+14155550182")),
        _desk("Payments", "payments", _number("+14155550183")),
        _desk("People team", "people-team", _number("+14155550184")),
        _desk("Specialist", "specialist", _number("+14155550185")),
        _desk("Pet search", "pet-search", _number("+14155550186")),
    )
    people: tuple[PersonLine, ...] = ()
    rotations: tuple[RotationLine, ...] = ()
    schedules: tuple[ScheduleLine, ...] = ()
    overrides: tuple[OverrideLine, ...] = ()
    hooks: tuple[HookLine, ...] = ()
    allow_private_webhooks: bool = False
    """Whether webhooks may go to our own network, and without TLS."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        _once("route", (one.name for one in self.routes))
        _once("person", (one.key for one in self.people))
        _once("hook", (one.name for one in self.hooks))
        turns = [*(one.name for one in self.rotations), *(one.name for one in self.schedules)]
        _once("rotation or schedule", turns)
        known = {f"hook:{one.name}" for one in self.hooks}
        known |= {f"rotation:{one.name}" for one in self.rotations}
        known |= {f"schedule:{one.name}" for one in self.schedules}
        known |= {f"person:{one.key}" for one in self.people}
        for route in self.routes:
            for target in (target for step in route.steps for target in step.to):
                is_named = target.partition(":")[0] in ("hook", "rotation", "schedule", "person")
                if is_named and target not in known:
                    raise ValueError(f"has no {target} that the route {route.name} names")
        for override in self.overrides:
            if override.of not in turns:
                raise ValueError(f"has no rotation or schedule {override.of} to be overridden")
        return self


def _once(what: str, names: Iterable[str]) -> None:
    every = list(names)
    if len(set(every)) < len(every):
        raise ValueError(f"must name each {what} once")
