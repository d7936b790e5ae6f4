"""The resource book: whom to ring near somebody, and when that was last checked."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from io import StringIO
from typing import TYPE_CHECKING

from console.domain.base import State
from console.domain.person import tel

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

COLUMNS = ("name", "kind", "country", "region", "phone", "address", "hours", "verified", "source")
STALE = timedelta(days=180)
"""After so long a line has to be checked again."""
MOST = 20_000
"""Lines of one book."""
WORDS = 200
"""Characters of one field."""


class Resource(State):
    """One line of the book."""

    name: str
    kind: str
    """Like ``er vet``, ``animal control``, ``shelter``, ``police``."""
    country: str
    """ISO 3166 code, like ``US``."""
    region: str = ""
    """State and county, or whatever part of the country it serves."""
    phone: str
    """E.164."""
    address: str = ""
    hours: str = ""
    verified: date | None = None
    """When somebody last checked it; None: never."""
    source: str = ""

    def is_stale(self, today: date) -> bool:
        """Whether it was checked too long ago to be relied on."""
        return self.verified is None or today - self.verified > STALE


class ResourceBook(State):
    """``GET /api/resources``: the whole book, in the order of its file."""

    lines: tuple[Resource, ...] = ()


def read_book(text: str) -> tuple[list[Resource], list[str]]:
    """Read a CSV with the names of its columns in the first line.

    Returns:
        Its lines, and what is wrong with those that can't be used, each named by its number.
    """
    rows = csv.DictReader(StringIO(text))
    names = [(name or "").strip().lower() for name in rows.fieldnames or ()]
    if missing := [name for name in ("name", "kind", "country", "phone") if name not in names]:
        return [], [f"line 1: the column {missing[0]} is missing; columns: {', '.join(COLUMNS)}"]
    rows.fieldnames = names
    found: list[Resource] = []
    wrong: list[str] = []
    try:
        for row in rows:
            try:
                found.append(_line(row))
            except ValueError as error:
                wrong.append(f"line {rows.line_num}: {error}")
            if len(found) > MOST:
                return found[:MOST], [*wrong, f"only the first {MOST} lines are used"]
    except csv.Error as error:
        wrong.append(f"line {rows.line_num}: {error}")
    return found, wrong


def _line(row: Mapping[str, str | None]) -> Resource:
    given = {name: (row.get(name) or "").strip()[:WORDS] for name in COLUMNS}
    if not given["name"] or not given["kind"]:
        raise ValueError("name and kind must not be empty")
    country = given["country"].upper()
    if len(country) != 2 or not country.isalpha():
        raise ValueError(f"country must be a code like US, not {given['country'] or 'empty'}")
    handle = tel(given["phone"], country)
    if handle is None:
        raise ValueError(f"{given['phone'] or 'no phone'} is no whole telephone number")
    words = {name: given[name] for name in ("name", "region", "address", "hours", "source")}
    return Resource(
        **words,
        kind=given["kind"].lower(),
        country=country,
        phone=handle.removeprefix("tel:"),
        verified=_day(given["verified"]),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ValueError(f"verified must be a day like 2026-03-01, not {text}") from None


LONGEST = 200
"""Characters of what is looked for; nothing in the book is as long."""


def find(lines: Iterable[Resource], words: str, today: date) -> list[Resource]:
    """The lines that fit every word, wherever it stands; what was checked lately comes first.

    Without a word all of them: it is a book. Of a long text only the beginning is looked for.
    """
    wanted = dict.fromkeys(words[:LONGEST].casefold().split())
    fits = [one for one in lines if all(word in _said(one) for word in wanted)]
    return sorted(fits, key=lambda one: one.is_stale(today))


def _said(one: Resource) -> str:
    return " ".join((one.kind, one.name, one.region, one.country, one.address)).casefold()
