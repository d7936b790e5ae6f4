"""Reads cards and their word lists from TOML; what is wrong is said with file, place and key."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from console.library.card import Answer, Card, Escalation, Fact, Hints, Line, Step, Words
from console.library.phrases import NO_LISTS, PhraseWrong, checked_lists, phrases
from console.library.schema import CARD, SHAPES
from console.library.wordlists import FILE, WordLists
from console.own_folders import OUR_CARDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from console.library.schema import Key

LONGEST = 400
"""Characters of one sentence: longer ones cannot be said in a breath or read at a glance."""


class CardWrong(ValueError):
    """A card can't be used; the text says where and why."""


def read(path: Path, shared: Mapping[str, str] = NO_LISTS) -> Card:
    """The card of a file, whose phrases may name shared lists. Raises CardWrong."""
    card: Card = _built(_table(path, path.name), CARD, path.name, Card)
    if card.id != path.stem:
        raise CardWrong(f"{path.name}: id must be {path.stem}, like the file, not {card.id}.")
    _check_phrases(card.suggest, f"{path.name}: suggest", shared)
    return card


def lists_of(folder: Path) -> tuple[WordLists, list[CardWrong]]:
    """The lists that the cards of a folder share, and what is wrong with its file.

    Those that come with the console stand in for a file that is missing or can't be used: cards
    for the worst minutes must not go with it.
    """
    wrong = []
    if (folder / FILE).is_file():
        try:
            return _shared(folder), []
        except CardWrong as error:
            wrong.append(error)
    return replace(_shared(OUR_CARDS), is_own=False), wrong


def _shared(folder: Path) -> WordLists:
    where = FILE.as_posix()
    table = _table(folder / FILE, where)
    if set(table) != {"lists"}:
        raise CardWrong(f"{where} must have the table [lists] and nothing else.")
    written = _lists(table["lists"], f"{where}: lists")
    return WordLists(written, _checked(written, NO_LISTS, f"{where}: lists"), is_own=True)


def _table(path: Path, where: str) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CardWrong(f"{where} can't be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CardWrong(f"{where} is not TOML: {error}.") from error


MAKERS: dict[str, Callable[..., object]] = {
    "opening_facts": Fact,
    "steps": Step,
    "answers": Answer,
    "escalate_when": Escalation,
    "lines": Line,
    "suggest": Hints,
}


def _built(table: object, keys: tuple[Key, ...], where: str, make: Callable[..., Any]) -> Any:
    if not isinstance(table, dict):
        raise CardWrong(f"{where} must be a table with keys.")
    known = {key.name for key in keys}
    for name in table:
        if name not in known:
            raise CardWrong(f"{where}: {name} is no key of a card; there are {_list(known)}.")
    values: dict[str, object] = {}
    for key in keys:
        if key.name in table:
            values[key.name] = _value(table[key.name], key, f"{where}: {key.name}")
        elif key.needed:
            raise CardWrong(f"{where}: {key.name} is missing.")
    return make(**values)


def _list(names: set[str]) -> str:
    return ", ".join(sorted(names))


def _value(value: object, key: Key, where: str) -> object:
    match key.kind:
        case "text":
            return _text(value, where, key)
        case "texts":
            return tuple(_text(one, where, key) for one in _many(value, where))
        case "phrases":
            return tuple(_text(one, where) for one in _many(value, where))
        case "lists":
            return _lists(value, where)
        case "words" if key.many:
            return tuple(_words(one, where) for one in _many(value, where))
        case "words":
            return _words(value, where)
        case "tables":
            return tuple(
                _built(one, SHAPES[key.of], f"{where} {place}", MAKERS[key.of])
                for place, one in enumerate(_many(value, where), 1)
            )
        case "table":
            return _built(value, SHAPES[key.of], where, MAKERS[key.of])
        case "count":
            return _count(value, where)
        case "flag":
            return _flag(value, where)
        case "date":
            return _date(value, where)


def _text(value: object, where: str, key: Key | None = None) -> str:
    if not isinstance(value, str):
        raise CardWrong(f"{where} must be text in quotes.")
    may_be_empty = key is not None and (key.name == "reviewed_by" or "" in key.one_of)
    if not value.strip() and not may_be_empty:
        raise CardWrong(f"{where} must not be empty.")
    if len(value) > LONGEST:
        raise CardWrong(f"{where} has {len(value)} characters; {LONGEST} are allowed.")
    if any(ord(char) < 32 for char in value):
        raise CardWrong(f"{where} must be one line without control characters.")
    if key is not None and key.one_of and value not in key.one_of:
        raise CardWrong(f"{where} must be one of {', '.join(map(repr, key.one_of))}.")
    return value


def _many(value: object, where: str) -> list[object]:
    if not isinstance(value, list):
        raise CardWrong(f"{where} must be a list in [brackets].")
    return value


def _words(value: object, where: str) -> Words:
    if not isinstance(value, dict) or set(value) != {"en", "es"}:
        raise CardWrong(f"{where} must be {{ en = …, es = … }}: both languages and nothing else.")
    return Words(_text(value["en"], f"{where} en"), _text(value["es"], f"{where} es"))


def _lists(value: object, where: str) -> dict[str, str]:
    if not isinstance(value, dict):
        raise CardWrong(f'{where} must be a table of words, like pet = "dog cat".')
    return {name: _listed(words, f"{where} {name}") for name, words in value.items()}


def _listed(value: object, where: str) -> str:
    """The words of a list, which may be written on several lines."""
    if not isinstance(value, str) or not value.strip():
        return _text(value, where)
    return " ".join(_text(line, where) for line in value.splitlines() if line)


def _checked(own: Mapping[str, str], shared: Mapping[str, str], where: str) -> dict[str, str]:
    try:
        return checked_lists(own, shared)
    except PhraseWrong as error:
        raise CardWrong(f"{where} {error}.") from error


def _check_phrases(hints: Hints, where: str, shared: Mapping[str, str]) -> None:
    lists = _checked(hints.lists, shared, f"{where}: lists")
    for name, listed in (("en", hints.en), ("es", hints.es), ("unless", hints.unless)):
        for text in listed:
            try:
                phrases(text, lists=lists)
            except PhraseWrong as error:
                raise CardWrong(f"{where}: {name}: {text!r} {error}.") from error


def _count(value: object, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise CardWrong(f"{where} must be a whole number from 1.")
    return value


def _flag(value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise CardWrong(f"{where} must be true or false.")
    return value


def _date(value: object, where: str) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise CardWrong(f"{where} must be a day like 2027-05-01, without quotes.")
    return value
