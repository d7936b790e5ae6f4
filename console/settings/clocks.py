"""The section of config.toml about how soon people are answered: promises and when time counts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pydantic import Field

from console.domain.hours import Hours, Span
from console.domain.sla import Targets
from console.settings import Section
from console.settings.calendars import CalendarLines, holidays_of

if TYPE_CHECKING:
    from console.domain.incident_events import Severity


class TargetLine(Section):
    """Within how many minutes something happens; 0: whenever."""

    first: int = Field(default=0, ge=0, le=525_600)
    next: int = Field(default=0, ge=0, le=525_600)
    resolution: int = Field(default=0, ge=0, le=525_600)
    always: bool = False
    """Whether time counts day and night, whatever the hours."""


class ClocksSection(CalendarLines):
    """What is promised, by severity, and the calendar in which time counts."""

    critical: TargetLine = TargetLine(first=5, next=5, resolution=480, always=True)
    high: TargetLine = TargetLine(first=15, next=15, resolution=1440, always=True)
    normal: TargetLine = TargetLine(first=60, next=120, resolution=2400)
    low: TargetLine = TargetLine(first=240, next=480, resolution=4800)
    warn_percent: int = Field(default=80, ge=1, le=100)
    """Share of the time after which a clock warns."""

    def targets(self, severity: Severity) -> Targets:
        """What an incident of a severity is promised."""
        line: TargetLine = getattr(self, severity)
        return Targets(
            first=line.first,
            next=line.next,
            resolution=line.resolution,
            warn_percent=self.warn_percent,
        )

    def calendar(self, severity: Severity) -> Hours | None:
        """When time counts for a severity; None: always."""
        line: TargetLine = getattr(self, severity)
        if line.always or not (self.hours or self.holidays):
            return None
        spans = tuple(Span.read(text) for text in self.hours)
        return Hours(ZoneInfo(self.zone), spans, holidays_of(self.holidays))
