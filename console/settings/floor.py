"""The section of config.toml about what leads see: the promise to callers, and alarms."""

from __future__ import annotations

from pydantic import Field, field_validator

from console.domain.alarms import About
from console.domain.hours import Span
from console.settings import Section
from console.values import Zone


class FloorAlarm(Section):
    """A threshold; the alarm goes on when it is crossed for a while, and off in the same way."""

    about: About
    queue: str = Field(default="", pattern=r"^([a-z0-9-]{1,40})?$")
    """Empty: the whole floor."""
    limit: int = Field(ge=0, le=1_000_000)
    on_after: int = Field(default=0, ge=0, le=3600)
    off_after: int = Field(default=10, ge=0, le=3600)
    hours: tuple[str, ...] = ()
    """When it is looked at, like ``mon-fri 08:00-20:00``; none: always."""
    zone: Zone = "UTC"

    @field_validator("hours")
    @classmethod
    def _readable(cls, hours: tuple[str, ...]) -> tuple[str, ...]:
        for text in hours:
            Span.read(text)
        return hours


class FloorSection(Section):
    """What leads see of the floor."""

    service_seconds: int = Field(default=20, ge=1, le=3600)
    """Callers are to be answered within these."""
    overdue_minutes: int = Field(default=30, ge=1, le=10_080)
    """What was written to us and waits longer is overdue."""
    promise_minutes: int = Field(default=5, ge=0, le=10_080)
    """Leads hear of a promise when it is overdue for longer than these."""
    alarms: tuple[FloorAlarm, ...] = (
        FloorAlarm(about="longest_wait", limit=60),
        FloorAlarm(about="waiting", limit=5, on_after=10),
        FloorAlarm(about="service_level", limit=80, on_after=60, off_after=60),
        FloorAlarm(about="overdue", limit=0, on_after=10),
        FloorAlarm(about="followups", limit=0, on_after=10),
        FloorAlarm(about="left_behind", limit=0, on_after=60),
        FloorAlarm(about="promises", limit=0, on_after=10),
    )

    sweep_at: str = Field(default="04:00", pattern=r"^((?:[01]\d|2[0-3]):[0-5]\d)?$")
    """When what nobody will end any more is ended, each day; empty: never."""
    sweep_zone: Zone = "UTC"
    stuck_hours: int = Field(default=4, ge=1, le=72)
    """How long a wrap-up or a lost desk has to be stuck for that."""

    @field_validator("alarms")
    @classmethod
    def _each_once(cls, alarms: tuple[FloorAlarm, ...]) -> tuple[FloorAlarm, ...]:
        if len({(one.about, one.queue) for one in alarms}) < len(alarms):
            raise ValueError("must name each alarm of a queue once")
        return alarms
