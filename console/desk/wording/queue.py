"""A row of the work list in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from console.desk.clock import seconds_between

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from console.desk.rows import Row
    from console.domain.incident_events import Severity

SEVERITY: dict[Severity, str] = {
    "critical": "CRIT",
    "high": "HIGH",
    "normal": "norm",
    "low": "low",
}
Mark = Literal["call", "ring", "trouble", "waits", "quiet"]


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
        case _:
            pass
    # Not with the app: what it needs would make the first screen wait.
    from console.domain.followup import still_open

    left = still_open(row.incident)
    if any(f.what == "dropped" for f in left):
        return "DROPPED", "trouble"
    if row.incident.trouble:
        return "TROUBLE", "trouble"
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
