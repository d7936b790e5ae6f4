"""A queue's state in words: open until when, closed why, diverted to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.queue_facts import opening_now
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from console.domain.queue import Queue
    from console.domain.queue_facts import QueueFacts


def until_words(moment: datetime | None, now: datetime, zone: tzinfo) -> str:
    """`` till 15:00``, with the day when it is another one; nothing when there is no end."""
    if moment is None:
        return ""
    then = moment.astimezone(zone)
    is_today = then.date() == now.astimezone(zone).date()
    return f" till {then:%H:%M}" if is_today else f" till {then:%a %H:%M}"


def queue_state(
    facts: QueueFacts | None, queue: Queue | None, now: datetime, zone: tzinfo
) -> tuple[str, str]:
    """The state in words, what is unusual first, and how loud it is."""
    found = opening_now(facts, queue, now)
    is_by_hand = queue is not None and queue.is_closed and queue.closed_reason == found.reason
    by = f", {queue.closed_by}" if is_by_hand and queue is not None and queue.closed_by else ""
    closed = f"CLOSED{until_words(found.next, now, zone)}: {found.reason}{by}"
    said = [] if found.is_open else [closed]
    if queue is not None and (to := queue.diverted_to(now)):
        diverted = f"→ {to}{until_words(queue.divert_until, now, zone)}, {queue.divert_by}"
        # What somebody did goes before what the clock does.
        said.insert(len(said) if is_by_hand else 0, diverted)
    if said:
        return clean_line(" · ".join(said)), "warn"
    return f"open{until_words(found.next, now, zone)}", "quiet"
