"""Abbreviations: a team's list and one's own, what is wrong in one, and what is left to fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.domain.message_events import MAX_TEXT
from console.library.abbreviations import MOST, AbbreviationsWrong, gaps, load, read
from console.library.placeholders import filled
from console.own_folders import abbreviation_files

if TYPE_CHECKING:
    from pathlib import Path


def written(folder: Path, text: str, name: str = "team.toml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_the_list_that_comes_with_the_console_is_whole_and_in_both_languages() -> None:
    known, wrong = load(abbreviation_files("", "/dev/null/none"))
    assert wrong == []
    assert {"vet", "hello", "callback"} <= known.keys()
    for one in known.values():
        english, spanish = [gap.name for gap in gaps(one.en)], [gap.name for gap in gaps(one.es)]
        assert len(english) == len(spanish) or not one.es
    assert MOST == MAX_TEXT


def test_ones_own_words_count_and_need_not_be_there(tmp_path: Path) -> None:
    team = written(tmp_path, 'vet = "rang the vet"\nok = { en = "fine", es = "bien" }')
    assert load((team, tmp_path / "none.toml"))[1] == []
    mine = written(tmp_path, 'vet = "rang Banfield"', "mine.toml")
    known, wrong = load((team, mine))
    assert (known["vet"].text("en"), known["vet"].is_personal) == ("rang Banfield", True)
    assert [known["ok"].text(language) for language in ("en", "es", "")] == ["fine", "bien", "fine"]
    assert known["vet"].text("es") == "rang Banfield"
    assert wrong == []


def test_a_wrong_list_is_said_and_the_other_works(tmp_path: Path) -> None:
    team = written(tmp_path, "vet = 1")
    mine = written(tmp_path, 'vet = "rang Banfield"', "mine.toml")
    known, wrong = load((team, mine))
    assert list(known) == ["vet"]
    assert wrong == ["team.toml: vet must be text, or a table of en and es."]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('"a b" = "x"', "'a b' can't be typed"),
        ('Vet = "x"', "'Vet' can't be typed"),
        ('vet = ""', "vet: en must be text"),
        ("vet = { es = 'x' }", "must be text, or a table of en and es"),
        ("vet = { en = 'x', fr = 'y' }", "must be text, or a table of en and es"),
        ('vet = "\\u001b[2J"', "no control characters"),
        ('vet = "{caler}"', "{caler} is no variable; there are agent"),
        (f'vet = "{"x" * (MOST + 1)}"', "of 1600 characters at most"),
        ("vet", "is not TOML"),
    ],
)
def test_what_is_wrong_is_one_sentence_that_names_the_file(
    tmp_path: Path, text: str, words: str
) -> None:
    with pytest.raises(AbbreviationsWrong, match=r"team\.toml") as told:
        read(written(tmp_path, text))
    assert words in str(told.value)


def test_a_team_list_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert "can't be read" in load((tmp_path / "none.toml",))[1][0]


def test_gaps_and_unknown_variables_are_to_be_filled_in() -> None:
    text = filled("Hi {caller}, {agent} has ‹what› for {else}. ‹›", {"agent": "Sam"})
    assert text == "Hi {caller}, Sam has ‹what› for {else}. ‹›"
    assert [gap.name for gap in gaps(text)] == ["caller", "what", ""]
    first = next(gaps(text))
    assert text[first.start : first.end] == "{caller}"
