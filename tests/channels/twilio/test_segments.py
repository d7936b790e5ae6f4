"""The meter counts parts as the provider bills them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.segments import measure


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("é" * 160, 1),
        ("ê" * 70, 1),
        ("ê" * 71, 2),
        ("ж" * 134, 2),
        ("ж" * 135, 3),
        ("👋" * 35, 1),
        ("👋" * 36, 2),
        ("a" * 1600, 11),
    ],
)
def test_a_text_takes_as_many_parts_as_the_provider_says(text: str, count: int) -> None:
    assert measure(text).count == count


def test_an_escaped_character_never_straddles_two_parts() -> None:
    assert measure("a" * 152 + "€" + "a" * 151).count == 2
    assert measure("a" * 152 + "€" + "a" * 152).count == 3


def test_an_emoji_never_straddles_two_parts() -> None:
    assert measure("ж" * 66 + "👋" + "ж" * 65).count == 2
    assert measure("ж" * 66 + "👋" + "ж" * 66).count == 3


@pytest.mark.parametrize(
    ("text", "units", "left"),
    [("", 0, 160), ("a€", 3, 157), ("a" * 161, 161, 145), ("ж", 1, 69), ("ж" * 71, 71, 63)],
)
def test_the_room_left_is_that_of_the_last_part(text: str, units: int, left: int) -> None:
    segments = measure(text)
    assert (segments.units, segments.left) == (units, left)


def test_one_curly_quote_is_named_and_can_be_replaced() -> None:
    segments = measure("It’s “fine” – it’s…\u00a0ok")
    assert segments.encoding == "UCS-2"
    assert segments.forced_by == ("’", "“", "”", "–", "…", "\u00a0")
    assert segments.plain == "It's \"fine\" - it's... ok"
    assert measure(segments.plain).encoding == "GSM-7"


def test_what_has_no_plain_spelling_stays() -> None:
    segments = measure("👋 ê")
    assert segments.plain == "👋 ê"
    assert segments.forced_by == ("👋", "ê")


@given(text=st.text(max_size=400))
def test_the_meter_never_promises_more_than_fits(text: str) -> None:
    segments = measure(text)
    single, joined = (160, 153) if segments.encoding == "GSM-7" else (70, 67)
    capacity = single if segments.count == 1 else segments.count * joined
    assert segments.units + segments.left <= capacity
    assert segments.left >= 0
    assert (segments.encoding == "GSM-7") is (segments.forced_by == ())
    assert measure(segments.plain).plain == segments.plain
