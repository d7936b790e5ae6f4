"""The hub's clock: whatever is done to the computer's, it goes on evenly."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.hub.steady import SLEW, SteadyClock

START = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


@dataclass
class Computer:
    """A computer whose clock can be set."""

    wall: datetime = START
    run: float = 100.0
    steady: SteadyClock = field(init=False)

    def __post_init__(self) -> None:
        self.steady = SteadyClock(lambda: self.wall, lambda: self.run)

    def passes(self, seconds: float) -> float:
        """Let time pass; gives what passed on the hub's clock."""
        before = self.steady.now()
        self.wall += timedelta(seconds=seconds)
        self.run += seconds
        return (self.steady.now() - before).total_seconds()


@pytest.mark.parametrize("step", [7200.0, -7200.0, 3.0, -3.0, 86_400.0])
def test_a_clock_that_is_set_makes_nothing_due_and_nothing_late(step: float) -> None:
    here = Computer()
    here.passes(60)
    here.wall += timedelta(seconds=step)
    assert here.passes(20) == pytest.approx(20, rel=SLEW)
    assert here.passes(0) == 0


@pytest.mark.parametrize("step", [30.0, -30.0])
def test_the_difference_is_made_good(step: float) -> None:
    here = Computer()
    here.wall += timedelta(seconds=step)
    for _ in range(310):
        here.passes(1)
    assert here.steady.now() == here.wall


def test_a_laptop_that_slept_wakes_up_at_the_right_time() -> None:
    here = Computer()
    assert here.passes(8 * 3600) == pytest.approx(8 * 3600)
    assert here.steady.now() == here.wall


def test_a_step_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    here = Computer()
    here.wall += timedelta(hours=2)
    with caplog.at_level(logging.INFO):
        for _ in range(10):
            here.passes(1)
    assert [record.message for record in caplog.records] == ["clock_stepped"]


@given(
    st.lists(
        st.tuples(st.floats(0, 100), st.floats(-10_000, 10_000)),
        min_size=1,
        max_size=30,
    )
)
def test_it_never_goes_back(moves: list[tuple[float, float]]) -> None:
    here = Computer()
    last = here.steady.now()
    for seconds, step in moves:
        here.wall += timedelta(seconds=step)
        passed = here.passes(seconds)
        assert here.steady.now() >= last
        assert abs(passed - seconds) <= seconds * SLEW + 1e-5
        last = here.steady.now()
