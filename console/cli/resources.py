"""``console resources``: loads the book of vets and emergency numbers, and searches it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from console.cli.words import Problem, command, say, settings_of

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from datetime import date

    from console.cli.words import Commands
    from console.domain.resources import Resource

ABOUT = "Load and search the book of vets, shelters, animal control and emergency numbers"


def add(commands: Commands) -> None:
    """Declare the command and what it does."""
    parser: ArgumentParser = command(commands, "resources", _list, ABOUT)
    doings = parser.add_subparsers(title="what", metavar="WHAT")
    loading = doings.add_parser("load", help="check a CSV, and let it be the hub's book")
    loading.add_argument("file", metavar="FILE", type=Path)
    loading.set_defaults(run=_load)
    finding = doings.add_parser("find", help='like "vet austin"')
    finding.add_argument("words", metavar="WORDS")
    finding.set_defaults(run=_find)


def _load(arguments: Namespace) -> int:
    """Put a whole, right file in the place of the old one; 1 when something is wrong in it."""
    lines, wrong = _read(arguments.file)
    for problem in wrong:
        say(f"wrong      {problem}")
    if wrong or not lines:
        say(f"Nothing was loaded: {len(lines)} lines are right, {len(wrong)} are not.")
        return 1
    place = settings_of(arguments).people.resources_path
    text = arguments.file.read_text("utf-8-sig")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh = place.with_name(f"{place.name}.new")
        fresh.write_text(text, "utf-8")
        fresh.replace(place)
    except OSError as error:
        raise Problem(f"{place} can't be written ({error.strerror}).") from error
    stale = sum(one.is_stale(_today()) for one in lines)
    say(f"{len(lines)} lines are in {place}; {stale} of them are stale, or were never checked.")
    say("Desks have them at their next start.")
    return 0


def _list(arguments: Namespace) -> int:
    return _told(arguments, "")


def _find(arguments: Namespace) -> int:
    return _told(arguments, arguments.words)


def _told(arguments: Namespace, words: str) -> int:
    from console.domain.resources import find

    lines, _ = _read(settings_of(arguments).people.resources_path)
    today = _today()
    for one in find(lines, words, today):
        stale = "  STALE: check it first" if one.is_stale(today) else ""
        say(f"{one.phone:16} {one.kind:20} {one.name}, {one.region} {one.country}{stale}")
    return 0


def _read(file: Path) -> tuple[list[Resource], list[str]]:
    from console.domain.resources import read_book

    try:
        return read_book(file.read_text("utf-8-sig"))
    except OSError as error:
        raise Problem(f"{file} can't be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise Problem(f"{file} is not UTF-8 text.") from error


def _today() -> date:
    return datetime.now(UTC).date()
