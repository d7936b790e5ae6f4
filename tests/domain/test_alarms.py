"""Alarms of the floor go on and off by what was counted, whatever the clock does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from console.domain.alarms import About, Alarm, AlarmRule, Snooze, judged

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
        ("followups", 5, 6),
        ("left_behind", 5, 6),
        ("promises", 5, 6),
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


def _snoozed(alarm: Alarm, seconds: float, at: float = 0) -> Alarm:
    snooze = Snooze(until=_at(at + seconds), at=_at(at), by="Lee Park")
    return alarm.model_copy(update={"snooze": snooze})


def test_a_snooze_is_quiet_until_it_ends_or_the_trouble_does() -> None:
    alarm = _snoozed(judged(_alarm(), 9, NOON), 900)
    assert alarm.is_on
    assert not alarm.is_loud(_at(899))
    assert alarm.is_loud(_at(900))
    over = judged(alarm, 1, _at(60))
    assert judged(over, 9, _at(61)).is_loud(_at(61))


def test_a_desk_that_starts_later_keeps_the_snooze_of_a_colleague() -> None:
    fresh = _snoozed(_alarm(), 900)
    assert not judged(fresh, 9, _at(300)).is_loud(_at(300))
    assert judged(fresh, 9, _at(900)).is_loud(_at(900))


def test_an_alarm_keeps_hours_in_its_own_zone() -> None:
    rule = AlarmRule(
        about="waiting", limit=5, hours=("mon-fri 08:00-20:00",), zone="America/Los_Angeles"
    )
    eight, twenty = datetime(2030, 5, 6, 15, tzinfo=UTC), datetime(2030, 5, 7, 3, tzinfo=UTC)
    early = judged(Alarm(rule=rule), 9, eight - timedelta(seconds=1))
    assert not early.is_on
    on = judged(early, 9, eight)
    assert on.is_on
    assert judged(on, 9, twenty - timedelta(seconds=1)).is_on
    off = judged(on, 9, twenty)
    assert (off.is_on, off.off_at) == (False, twenty)


def test_an_alarm_waits_anew_when_its_hours_begin() -> None:
    rule = AlarmRule(about="waiting", limit=5, on_after=10, hours=("mon-sun 12:00-13:00",))
    alarm = judged(Alarm(rule=rule), 9, _at(-1))
    alarm = judged(alarm, 9, NOON)
    assert not alarm.is_on
    assert judged(alarm, 9, _at(10)).is_on
