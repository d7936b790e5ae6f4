"""Time that counts: what of a span falls into a calendar's hours, and when enough has passed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from console.domain.hours import LOOK_AHEAD_DAYS, open_times

if TYPE_CHECKING:
    from datetime import datetime

    from console.domain.hours import Hours

NOTHING = timedelta(0)


def open_time(hours: Hours | None, start: datetime, end: datetime) -> timedelta:
    """What of a span falls into the hours; all of it without a calendar.

    Raises:
        ValueError: The end is before the start: whoever stored them has to be told.
    """
    if end < start:
        raise ValueError(f"ends {start - end} before it starts")
    if hours is None:
        return end - start
    total = NOTHING
    first = start.astimezone(hours.zone).date()
    for opens, closes in open_times(hours, first, (end - start).days + 3):
        if opens >= end:
            break
        total += max(min(closes, end) - max(opens, start), NOTHING)
    return total


def moment_after(hours: Hours | None, start: datetime, amount: timedelta) -> datetime | None:
    """When so much time that counts has passed since a moment; None: not within a year."""
    if hours is None:
        return start + amount
    first = start.astimezone(hours.zone).date()
    for opens, closes in open_times(hours, first, LOOK_AHEAD_DAYS):
        begins = max(opens, start)
        if closes <= begins:
            continue
        if amount <= closes - begins:
            return begins + amount
        amount -= closes - begins
    return None
