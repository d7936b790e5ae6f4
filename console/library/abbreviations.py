"""Abbreviations: short names for prepared words, a team's and one's own, in both languages.

What still has to be filled in stands in them as ``‹who›``, or as a variable that nobody knew.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from console.library.placeholders import NAMES, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST = 1_600
"""Characters of a text message at most; prepared words are not longer."""
NAME = r"[a-z][a-z0-9-]{0,23}"
_NAME = re.compile(NAME)
_GAP = re.compile(rf"‹([^‹›\n]*)›|\{{({'|'.join(NAMES)})\}}")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


class AbbreviationsWrong(ValueError):
    """A list can't be used; the text says where and why."""


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """Words that ``;name`` stands for."""

    name: str
    en: str
    es: str = ""
    """Empty: there are none in Spanish, the English ones are used."""
    is_personal: bool = False

    def text(self, language: str) -> str:
        """The words in a language, ``en`` or ``es``."""
        return (self.es if language.startswith("es") else "") or self.en


class Gap(NamedTuple):
    """Something that is to be filled in."""

    start: int
    end: int
    name: str


def gaps(text: str) -> Iterator[Gap]:
    """What is to be filled in before the words may be sent, in its order."""
    for found in _GAP.finditer(text):
        yield Gap(found.start(), found.end(), (found[1] or found[2] or "").strip())


def load(files: tuple[Path, ...]) -> tuple[dict[str, Abbreviation], list[str]]:
    """Read the team's list, then one's own, whose words count where both have a name.

    Returns:
        The abbreviations by name, and what is wrong with a list that can't be used.
    """
    known: dict[str, Abbreviation] = {}
    wrong: list[str] = []
    for place, path in enumerate(files):
        # Nobody needs a list of their own.
        if place and not path.exists():
            continue
        try:
            known |= {one.name: one for one in read(path, is_personal=place > 0)}
        except AbbreviationsWrong as error:
            wrong.append(str(error))
    return dict(sorted(known.items())), wrong


def read(path: Path, *, is_personal: bool = False) -> list[Abbreviation]:
    """The abbreviations of one file. Raises AbbreviationsWrong."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise AbbreviationsWrong(f"{path} can't be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise AbbreviationsWrong(f"{path} is not TOML: {error}.") from error
    found = []
    for name, value in table.items():
        if not _NAME.fullmatch(name):
            raise AbbreviationsWrong(
                f"{path.name}: {name[:40]!r} can't be typed: use a-z, 0-9 and -, 24 at most."
            )
        texts = _texts(value, f"{path.name}: {name}")
        found.append(Abbreviation(name, *texts, is_personal=is_personal))
    return found


def _texts(value: object, where: str) -> tuple[str, str]:
    table = {"en": value} if isinstance(value, str) else value
    if not isinstance(table, dict) or not {"en"} <= table.keys() <= {"en", "es"}:
        raise AbbreviationsWrong(f"{where} must be text, or a table of en and es.")
    return _text(table["en"], f"{where}: en"), _text(table.get("es", ""), f"{where}: es", least=0)


def _text(value: object, where: str, *, least: int = 1) -> str:
    if not isinstance(value, str) or not least <= len(value.strip()) or len(value) > MOST:
        raise AbbreviationsWrong(f"{where} must be text of {MOST} characters at most.")
    if _CONTROL.search(value):
        raise AbbreviationsWrong(f"{where} must have no control characters.")
    if strange := next(unknown(value), None):
        raise AbbreviationsWrong(
            f"{where}: {{{strange}}} is no variable; there are {', '.join(NAMES)}."
        )
    return value.strip("\n")
