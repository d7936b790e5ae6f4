"""A desk that slept is unsure of what it shows until it has heard the hub anew."""

from __future__ import annotations

import pytest

from console.desk.waking import LONGEST_SECONDS, Waking


def asleep(until: float = 7200.0) -> Waking:
    """Somebody closed the laptop right after a look, and opens it."""
    waking = Waking()
    assert not waking.is_unsure(0.0, 0.0)
    assert waking.is_unsure(until, 0.0)
    return waking


def test_a_desk_that_is_looked_at_every_second_is_sure() -> None:
    waking = Waking()
    assert not any(waking.is_unsure(float(second), 0.0) for second in range(600))
    assert not waking.is_unsure(619.0, 0.0), "a busy computer is not asleep"


def test_it_is_sure_again_once_it_heard_something_new() -> None:
    waking = asleep()
    assert waking.is_unsure(7201.0, 7200.5), "what lay in the computer meanwhile is no news"
    assert not waking.is_unsure(7204.0, 7203.5)
    assert not waking.is_unsure(7205.0, 7203.5)


@pytest.mark.parametrize("heard", [None, 0.0])
def test_without_a_word_it_goes_by_what_it_knows_after_a_minute(heard: float | None) -> None:
    waking = asleep()
    seconds = int(LONGEST_SECONDS)
    assert all(waking.is_unsure(7200.0 + one, heard) for one in range(1, seconds))
    assert not waking.is_unsure(7201.0 + seconds, heard)
