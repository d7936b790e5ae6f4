"""Reads entries as the hub sends them; one that can't be read still keeps its place."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from console.domain.timeline import Entry, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


def read_entry(data: object, seq: int) -> Entry:
    """Read one entry; ``seq`` is its place when it does not say so itself in a readable way."""
    if not isinstance(data, dict):
        return _unreadable({}, seq)
    try:
        return Entry.from_wire(data)
    except (ValidationError, KeyError, AttributeError, TypeError, RecursionError):
        return _unreadable(data, seq)


def read_entries(entries: Iterable[dict[str, Any]]) -> list[Entry]:
    """Read entries of a page or an answer, oldest first; what has no place is left out."""
    read = [read_entry(data, 0) for data in entries]
    return sorted((entry for entry in read if entry.seq > 0), key=lambda entry: entry.seq)


def _unreadable(data: dict[object, object], seq: int) -> Entry:
    said, incident = data.get("seq"), data.get("incident")
    return Entry(
        seq=seq or (said if isinstance(said, int) else 0),
        at=_NO_TIME,
        stream="unreadable/0",
        incident=incident if isinstance(incident, int) else None,
        actor="",
        cause="",
        event=Unknown(kind="?"),
    )
