"""Queues that are not as they usually are, in words for everybody's screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.cover import standing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, tzinfo

    from console.domain.queue import Queue


def queue_words(queues: Iterable[Queue], now: datetime, zone: tzinfo) -> str:
    """Every divert, closing by hand and cover of a turn, with its end and who did it."""
    said = []
    for queue in queues:
        if to := queue.diverted_to(now):
            until = _until(queue.divert_until, zone)
            said.append(f"{queue.name} is diverted to {to}{until} ({queue.divert_by})")
        if queue.is_closed and (queue.closed_until is None or now < queue.closed_until):
            until = _until(queue.closed_until, zone)
            said.append(f"{queue.name} is closed{until}: {queue.closed_reason}")
        said += [
            f"{one.name} is on for {one.of}{_until(one.until, zone)} ({one.by})"
            for one in standing(queue.covers, now)
        ]
    return " · ".join(said)


def _until(moment: datetime | None, zone: tzinfo) -> str:
    return f" until {moment.astimezone(zone):%H:%M %Z}" if moment is not None else ""
