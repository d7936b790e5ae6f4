"""Promises in words: when they are due, here and where the caller is."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from console.domain.promise import Promise


def due_words(due: datetime | None, theirs: str, ours: tzinfo) -> str:
    """``due 18:00 EST, 15:00 here``; the day only when it is not today's anyway."""
    if due is None:
        return "no time named"
    here = due.astimezone(ours)
    if not theirs:
        return f"due {here:%a %d %b %H:%M}"
    there = due.astimezone(ZoneInfo(theirs))
    same = there.utcoffset() == here.utcoffset()
    words = f"due {there:%a %d %b %H:%M} {there.tzname()}"
    return words if same else f"{words}, {here:%H:%M} here"


def in_words(promise: Promise, ours: tzinfo) -> str:
    """One of the ledger: broken or not, when, what, and who gave it."""
    broken = "BROKEN · " if promise.standing == "broken" else ""
    name = f" · {clean_line(promise.name)}" if promise.name else ""
    return (
        f"{broken}{due_words(promise.due, promise.zone, ours)} · {clean_line(promise.text)}{name}"
    )
