"""Texts that are too long or too strange are cut, counted, and never push anything aside."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from console.desk.scene import Line
from console.desk.widgets.entry_rows import (
    MOST_CHARACTERS,
    MOST_LINES,
    Place,
    cut,
    height,
    made_safe,
    paint,
)
from console.desk.widgets.wrap import fit, wrap

AT = datetime(2030, 5, 6, 9, 0, tzinfo=UTC)
FAMILY = "👩‍👩‍👧"
SIGNS = ("a", " ", "한", FAMILY, "☎️", "①", "中", "é", "e\u0301", "🇩🇪", "\u200b", "ب", "½", "\n")


def painted(text: str, width: int) -> list[str]:
    """The rows of an entry with this text everywhere."""
    line = made_safe(Line("e1", AT, "sms", text, text, text, status=text))
    place = Place(width)
    strips = paint(line, place, lambda _: Style.null())
    assert len(strips) == height(line, place)
    assert {strip.cell_length for strip in strips} == {width}
    assert all(cell_len(strip.text) == width for strip in strips)
    return [strip.text for strip in strips]


@pytest.mark.parametrize("text", ["x" * 1_000_000, FAMILY * 200_000, "한국어 " * 250_000])
def test_a_megabyte_in_one_line_is_cut_and_the_rest_counted(text: str) -> None:
    rows = painted(text, 100)
    left = len(text) - MOST_CHARACTERS
    assert f"{left:,} more characters are not shown here" in " ".join(row.strip() for row in rows)
    assert len(rows) < 600


def test_a_hundred_thousand_lines_are_cut_and_the_rest_counted() -> None:
    text = "a line\n" * 100_000
    shown = cut(text)
    assert shown.count("a line") == MOST_LINES
    assert f"{len(text) - len('a line' * MOST_LINES) - MOST_LINES + 1:,} more" in shown


def test_a_text_of_usual_length_is_whole() -> None:
    assert cut("My dog is well.\nThank you.") == "My dog is well.\nThank you."


@given(st.lists(st.sampled_from(SIGNS), max_size=120).map("".join), st.integers(24, 80))
def test_every_row_is_as_wide_as_its_place_whatever_stands_in_it(text: str, width: int) -> None:
    painted(text, width)


@given(st.lists(st.sampled_from([FAMILY, "☎️", "🇩🇪"]), min_size=1, max_size=60), st.integers(2, 30))
def test_a_sign_of_several_characters_is_never_torn(signs: list[str], width: int) -> None:
    rows = wrap("".join(signs), width)
    assert "".join(rows) == "".join(signs)
    assert all(cell_len(row) <= width for row in rows)
    assert not [row for row in rows if row.startswith(("\u200d", "\ufe0f"))]


def test_a_head_is_read_whole_in_a_narrow_timeline() -> None:
    promise = Line("e1", AT, "system", "", "promise, due Sat 21 Nov 18:00 PST, 02:00 here", "ring")
    rows = [strip.text.strip(" ▌·") for strip in paint(promise, Place(50), lambda _: Style.null())]
    assert rows == ["09:00 · promise, due Sat 21 Nov 18:00 PST, 02:00", "here", "ring"]
    assert height(promise, Place(50)) == 3


def test_a_head_that_is_too_long_ends_with_a_sign_that_is_whole() -> None:
    assert fit(FAMILY * 10, 7) == FAMILY * 3 + "…"
    assert fit("☎️" * 10, 6) == "☎️☎️…"
