"""Opening hours: at any moment it is known whether a queue is open, why not, and until when."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.hours import Closing, Hours, Opening, Span, opening

ZONE = ZoneInfo("America/Los_Angeles")
CHRISTMAS = {date(2026, 12, 25): "Christmas Day"}


def hours(*spans: str) -> Hours:
    return Hours(ZONE, tuple(map(Span.read, spans)), lambda day: CHRISTMAS.get(day, ""))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


WEEK = hours("mon-fri 08:00-20:00", "sat 22:00-02:00")


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ("2026-12-24 07:59", Opening(False, "outside hours", at("2026-12-24 08:00"))),
        ("2026-12-24 08:00", Opening(True, next=at("2026-12-24 20:00"))),
        ("2026-12-24 20:00", Opening(False, "outside hours", at("2026-12-26 22:00"))),
        ("2026-12-25 12:00", Opening(False, "holiday: Christmas Day", at("2026-12-26 22:00"))),
        ("2026-12-27 01:59", Opening(True, next=at("2026-12-27 02:00"))),
        ("2026-12-27 02:00", Opening(False, "outside hours", at("2026-12-28 08:00"))),
    ],
)
def test_what_happens_at_a_moment(moment: str, told: Opening) -> None:
    assert opening(WEEK, at(moment)) == told


def test_a_queue_without_hours_is_always_open_but_on_holidays() -> None:
    assert opening(hours(), at("2026-12-24 03:00")) == Opening(True)
    closed = opening(hours(), at("2026-12-25 03:00"))
    assert closed == Opening(False, "holiday: Christmas Day", at("2026-12-26 00:00"))


def test_round_the_clock_is_never_closed_at_midnight() -> None:
    always = hours("mon-sun 00:00-24:00")
    assert opening(always, at("2026-12-23 23:59")).next == at("2026-12-25 00:00")
    assert opening(always, at("2026-12-24 00:00")).is_open


@pytest.mark.parametrize("day", ["2026-03-08", "2026-11-01"])
def test_the_day_the_clocks_change_opens_and_closes_by_the_wall(day: str) -> None:
    sunday = hours("sun 08:00-20:00")
    assert not opening(sunday, at(f"{day} 07:59")).is_open
    assert opening(sunday, at(f"{day} 08:00")) == Opening(True, next=at(f"{day} 20:00"))


def test_a_closing_by_hand_wins_until_its_time_is_over() -> None:
    drill = Closing("fire drill", at("2026-12-24 12:00"))
    assert opening(WEEK, at("2026-12-24 11:59"), drill) == Opening(
        False, "fire drill", at("2026-12-24 12:00")
    )
    assert opening(WEEK, at("2026-12-24 12:00"), drill).is_open
    late = Closing("fire drill", at("2026-12-24 21:00"))
    assert opening(WEEK, at("2026-12-24 11:59"), late).next == at("2026-12-26 22:00")
    assert opening(WEEK, at("2026-12-24 11:59"), Closing("flood")) == Opening(False, "flood")


def test_a_queue_that_is_never_open_says_no_time() -> None:
    never = Hours(ZONE, (Span.read("mon 08:00-09:00"),), lambda _: "closed for good")
    assert opening(never, at("2026-12-24 12:00")) == Opening(False, "holiday: closed for good")


@pytest.mark.parametrize(
    "text", ["", "mon", "mon 8:00-9:00", "mon 08:00", "mon-fry 08:00-09:00", "mon 08:00-25:00"]
)
def test_hours_that_mean_nothing_are_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        Span.read(text)


def test_days_run_over_the_end_of_the_week() -> None:
    assert Span.read("Sat-Mon 08:00-09:00").days == {5, 6, 0}


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)))
def test_it_turns_at_the_moment_that_was_told(moment: datetime) -> None:
    now = opening(WEEK, moment)
    assert now.next is not None
    assert now.next > moment
    assert opening(WEEK, now.next).is_open is not now.is_open
    assert opening(WEEK, now.next - timedelta(microseconds=1)).is_open is now.is_open
