"""Alarms of the floor go on and off by what was counted, whatever the clock does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from console.domain.alarms import About, Alarm, AlarmRule, judged, snoozed

NOON = datetime(2030, 5, 6, 12, tzinfo=UTC)


def _at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def _alarm(about: About = "waiting", limit: int = 5, on: int = 0, off: int = 0) -> Alarm:
    return Alarm(rule=AlarmRule(about=about, limit=limit, on_after=on, off_after=off))


@pytest.mark.parametrize(
    ("about", "good", "bad"),
    [
        ("longest_wait", 5, 6),
        ("waiting", 5, 6),
        ("overdue", 5, 6),
        ("agents_free", 5, 4),
        ("service_level", 5, 4),
    ],
)
def test_a_threshold_is_crossed_on_its_own_side(about: About, good: int, bad: int) -> None:
    calm = judged(_alarm(about), good, NOON)
    assert not calm.is_on
    alarmed = judged(calm, bad, _at(1))
    assert (alarmed.is_on, alarmed.on_at, alarmed.value) == (True, _at(1), bad)


def test_nothing_counted_is_no_trouble() -> None:
    assert not judged(_alarm("service_level", limit=80), None, NOON).is_on


def test_it_goes_on_only_after_it_lasted() -> None:
    alarm = judged(_alarm(on=10), 9, NOON)
    assert not alarm.is_on
    assert not judged(alarm, 9, _at(9.9)).is_on
    assert judged(alarm, 9, _at(10)).on_at == _at(10)


def test_a_moment_of_calm_starts_the_wait_again() -> None:
    alarm = judged(_alarm(on=10), 9, NOON)
    alarm = judged(alarm, 1, _at(5))
    alarm = judged(alarm, 9, _at(8))
    assert not judged(alarm, 9, _at(12)).is_on
    assert judged(alarm, 9, _at(18)).is_on


def test_it_goes_off_only_after_it_was_good_for_a_while() -> None:
    alarm = judged(judged(_alarm(off=10), 9, NOON), 1, _at(5))
    assert alarm.is_on
    alarm = judged(alarm, 1, _at(15))
    assert (alarm.is_on, alarm.on_at, alarm.off_at) == (False, NOON, _at(15))


def test_a_clock_that_jumps_ahead_does_not_set_it_off_by_one_look() -> None:
    alarm = judged(_alarm(on=10), 1, NOON)
    assert not judged(alarm, 9, _at(3600)).is_on


def test_a_clock_that_was_set_back_starts_the_wait_again() -> None:
    alarm = judged(_alarm(on=10), 9, NOON)
    alarm = judged(alarm, 9, _at(-3600))
    assert not alarm.is_on
    assert judged(alarm, 9, _at(-3590)).is_on


def test_a_snooze_is_quiet_until_it_ends_or_the_trouble_does() -> None:
    alarm = snoozed(judged(_alarm(), 9, NOON), 15, NOON)
    assert alarm.is_on
    assert not alarm.is_loud(_at(899))
    assert alarm.is_loud(_at(900))
    assert snoozed(alarm, 0, _at(1)).is_loud(_at(1))
    over = judged(alarm, 1, _at(60))
    assert judged(over, 9, _at(61)).is_loud(_at(61))
