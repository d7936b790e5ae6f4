"""The resource book is read line by line, and what was checked long ago looks it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from console.domain.resources import Resource, find, read_book

TODAY = date(2026, 11, 21)
SAMPLE = Path(__file__).resolve().parents[2] / "scripts" / "practice" / "resources.csv"
HEAD = "name,kind,country,region,phone,address,hours,verified,source\n"


def test_the_sample_is_right_fictional_and_found_by_kind_and_place() -> None:
    lines, wrong = read_book(SAMPLE.read_text("utf-8"))
    assert wrong == []
    assert all("fictional" in one.name and one.phone[5:9] == "5550" for one in lines)
    assert [one.phone for one in find(lines, "vet travis", TODAY)] == ["+15125550142"]
    assert [one.name[:7] for one in find(lines, "VET san francisco", TODAY)] == ["Bayview"]
    assert len(find(lines, "", TODAY)) == len(lines)


def test_what_was_checked_lately_comes_before_what_is_stale() -> None:
    lines, _ = read_book(SAMPLE.read_text("utf-8"))
    found = find(lines, "emergency", TODAY)
    stale = [one.is_stale(TODAY) for one in found]
    assert stale == sorted(stale)
    assert True in stale


@pytest.mark.parametrize(("days", "is_stale"), [(0, False), (180, False), (181, True)])
def test_a_line_is_stale_after_180_days(days: int, is_stale: bool) -> None:
    checked = TODAY - timedelta(days=days)
    line = Resource(name="x", kind="vet", country="US", phone="+15125550142", verified=checked)
    assert line.is_stale(TODAY) is is_stale


def test_a_line_that_nobody_ever_checked_is_stale() -> None:
    line = Resource(name="x", kind="vet", country="US", phone="+15125550142")
    assert line.is_stale(TODAY)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("A,vet,US,TX,911,,,,", "line 2: 911 is no whole telephone number"),
        (",vet,US,TX,+15125550142,,,,", "line 2: name and kind must not be empty"),
        ("A,vet,Texas,TX,+15125550142,,,,", "line 2: country must be a code like US, not Texas"),
        ("A,vet,US,TX,+15125550142,,,1/2/26,", "line 2: verified must be a day like 2026-03-01"),
    ],
)
def test_a_wrong_line_is_named_and_the_others_are_used(line: str, why: str) -> None:
    lines, wrong = read_book(f"{HEAD}{line}\nB,vet,US,TX,(512) 555-0143,,,,\n")
    assert [one.phone for one in lines] == ["+15125550143"]
    assert len(wrong) == 1
    assert wrong[0].startswith(why)


def test_a_file_without_its_columns_is_no_book() -> None:
    lines, wrong = read_book("hello\nworld\n")
    assert lines == []
    assert wrong[0].startswith("line 1: the column name is missing")
    assert read_book("")[1]
