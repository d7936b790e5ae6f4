"""Alarms of the floor: a threshold, when it went on and off, and until when it is snoozed.

A pure rule over what was counted and a clock that may jump: it never goes on by one look alone
where it is to last for a while, and a clock that was set back starts that while again.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from pydantic import Field

from console.domain.base import State

About = Literal["longest_wait", "waiting", "agents_free", "service_level", "overdue"]
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

    @property
    def key(self) -> str:
        """Names it among the others."""
        return f"{self.about}/{self.queue}"

    def is_bad(self, value: int | None) -> bool:
        """Whether a value is over the threshold; nothing counted is no trouble."""
        if value is None:
            return False
        return value < self.limit if self.about in TOO_LOW else value > self.limit


class Alarm(State):
    """One alarm as it stands."""

    rule: AlarmRule
    value: int | None = None
    is_on: bool = False
    on_at: datetime | None = None
    off_at: datetime | None = None
    turning_since: datetime | None = None
    """Since when the value says the other thing than the alarm."""
    snoozed_until: datetime | None = None

    def is_loud(self, now: datetime) -> bool:
        """Whether it is on and nobody asked it to be quiet."""
        return self.is_on and not self.is_snoozed(now)

    def is_snoozed(self, now: datetime) -> bool:
        """Whether somebody asked it to be quiet for now."""
        return self.snoozed_until is not None and now < self.snoozed_until


def judged(before: Alarm, value: int | None, now: datetime) -> Alarm:
    """The alarm after one more look."""
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
    # A snooze is for the trouble of now, not for the next one.
    update |= {"on_at": now} if is_bad else {"off_at": now, "snoozed_until": None}
    return before.model_copy(update=update)


def snoozed(alarm: Alarm, minutes: int, now: datetime) -> Alarm:
    """Be quiet for some minutes; 0: be loud again."""
    until = now + timedelta(minutes=minutes) if minutes else None
    return alarm.model_copy(update={"snoozed_until": until})
