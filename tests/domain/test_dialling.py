"""What may be rung: the parsed number decides, never what it looks like."""

from __future__ import annotations

import pytest

from console.domain.base import Rejected
from console.domain.dialling import Dialling, check_dialable

DEFAULT = Dialling()


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("+14155550123", "+14155550123"),
        ("tel:+14155550123", "+14155550123"),
        ("(415) 555-0123", "+14155550123"),
        ("1 416 555 0123", "+14165550123"),
        ("+63 917 555 0123", "+639175550123"),
        ("1-800-555-0123", "+18005550123"),
    ],
)
def test_numbers_of_allowed_countries_are_rung_in_whatever_shape(typed: str, number: str) -> None:
    assert check_dialable(typed, DEFAULT) == number


@pytest.mark.parametrize(
    "number", ["911", "tel:911", "9-1-1", "+1911", "112", "999", "117", "+63117", "933"]
)
def test_emergency_calls_need_ones_own_phone(number: str) -> None:
    with pytest.raises(Rejected, match="use your own phone") as no:
        check_dialable(number, DEFAULT)
    assert no.value.code == "emergency"


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("+19005550123", "Premium"),
        ("1 (900) 555-0123", "Premium"),
        ("+14159760123", "Premium"),
        ("+881612345678", "Satellite"),
        ("+870773123456", "Satellite"),
        ("+442079460123", "this country"),
        ("+18765550123", "this country"),
        ("+12425550123", "this country"),
        ("+15005550123", "this country"),
        ("011 44 20 7946 0123", "this country"),
        ("*674155550123", "Only digits"),
        ("#31#4155550123", "Only digits"),
        ("+14155550123,,9", "Only digits"),
        ("+14155550123;ext=9", "Only digits"),
        ("+14155550123x9", "Only digits"),
        ("1-800-FLOWERS", "Only digits"),
        ("sip:vet@example.com", "Only telephone numbers"),
        ("client:agent_1", "Only telephone numbers"),
        ("vet@example.com", "Only telephone numbers"),
        ("555", "whole telephone number"),
        ("", "Only digits"),
        ("٤١٥٥٥٥٠١٢٣", "Only digits"),
    ],
)
def test_what_costs_too_much_or_is_no_number_is_refused_in_words(number: str, why: str) -> None:
    with pytest.raises(Rejected, match=why):
        check_dialable(number, DEFAULT)


def test_an_admin_allows_countries_and_beginnings() -> None:
    british = Dialling(countries=("GB",), prefixes=("+3491",))
    assert check_dialable("+442079460123", british) == "+442079460123"
    assert check_dialable("+34915550123", british) == "+34915550123"
    for refused in ("+14155550123", "+34615550123", "+18005550123"):
        with pytest.raises(Rejected):
            check_dialable(refused, british)


def test_nothing_an_admin_allows_makes_a_satellite_or_premium_number_good() -> None:
    everything = Dialling(countries=("US",), prefixes=("+8", "+1900"))
    for refused in ("+881612345678", "+19005550123"):
        with pytest.raises(Rejected):
            check_dialable(refused, everything)


def test_canada_is_not_the_states() -> None:
    states = Dialling(countries=("US",), prefixes=())
    with pytest.raises(Rejected):
        check_dialable("+14165550123", states)
