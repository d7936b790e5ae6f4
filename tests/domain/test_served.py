"""What one caller is in the counts of a day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from console.domain.call_state import Call
from console.domain.served import Counts, counts_of, summed

MIDNIGHT = datetime(2030, 5, 6, tzinfo=UTC)


def _call(**facts: object) -> Call:
    known = {"id": "CA1", "incident": 1, "queue": "safety", "queued_at": _at(60)}
    return Call.model_validate(known | facts)


def _at(seconds: float) -> datetime:
    return MIDNIGHT + timedelta(seconds=seconds)


def _counted(call: Call) -> tuple[int, int, int, int]:
    found = counts_of(call, MIDNIGHT, 20)
    return found.came, found.answered, found.in_time, found.left


def test_who_waits_has_come_and_nothing_more() -> None:
    assert _counted(_call()) == (1, 0, 0, 0)


def test_answered_in_time_is_within_the_promise_to_the_second() -> None:
    assert _counted(_call(answered_at=_at(80))) == (1, 1, 1, 0)
    assert _counted(_call(answered_at=_at(80.1))) == (1, 1, 0, 0)


def test_a_clock_that_was_set_back_makes_no_negative_wait() -> None:
    assert _counted(_call(answered_at=_at(10))) == (1, 1, 1, 0)


def test_who_was_never_connected_has_left() -> None:
    assert _counted(_call(over=True)) == (1, 0, 0, 1)
    assert _counted(_call(over=True, answered_at=_at(70))) == (1, 1, 1, 0)


def test_yesterday_a_call_of_ours_and_who_never_waited_do_not_count() -> None:
    for call in (_call(queued_at=_at(-1)), _call(inbound=False), _call(queued_at=None)):
        assert _counted(call) == (0, 0, 0, 0)


def test_the_level_counts_those_whose_wait_is_over() -> None:
    calls = [_call(answered_at=_at(70)), _call(over=True), _call(), _call(answered_at=_at(200))]
    found = summed(counts_of(call, MIDNIGHT, 20) for call in calls)["safety"]
    assert (found.came, found.level) == (4, 33)
    assert Counts().level is None
