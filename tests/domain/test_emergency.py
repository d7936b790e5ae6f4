"""An emergency service has it: on record with time, number, place and who stayed (F58)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from console.desk.acts.emergency import moment
from console.domain.base import Rejected
from console.domain.emergency import EmergencyHandedOver, HandToEmergency, decide_emergency

NOW = datetime(2026, 3, 6, 16, 5, tzinfo=UTC)


def test_what_was_handed_over_is_kept_whole() -> None:
    command = HandToEmergency(
        incident=1,
        agency=" police Oakland ",
        reached_at=NOW - timedelta(minutes=3),
        number="CAD 4411",
        place="12 Elm St",
        stayed="the sitter",
    )
    (event,) = decide_emergency(command, 1, "Sam Lee", NOW)
    assert isinstance(event, EmergencyHandedOver)
    assert (event.agency, event.number, event.place) == ("police Oakland", "CAD 4411", "12 Elm St")
    assert (event.stayed, event.reached_at) == ("the sitter", NOW - timedelta(minutes=3))


def test_without_a_time_it_is_now_and_a_time_to_come_is_refused() -> None:
    (event,) = decide_emergency(HandToEmergency(incident=1, agency="911"), 1, "Sam", NOW)
    assert isinstance(event, EmergencyHandedOver)
    assert event.reached_at == NOW
    later = HandToEmergency(incident=1, agency="911", reached_at=NOW + timedelta(hours=1))
    with pytest.raises(Rejected, match="still to come"):
        decide_emergency(later, 1, "Sam", NOW)


@pytest.mark.parametrize(
    ("text", "minutes_ago"), [("16:05", 0), ("16:00", 5), ("16:06", 24 * 60 - 1)]
)
def test_a_time_is_the_last_time_it_was_that(text: str, minutes_ago: int) -> None:
    assert moment(text, NOW) == NOW - timedelta(minutes=minutes_ago)


def test_no_time_is_just_now() -> None:
    assert moment(" ", NOW) is None
    assert moment("9:05", NOW) == NOW - timedelta(hours=7)
