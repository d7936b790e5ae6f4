"""The alarms of one lead's desk: looked at every second, told once, snoozed for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.wall.queues import Readings
from console.domain.alarms import Alarm, judged, snoozed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, tzinfo

    from console.desk.floor import Floor
    from console.domain.alarms import AlarmRule

SNOOZE_MINUTES = 15


class FloorAlarms:
    """What is over its threshold."""

    def __init__(self) -> None:
        self._alarms: dict[str, Alarm] = {}

    @property
    def all(self) -> list[Alarm]:
        """Every alarm, those that are on and not snoozed first."""
        return sorted(self._alarms.values(), key=lambda alarm: alarm.snoozed_until is not None)

    def load(self, rules: Iterable[AlarmRule]) -> None:
        """Take the thresholds; an alarm whose threshold is the same stays as it is."""
        before, self._alarms = self._alarms, {}
        for rule in rules:
            known = before.get(rule.key)
            is_same = known is not None and known.rule == rule
            self._alarms[rule.key] = known if known and is_same else Alarm(rule=rule)

    def look(self, floor: Floor, now: datetime) -> bool:
        """Compare everything with its threshold; tells whether one went on that may be heard."""
        if not self._alarms:
            return False
        readings, is_new = Readings(floor, now), False
        for key, before in self._alarms.items():
            after = judged(before, readings.value(before.rule), now)
            is_new |= after.is_on and not before.is_on
            # One that goes on again after a snooze is heard again.
            is_new |= before.snoozed_until is not None and after.is_loud(now) and after.is_on
            if after.snoozed_until is not None and not after.is_snoozed(now):
                after = snoozed(after, 0, now)
            self._alarms[key] = after
        return is_new

    def snooze(self, now: datetime, zone: tzinfo) -> str:
        """Be quiet about what is on, or, when it is, be loud again; says what was done."""
        on = {key: alarm for key, alarm in self._alarms.items() if alarm.is_on}
        if not on:
            return "No alarm is on."
        is_loud = any(alarm.is_loud(now) for alarm in on.values())
        minutes = SNOOZE_MINUTES if is_loud else 0
        self._alarms |= {key: snoozed(alarm, minutes, now) for key, alarm in on.items()}
        until = next(iter(self._alarms[key] for key in on)).snoozed_until
        if until is None:
            return "The alarms are loud again."
        return f"The alarms that are on are quiet until {until.astimezone(zone):%H:%M}."
