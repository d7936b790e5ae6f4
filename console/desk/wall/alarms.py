"""The alarms of one lead's desk: looked at every second, told once; a snooze is everybody's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.wall.queues import Readings
from console.domain.alarms import Alarm, judged
from console.domain.floor_events import SnoozeAlarm, stream_key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from console.desk.floor import Floor
    from console.domain.alarms import AlarmRule, Snooze

SNOOZE_MINUTES = 15


class FloorAlarms:
    """What is over its threshold."""

    def __init__(self) -> None:
        self._alarms: dict[str, Alarm] = {}
        self._loud: frozenset[str] = frozenset()

    @property
    def all(self) -> list[Alarm]:
        """Every alarm, those that nobody made quiet first."""
        return sorted(self._alarms.values(), key=lambda alarm: alarm.snooze is not None)

    def load(self, rules: Iterable[AlarmRule]) -> None:
        """Take the thresholds; an alarm whose threshold is the same stays as it is."""
        before, self._alarms = self._alarms, {}
        for rule in rules:
            known = before.get(rule.key)
            is_same = known is not None and known.rule == rule
            self._alarms[rule.key] = known if known and is_same else Alarm(rule=rule)

    def look(self, floor: Floor, now: datetime) -> bool:
        """Compare everything with its threshold; tells whether one is loud that was not."""
        if not self._alarms:
            return False
        readings = Readings(floor, now)
        for key, before in self._alarms.items():
            after = judged(before, readings.value(before.rule), now)
            snooze = _snooze(floor, before.rule)
            same = after.snooze == snooze
            self._alarms[key] = after if same else after.model_copy(update={"snooze": snooze})
        loud = frozenset(key for key, alarm in self._alarms.items() if alarm.is_loud(now))
        is_new, self._loud = bool(loud - self._loud), loud
        return is_new

    def snooze(self, now: datetime) -> tuple[list[SnoozeAlarm], str]:
        """Give the wishes to be quiet about what is on, or else to be loud again; and the words."""
        on = [alarm for alarm in self._alarms.values() if alarm.is_on]
        loud = [alarm for alarm in on if alarm.is_loud(now)]
        minutes = SNOOZE_MINUTES if loud else 0
        wishes = [
            SnoozeAlarm(about=alarm.rule.about, queue=alarm.rule.queue, minutes=minutes)
            for alarm in loud or on
        ]
        if not on:
            return wishes, "No alarm is on."
        if loud:
            return wishes, f"Quiet on every floor for {SNOOZE_MINUTES} minutes, in your name."
        return wishes, "The alarms are loud again."


def _snooze(floor: Floor, rule: AlarmRule) -> Snooze | None:
    queue = floor.queues.get(stream_key(rule.queue))
    return queue.snoozes.get(rule.about) if queue is not None else None
