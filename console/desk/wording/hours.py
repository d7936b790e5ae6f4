"""What a caller meets at a moment, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from console.domain.routing_words import LANGUAGES
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from datetime import datetime

    from console.domain.served import WhatHappens


def happens_words(found: WhatHappens) -> tuple[str, ...]:
    """One sentence a line; times are those of the queue's own clock."""
    zone = ZoneInfo(found.zone)

    def said(moment: datetime) -> str:
        return f"{moment.astimezone(zone):%a %Y-%m-%d %H:%M}"

    when = f"{found.queue} at {said(found.at)} ({found.zone})"
    then = f" until {said(found.next)}" if found.next is not None else ""
    if found.is_open:
        lines = [f"{when}: OPEN{then or ', with no end'}."]
    else:
        by = f", by {found.closed_by}" if found.closed_by else ""
        opens = f" It opens {said(found.next)}." if found.next is not None else ""
        lines = [f"{when}: CLOSED: {found.reason}{by}.{opens}"]
    if found.diverted_to:
        until = f" until {said(found.divert_until)}" if found.divert_until is not None else ""
        lines.append(f"Diverted: the people of {found.diverted_to} take its callers{until}.")
    spoken = " and ".join(LANGUAGES.get(one, one) for one in found.greeted)
    if spoken:
        wait = f"who wants another language waits {found.language_seconds} s for a speaker"
        lines.append(f"Greeted in {spoken}; {wait}, then goes to anybody.")
    if found.overflow:
        lines.append(f"After {found.overflow_seconds} s the people of {found.overflow} help out.")
    return tuple(clean_line(line) for line in lines)
