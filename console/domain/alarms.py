"""Alarms of the floor: a threshold, when it went on and off, and until when it is snoozed.

A pure rule over what was counted and a clock that may jump: it never goes on by one look alone
where it is to last for a while, and a clock that was set back starts that while again.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from console.domain.base import State
from console.domain.hours import Hours, Span, opening

About = Literal[
    "longest_wait",
    "waiting",
    "agents_free",
    "service_level",
    "overdue",
    "followups",
    "left_behind",
    "promises",
]
TOO_LOW: frozenset[About] = frozenset({"agents_free", "service_level"})
"""What is bad below its limit; everything else is bad above."""
ALL = ""
"""Instead of a queue: the whole floor."""


class AlarmRule(State):
    """A threshold of one queue or of the floor."""

    about: About
    queue: str = ALL
    limit: int = Field(ge=0)
    """Seconds, callers, agents, per cent or incidents."""
    on_after: int = Field(default=0, ge=0)
    """Seconds that it is bad before it goes on."""
    off_after: int = Field(default=10, ge=0)
    """Seconds that it is good again before it goes off."""
    hours: tuple[str, ...] = ()
    """When it is looked at, like ``mon-fri 08:00-20:00``; none: always."""
    zone: str = "UTC"
    """Where these hours are."""

    @property
    def key(self) -> str:
        """Names it among the others."""
        return f"{self.about}/{self.queue}"

    def is_watched(self, now: datetime) -> bool:
        """Whether it is looked at by its hours."""
        if not self.hours:
            return True
        return opening(Hours(ZoneInfo(self.zone), tuple(map(Span.read, self.hours))), now).is_open

    def is_bad(self, value: int | None) -> bool:
        """Whether a value is over the threshold; nothing counted is no trouble."""
        if value is None:
            return False
        return value < self.limit if self.about in TOO_LOW else value > self.limit


class Snooze(State):
    """That a lead made an alarm quiet."""

    until: datetime
    at: datetime
    by: str = ""


class Alarm(State):
    """One alarm as it stands."""

    rule: AlarmRule
    value: int | None = None
    is_on: bool = False
    on_at: datetime | None = None
    off_at: datetime | None = None
    turning_since: datetime | None = None
    """Since when the value says the other thing than the alarm."""
    snooze: Snooze | None = None
    """The newest one; it may be over."""

    def is_loud(self, now: datetime) -> bool:
        """Whether it is on and nobody asked it to be quiet."""
        return self.is_on and not self.is_snoozed(now)

    def is_snoozed(self, now: datetime) -> bool:
        """Whether somebody asked it to be quiet for now."""
        snooze = self.snooze
        if snooze is None or now >= snooze.until:
            return False
        # A snooze is for the trouble of then, not for the next one.
        return self.off_at is None or self.off_at <= snooze.at


def judged(before: Alarm, value: int | None, now: datetime) -> Alarm:
    """The alarm after one more look."""
    if not before.rule.is_watched(now):
        return _at_rest(before, value, now)
    is_bad = before.rule.is_bad(value)
    if is_bad == before.is_on:
        return before.model_copy(update={"value": value, "turning_since": None})
    wait = before.rule.on_after if is_bad else before.rule.off_after
    since = before.turning_since
    if since is None or since > now:
        since = now
    if now - since < timedelta(seconds=wait):
        return before.model_copy(update={"value": value, "turning_since": since})
    update: dict[str, object] = {"value": value, "is_on": is_bad, "turning_since": None}
    update |= {"on_at": now} if is_bad else {"off_at": now}
    return before.model_copy(update=update)


def _at_rest(before: Alarm, value: int | None, now: datetime) -> Alarm:
    """Outside its hours it is off at once, and waits anew when they begin."""
    off = {"is_on": False, "off_at": now} if before.is_on else {}
    return before.model_copy(update={"value": value, "turning_since": None, **off})
