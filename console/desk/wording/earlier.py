"""Earlier incidents in words: how many, and each on one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from datetime import tzinfo

    from console.domain.incident import Incident
    from console.domain.wire import SeenBefore


def counted(found: SeenBefore) -> str:
    """How many: ``1 open, 3 past``; more than are listed are only counted."""
    still = sum(row.incident.status != "closed" for row in found.rows)
    words = f"{still} open, {len(found.rows) - still} past"
    more = found.total - len(found.rows)
    return f"{words}, {more} older" if more > 0 else words


def in_words(incident: Incident, zone: tzinfo) -> str:
    """Reference, category, status and date of one of them."""
    day = f"{incident.opened_at.astimezone(zone):%d %b %Y}" if incident.opened_at else ""
    parts = (incident.ref, incident.category, incident.status, day)
    return " · ".join(filter(None, map(clean_line, parts)))
