"""What the open incident is, in two lines that never move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.widgets.words import Words
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from datetime import datetime

    from console.desk.widgets.words import Parts
    from console.domain.incident import Incident

_LOUD = {"critical": "alarm", "high": "warn", "normal": "plain", "low": "quiet"}


class IncidentHeader(Words):
    """Reference, category, severity, status, owner; flags and who else is here."""

    DEFAULT_CSS = """
    IncidentHeader { height: 2; padding: 0 1; background: $surface; }
    """

    def show_incident(self, incident: Incident, now: datetime, here: list[str], me: int) -> None:
        """Show one incident; ``here`` names the colleagues inside."""
        first: Parts = [(incident.ref or f"#{incident.number}", "plain"), (" · ", "quiet")]
        first.append((f" {incident.severity.upper()} ", _LOUD[incident.severity]))
        first.append((f" {incident.category} · ", "text"))
        first.append((incident.status, "plain"))
        second: Parts = [self._owner(incident, me), ("  ", "text")]
        for flag in incident.active_flags(now):
            second.append((f" {clean_line(flag.flag).upper()} ", "alarm"))
            second.append((" ", "text"))
        second.extend(_pinned(incident))
        if here:
            second.append((f"also here: {', '.join(map(clean_line, here))}  ", "warn"))
        second.append((clean_line(incident.title), "quiet"))
        self.show([*first, ("\n", "text"), *second])

    @staticmethod
    def _owner(incident: Incident, me: int) -> tuple[str, str]:
        if incident.owner is None:
            return "nobody has it", "warn"
        if incident.owner == me:
            return "yours", "good"
        return f"{clean_line(incident.owner_name)} has it", "text"


def _pinned(incident: Incident) -> Parts:
    """Where they are and how to ring them back: asked for as long as they are on the telephone."""
    parts: Parts = []
    if incident.place:
        parts.append((f"at {clean_line(incident.place)}  ", "plain"))
    elif incident.live_calls:
        parts.append(("where?  ", "warn"))
    if incident.callback_number:
        parts.append((f"ring back {clean_line(_masked(incident.callback_number))}  ", "plain"))
    elif incident.live_calls:
        parts.append(("number?  ", "warn"))
    return parts


def _masked(handle: str) -> str:
    # Loaded with the first incident: the first paint does not wait for it.
    from console.domain.person import masked

    return masked(handle)
