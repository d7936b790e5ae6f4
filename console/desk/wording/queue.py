"""A row of the work list in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from console.desk.clock import seconds_between
from console.desk.urgency import FROM, MENTIONED
from console.domain.safe_text import clean_line
from console.domain.unfinished import has_broken, still_open

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, tzinfo

    from console.desk.urgency import Row
    from console.domain.incident_events import Severity

SEVERITY: dict[Severity, str] = {
    "critical": "CRIT",
    "high": "HIGH",
    "normal": "norm",
    "low": "low",
}
Mark = Literal["call", "ring", "trouble", "waits", "quiet"]


def work_words(rows: Sequence[Row]) -> list[tuple[str, str]]:
    """How much there is to do, for the title of the work list."""
    waits = sum(row.incident.unanswered > 0 for row in rows)
    parked = sum(row.incident.parked_at is not None for row in rows)
    words = [(f"MY WORK · {len(rows)}", "quiet")]
    words += [(f" · {parked} parked", "quiet")] if parked else []
    return [*words, (f"  {waits} unanswered", "warn")] if waits else words


def age(since: datetime | None, now: datetime) -> str:
    """How long ago, in two or three characters: ``now``, ``4m``, ``2h``, ``3d``."""
    if since is None:
        return ""
    minutes = seconds_between(since, now) // 60
    if minutes < 1:
        return "now"
    if minutes < 100:
        return f"{minutes}m"
    return f"{minutes // 60}h" if minutes < 2880 else f"{minutes // 1440}d"


def state_words(row: Row, zone: tzinfo) -> tuple[str, Mark]:
    """The one thing about a row that wants to be seen first; times are in the zone given."""
    match row.why:
        case "your call":
            return "ON CALL", "call"
        case "rings for you":
            return "RINGING", "ring"
        case "wrap-up":
            return "WRAP-UP", "call"
        case why if why.startswith((FROM, MENTIONED)):
            return clean_line(why).upper(), "ring"
        case _:
            pass
    left = still_open(row.incident)
    if any(f.what == "dropped" for f in left):
        return "DROPPED", "trouble"
    if row.incident.trouble:
        return "TROUBLE", "trouble"
    if has_broken(row.incident):
        return "PROMISE OVERDUE", "trouble"
    if row.incident.call_waiting:
        return "CALLER WAITS", "waits"
    if row.incident.parked_at is not None:
        until = row.incident.parked_until
        end = f" until {until.astimezone(zone):%H:%M %Z}" if until is not None else ""
        return f"parked{end}", "quiet"
    if row.incident.unanswered:
        return f"{row.incident.unanswered} unanswered", "waits"
    if left:
        return left[0].what.upper(), "waits"
    return row.incident.status, "quiet"
