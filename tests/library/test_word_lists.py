"""Lists of words that all cards share: a file that a manager edits, and what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.library.checks import shelf_problems
from console.library.shelf import keep, known, load
from console.library.wordlists import FILE
from console.settings.scripts import OURS
from tests.library.test_cards import WHOLE

if TYPE_CHECKING:
    from pathlib import Path

OUR_LISTS = load(OURS)[0].lists
PHRASE = '[suggest]\nen = ["@pet .. gone"]\n'


def folder(path: Path, lists: str, phrase: str = PHRASE) -> Path:
    """A folder with one card and a file of lists."""
    (path / "a-card.toml").write_text(f"{WHOLE}\n{phrase}", "utf-8")
    (path / FILE).parent.mkdir()
    (path / FILE).write_text(lists, "utf-8")
    return path


def said(path: Path) -> list[str]:
    """What is wrong with a folder."""
    shelf, wrong = load(path)
    return [*map(str, wrong), *shelf_problems(shelf, ("bite",))]


def test_the_lists_that_come_with_the_console_are_a_file_beside_its_cards() -> None:
    assert OUR_LISTS.is_own
    assert "dog" in OUR_LISTS.words["pet"].split()
    assert (OURS / FILE).is_file()


def test_a_word_that_is_added_to_a_list_brings_the_card_up(tmp_path: Path) -> None:
    here = folder(tmp_path, '[lists]\npet = "dog axolotl*"\n')
    assert said(here) == []
    assert load(here)[0].rules.suggest("our axolotls are gone")
    assert load(here)[0].rules.suggest("our kitten is gone") == []


def test_a_list_may_name_one_above_it_and_stand_on_several_lines(tmp_path: Path) -> None:
    lists = '[lists]\nbird = "parrot"\npet = """\ndog\n@bird"""\n'
    assert load(folder(tmp_path, lists))[0].rules.suggest("the parrot is gone")


@pytest.mark.parametrize(
    ("lists", "sentence"),
    [
        ('[lists]\npet = "dog"\nbig = "whale"\n', "lists/words.toml: no card names the list big."),
        ('[lists]\npet = "dog Dóg"\n', "lists/words.toml: the list pet has dog 2 times."),
        ('[lists]\npet = ""\n', "lists/words.toml: lists pet must not be empty."),
        ("[lists]\npet = 3\n", "lists/words.toml: lists pet must be text in quotes."),
        ('[lists]\npet = "do*"\n', "lists/words.toml: lists has 'do*': 3 letters at least"),
        ('[lists]\n"a b" = "dog"\n', "lists/words.toml: lists has 'a b'; a list is named with"),
        ('[lists]\npet = "@bird"\nbird = "owl"\n', "'@bird', which is no list of words"),
        ('[list]\npet = "dog"\n', "must have the table [lists] and nothing else."),
        ('pet = "dog"\n', "must have the table [lists] and nothing else."),
        ('lists = "dog"\n', 'lists must be a table of words, like pet = "dog cat".'),
        ("[lists\n", "lists/words.toml is not TOML"),
        ('[lists]\ndog = "dog"\n', "a-card.toml: suggest: en: '@pet .. gone' has '@pet', which is"),
    ],
)
def test_what_is_wrong_with_the_lists_is_said_in_one_sentence(
    tmp_path: Path, lists: str, sentence: str
) -> None:
    assert any(sentence in problem for problem in said(folder(tmp_path, lists)))


@pytest.mark.parametrize("lists", ["[lists", '[lists]\npet = ""\n'])
def test_a_slip_in_the_lists_takes_no_card_away(tmp_path: Path, lists: str) -> None:
    shelf, wrong = load(folder(tmp_path, lists))
    assert len(wrong) == 1
    assert shelf.rules.suggest("our kitten is gone")


def test_cards_without_a_file_of_lists_have_those_of_the_console(tmp_path: Path) -> None:
    (tmp_path / "a-card.toml").write_text(f"{WHOLE}\n{PHRASE}", "utf-8")
    assert said(tmp_path) == []
    shelf = load(tmp_path)[0]
    assert not shelf.lists.is_own
    assert shelf.lists.words == OUR_LISTS.words


def test_a_desk_that_starts_again_reads_lists_that_were_changed(tmp_path: Path) -> None:
    here = folder(tmp_path, '[lists]\npet = "dog"\n')
    before = known(OURS)
    keep(here, load(here)[0])
    assert known(here) is not None
    (here / FILE).write_text('[lists]\npet = "dog cat"\n', "utf-8")
    assert known(here) is None
    if before is not None:
        keep(OURS, before)
