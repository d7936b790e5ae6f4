"""What the open incident is, in two lines; more only where alarms would be cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from console.desk.widgets.words import Words
from console.domain.reference import reference
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.desk.widgets.words import Parts
    from console.domain.flags import Flag
    from console.domain.incident import Incident

MOST_ROWS = 3
"""Rows of owner and alarms; the timeline needs the others."""
_LOUD = {"critical": "alarm", "high": "warn", "normal": "plain", "low": "quiet"}


class IncidentHeader(Words):
    """Reference, category, severity, status; owner, alarms, what is due, who else is here."""

    DEFAULT_CSS = """
    IncidentHeader {
        height: 2; padding: 0 1; background: $surface;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
    """

    _told: tuple[Parts, Parts, Parts] | None = None
    """The first line, the owner and the alarms, and what follows them."""

    def show_incident(
        self,
        incident: Incident,
        flags: Sequence[Flag],
        here: list[str],
        me: int,
        *,
        due: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Show one incident with what stands on it and on its people.

        ``here`` names the colleagues inside, ``due`` says what it is due.
        """
        first: Parts = [(incident.ref or f"#{incident.number}", "plain")]
        first += [(f" with {reference(part)}", "text") for part in incident.parts]
        first.append((" · ", "quiet"))
        first.append((f" {incident.severity.upper()} ", _LOUD[incident.severity]))
        first.append((f" {incident.category} · ", "text"))
        first.append((incident.status, "plain"))
        marks = [_owner(incident, me), *_alarms(incident, flags)]
        marks.extend(part for part in due if part[1] == "alarm")
        rest: Parts = [part for part in due if part[1] not in ("alarm", "text")]
        if here:
            rest.append((f"also here: {', '.join(map(clean_line, here))}  ", "warn"))
        rest += [*_pinned(incident), (clean_line(incident.title), "quiet")]
        self._told = first, marks, rest
        self._pack()

    def on_resize(self) -> None:
        """Pack the alarms anew: the first time, there was no width to pack them into."""
        self._pack()

    def _pack(self) -> None:
        if self._told is None or not self.size.width:
            return
        first, marks, rest = self._told
        rows = packed(marks, self.size.width - 2)
        self._stand(len(rows) + 1)
        self.show([*first, *(part for row in rows for part in (("\n", "text"), *row)), *rest])

    def _stand(self, rows: int) -> None:
        height = self.styles.height
        if height is None or height.value != rows:
            self.styles.height = rows


def _owner(incident: Incident, me: int) -> tuple[str, str]:
    if incident.owner is None:
        return "nobody has it ", "warn"
    if incident.owner == me:
        return "yours ", "good"
    return f"{clean_line(incident.owner_name)} has it ", "text"


def _alarms(incident: Incident, flags: Sequence[Flag]) -> Parts:
    limits: Parts = [(" RESTRICTED ", "alarm")] if incident.restriction is not None else []
    words = (clean_line(flag.flag).upper() for flag in flags)
    return [*limits, *((f" {flag} ", "alarm") for flag in words)]


def packed(marks: Parts, width: int) -> list[Parts]:
    """Marks, a space after each, in as many rows of ``width`` cells as hold all of them whole."""
    rows: list[Parts] = [[]]
    used = 0
    for mark in marks:
        cells = cell_len(mark[0]) + 1
        if used and used + cells - 1 > width and len(rows) < MOST_ROWS:
            rows.append([])
            used = 0
        rows[-1] += [mark, (" ", "text")]
        used += cells
    return rows


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
