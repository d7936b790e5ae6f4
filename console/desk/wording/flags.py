"""Flags in words: what it says, until when, and who put it up."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from console.desk.clock import moment_words
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from datetime import datetime

    from console.desk.widgets.words import Parts
    from console.domain.flags import Flag


def flag_parts(flag: Flag, now: datetime) -> Parts:
    """Lines of a card; times are in the zone of ``now``."""
    parts: Parts = [(f"{clean_line(flag.flag)}\n", "warn")]
    if flag.until is not None:
        parts.append((f"until {moment_words(flag.until, now.tzinfo or UTC)}\n", "quiet"))
    by = f"by {clean_line(flag.name)}" if flag.name else ""
    more = " · ".join(filter(None, (clean_line(flag.note), by)))
    return [*parts, (f"{more}\n", "quiet")] if more else parts
