"""What happens on the floor beside its queues: alarms made quiet, and what a sweep closed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from console.domain.alarms import ALL, About, Snooze
from console.domain.base import Command, Event

if TYPE_CHECKING:
    from collections.abc import Mapping

WHOLE = "*"
"""Key of the queue stream that stands for the whole floor; no queue is called like that."""


class AlarmSnoozed(Event):
    """A lead made an alarm quiet for everybody, or loud again."""

    kind: Literal["queue.alarm_snoozed"] = "queue.alarm_snoozed"
    about: str
    until: datetime | None = None
    """None: loud again."""
    minutes: int = 0
    by: str
    """Name of the lead."""


class GhostsSwept(Event):
    """The daily sweep looked for what nobody would end any more, and ended it."""

    kind: Literal["queue.ghosts_swept"] = "queue.ghosts_swept"
    at: datetime
    closed: tuple[str, ...] = ()
    """What was ended, in words."""


class SnoozeAlarm(Command):
    """Make an alarm of a queue, or of the whole floor, quiet for everybody."""

    kind: Literal["queue.snooze_alarm"] = "queue.snooze_alarm"
    about: About
    queue: str = ALL
    minutes: int = Field(ge=0, le=480)
    """0: loud again."""


def stream_key(queue: str) -> str:
    """Key of the stream that keeps what is done to an alarm's queue."""
    return queue or WHOLE


def decide_snooze(
    snoozes: Mapping[str, Snooze], command: SnoozeAlarm, by: str, now: datetime
) -> list[Event]:
    """Be quiet for some minutes from now; what is loud already stays loud."""
    if command.minutes:
        until = now + timedelta(minutes=command.minutes)
        quiet = AlarmSnoozed(about=command.about, until=until, minutes=command.minutes, by=by)
        return [quiet]
    known = snoozes.get(command.about)
    if known is None or known.until <= now:
        return []
    return [AlarmSnoozed(about=command.about, by=by)]


def evolve_snoozes(snoozes: Mapping[str, Snooze], event: AlarmSnoozed) -> dict[str, Snooze]:
    """Keep the newest word about each alarm."""
    others = {about: one for about, one in snoozes.items() if about != event.about}
    if event.until is None:
        return others
    at = event.until - timedelta(minutes=event.minutes)
    return {**others, event.about: Snooze(until=event.until, at=at, by=event.by)}
