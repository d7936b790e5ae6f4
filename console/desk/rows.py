"""The work list: what needs me first, and why, in words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from console.desk.urgency import Row, is_shown, place, urgency
from console.desk.visitors import in_words
from console.desk.waits import Waits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.desk.standing import Standing
    from console.domain.incident import Incident

WAIT_SECONDS = 1.0
"""How often it is looked why callers wait."""


class WorkList:
    """The rows in order, each made again only when something about it changed."""

    def __init__(self) -> None:
        self._rows: dict[int, tuple[tuple[int, float, int], Row]] = {}
        self._waits: dict[str, str] = {}
        """Call to why nobody has it."""
        self._looked_at = -WAIT_SECONDS

    def forget(self, numbers: Iterable[int] | None = None) -> None:
        """Make these rows again next time, by default all."""
        if numbers is None:
            self._rows.clear()
            return
        for number in numbers:
            self._rows.pop(number, None)

    def rows(self, floor: Standing) -> list[Row]:
        """The work list, most urgent first; closed incidents are not on it."""
        moment = floor.moment()
        # Who is there changes with time alone.
        self.forget(floor.visitors.incidents())
        self.forget(self._rows.keys() - floor.incidents.keys())
        for incident in floor.work():
            number = incident.number
            if number not in self._rows:
                row = _row(floor, incident, moment)
                self._rows[number] = place(incident, row.rank), row
        self._say_why(floor, moment)
        return [row for _, row in sorted(self._rows.values(), key=_place) if is_shown(row)]

    def _say_why(self, floor: Standing, moment: float) -> None:
        """Say of each caller who waits why; it changes with what colleagues do, and with time."""
        waiting = [n for n, (_, row) in self._rows.items() if row.wait or _is_queued(row)]
        if waiting and moment - self._looked_at >= WAIT_SECONDS:
            self._looked_at = moment
            waits = Waits(floor, floor.clock.now(moment))
            calls = (row.call for _, row in map(self._rows.__getitem__, waiting))
            self._waits = {call.id: waits.call(call) for call in calls if call is not None}
        for number in waiting:
            at, row = self._rows[number]
            words = self._waits.get(row.call.id, "") if row.call and _is_queued(row) else ""
            if words != row.wait:
                self._rows[number] = at, replace(row, wait=words)


def _is_queued(row: Row) -> bool:
    return row.call is not None and row.call.phase == "queued"


def _place(placed: tuple[tuple[int, float, int], Row]) -> tuple[int, float, int]:
    return placed[0]


def _row(floor: Standing, incident: Incident, moment: float) -> Row:
    number = incident.number
    call = floor.calls.get(incident.live_call or incident.last_call or "")
    rank, why = urgency(incident, floor.me, call)
    me = floor.me.number if floor.me else None
    inside = [word for word in floor.visitors.here(number, moment) if word.agent != me]
    return Row(
        incident=incident,
        name=_name(floor, incident),
        snippet=_snippet(floor, incident),
        rank=rank,
        why=why,
        call=call,
        here=in_words(inside),
    )


def _snippet(floor: Standing, incident: Incident) -> str:
    """The beginning of what was last written, here or in what was merged into it."""
    said = [floor.snippets.get(one.number, (0, "")) for one in floor.family(incident.number)]
    return max(said, key=lambda one: (one[0], bool(one[1])), default=(0, ""))[1]


def _name(floor: Standing, incident: Incident) -> str:
    handle = incident.handles[0] if incident.handles else ""
    contact = floor.names.contacts.get(handle)
    if contact is not None and contact.name:
        return contact.name
    known = floor.named.get(incident.number, "")
    return known or (floor.names.party(handle) if handle else incident.title)
