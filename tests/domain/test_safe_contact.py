"""Nobody is reached in a way that endangers them: the card is obeyed to the minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from console.domain.base import Rejected
from console.domain.hours import Span
from console.domain.person import Contact, evolve_contact
from console.domain.safe_contact import (
    NightExplained,
    SafeCard,
    SafeContactOpened,
    SafeContactSet,
    SafeTerms,
    Way,
    check_night,
    check_safe,
    hours_of,
    read_terms,
    why_not,
)

NOON = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
"""Friday noon in Chicago."""
BLANK = Contact(handle="tel:+13125550101")
CHICAGO = "America/Chicago"


def with_card(**terms: object) -> Contact:
    card = read_terms(SafeTerms.model_validate(terms), CHICAGO)
    return evolve_contact(BLANK, SafeContactSet(terms=card))


@pytest.mark.parametrize("way", ["call", "text", "mail"])
def test_a_way_that_is_not_allowed_is_refused_with_what_is(way: Way) -> None:
    contact = with_card(**{way: False})
    with pytest.raises(Rejected, match=r"Safe-to-contact card: NO .* allows .* and ") as no:
        check_safe(contact, way, 1, NOON)
    assert no.value.code == "safe_contact"


def test_somebody_without_a_card_is_reached_as_ever() -> None:
    assert why_not(BLANK, "text", 1, NOON) == ""


@pytest.mark.parametrize(
    ("clock", "is_open"), [("08:59", False), ("09:00", True), ("16:59", True), ("17:00", False)]
)
def test_their_hours_are_theirs_to_the_minute(clock: str, is_open: bool) -> None:
    contact = with_card(hours="mon-fri 09:00-17:00")
    hour, minute = map(int, clock.split(":"))
    at = datetime(2026, 11, 20, hour, minute, tzinfo=ZoneInfo(CHICAGO))
    words = why_not(contact, "call", 1, at.astimezone(UTC))
    assert (words == "") is is_open
    if words:
        assert f"it is Fri {clock} there; after-hours needs a lead" in words


def test_hours_without_days_are_those_of_every_day() -> None:
    card = with_card(hours="9:00-17:00".rjust(11, "0")).safe
    assert card is not None
    assert (card.hours, card.zone) == ("mon-sun 09:00-17:00", CHICAGO)


@pytest.mark.parametrize("hours", ["nine to five", "mon-fri 9-17", "mon 25:00-26:00"])
def test_hours_that_nobody_can_read_are_refused(hours: str) -> None:
    with pytest.raises(Rejected, match="Write their hours like"):
        with_card(hours=hours)


def test_hours_need_a_zone_and_a_zone_that_there_is() -> None:
    with pytest.raises(Rejected, match="Say the time zone"):
        read_terms(SafeTerms(hours="09:00-17:00"), "")
    with pytest.raises(Rejected, match="no such time zone"):
        read_terms(SafeTerms(zone="Mars/Base"), "")


def test_a_lead_opens_the_card_for_one_incident_and_a_quarter_of_an_hour() -> None:
    until = NOON + timedelta(minutes=15)
    opened = SafeContactOpened(incident=1, until=until, reason="x", name="Lee")
    contact = evolve_contact(with_card(text=False), opened)
    assert why_not(contact, "text", 1, NOON) == ""
    assert why_not(contact, "text", 2, NOON)
    assert why_not(contact, "text", 1, until)


def test_a_card_that_says_nothing_is_none() -> None:
    assert evolve_contact(with_card(text=False), SafeContactSet()).safe is None


def test_a_card_that_was_blanked_still_forbids_its_ways() -> None:
    blanked = SafeCard(text=False, hours="[redacted]", zone="[redacted]")
    assert hours_of(blanked) is None
    contact = evolve_contact(BLANK, SafeContactSet(terms=blanked))
    assert why_not(contact, "text", 1, NOON)


NIGHT = Span.read("mon-sun 22:00-08:00")
LATE = datetime(2026, 11, 21, 4, 30, tzinfo=UTC)
"""22:30 in Chicago."""


def test_nobody_is_woken_without_a_reason_and_a_reason_lasts_an_hour() -> None:
    zone = ZoneInfo(CHICAGO)
    with pytest.raises(Rejected, match="22:30 where they are: say why") as no:
        check_night(BLANK, 1, LATE, zone, NIGHT)
    assert no.value.code == "night"
    explained = NightExplained(incident=1, until=LATE + timedelta(hours=1), reason="x")
    contact = evolve_contact(BLANK, explained)
    check_night(contact, 1, LATE, zone, NIGHT)
    with pytest.raises(Rejected):
        check_night(contact, 2, LATE, zone, NIGHT)
    with pytest.raises(Rejected):
        check_night(contact, 1, LATE + timedelta(hours=1), zone, NIGHT)


def test_nobody_asks_by_day_nor_where_nobody_knows_the_hour() -> None:
    check_night(BLANK, 1, NOON, ZoneInfo(CHICAGO), NIGHT)
    check_night(BLANK, 1, LATE, None, NIGHT)
    check_night(BLANK, 1, LATE, ZoneInfo(CHICAGO), None)
