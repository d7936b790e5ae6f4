"""What the floor says around its tables besides its alarms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.wording.floor import swept_words
from console.domain.floor_events import WHOLE
from console.domain.next_contact import is_said

if TYPE_CHECKING:
    from datetime import datetime

    from console.desk.model import Model
    from console.desk.screens.floor import FloorScreen
    from console.desk.widgets.words import Parts

KEYS = "Tab: next table · type: filter · ←→: sort, Shift turns it · Enter: open · Esc: back"


def standing(model: Model, now: datetime) -> list[tuple[str, str]]:
    """What every desk must know now, and what the last daily sweep ended."""
    words = model.notices.words(model.me, model.zone)
    whole = model.queues.get(WHOLE)
    swept = swept_words(whole.swept if whole else None, now, model.zone)
    return [(line, "warn") for line in (words, swept) if line]


def unsaid(model: Model) -> Parts:
    """In how many open incidents nobody has said when they hear from us next."""
    count = sum(not is_said(incident) for incident in model.incidents.values())
    return [(f"  {count} open without a next contact", "warn")] if count else []


def said_below(screen: FloorScreen, notice: Parts) -> Parts:
    """Why the chosen contact waits, and what the desk says; else what keys do here."""
    row = screen.table.chosen if screen.table is screen.waiting else None
    why: Parts = [(f"Waits: {row.more}  ", "plain")] if row and row.more else []
    return [*why, *notice] or [(KEYS, "quiet")]
