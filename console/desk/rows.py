"""The work list: what needs me first, and why, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.desk.visitors import in_words
from console.domain.followup import still_open
from console.domain.supervision import LEADS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.desk.standing import Standing
    from console.domain.agent import Agent
    from console.domain.call_state import Call
    from console.domain.incident import Incident

_DONE = frozenset({"solved", "closed"})
HELP = -1
"""Rank of what a colleague asks a lead for; nothing goes before it."""
AT_REST = 7
"""Rank of what is solved or closed and asks for nothing."""


@dataclass(frozen=True, slots=True)
class Row:
    """One incident of the work list; all texts are raw and may be hostile."""

    incident: Incident
    name: str
    """Who it is about: a name, or a bare address."""
    snippet: str
    """Beginning of the last thing a party wrote."""
    rank: int
    """0 is the most urgent."""
    why: str
    """Words for the rank: ``your call``, ``rings for you``, ``danger`` …; may be empty."""
    call: Call | None = None
    """The live call, when there is one."""
    here: tuple[str, ...] = ()
    """Colleagues inside: ``Ana types``, ``Sam``."""


def urgency(incident: Incident, me: Agent | None, call: Call | None) -> tuple[int, str]:
    """Rank of an incident for this agent, and the reason in words."""
    wanted = incident.help
    if wanted is not None and wanted.is_open and me is not None and me.role in LEADS:
        return HELP, f"{wanted.name} asks for help"
    if call is not None and me is not None:
        mine = {me.call: (0, "your call"), me.offer: (1, "rings for you")}
        mine[me.wrapping] = (2, "wrap-up")
        if call.id in mine:
            return mine[call.id]
    waits = incident.unanswered > 0 or incident.call_waiting
    left = still_open(incident)
    if incident.status in _DONE and not waits and not incident.trouble and not left:
        return AT_REST, incident.status
    if any(f.what == "dropped" for f in left):
        return 3, "call dropped"
    if incident.severity == "critical":
        return 3, "danger"
    if incident.trouble:
        return 4, "did not arrive"
    if waits:
        return 5, "caller waits" if incident.call_waiting else "unanswered"
    if left:
        return 5, left[0].what
    return 6, ""


def place(incident: Incident, rank: int) -> tuple[int, float, int]:
    """Sort key: by rank, the unanswered oldest first, the rest by what happened last."""
    last = incident.last_at or incident.opened_at
    newest_first = -last.timestamp() if last else 0.0
    waiting = incident.waiting_since or (incident.last_at if incident.call_waiting else None)
    if waiting is None and (left := still_open(incident)):
        waiting = left[0].at
    if rank in (3, 4, 5) and waiting is not None:
        # Waiting times are in the past: always before those sorted by newest_first.
        return rank, waiting.timestamp() - 1e12, incident.number
    return rank, newest_first, incident.number


class WorkList:
    """The rows in order, each made again only when something about it changed."""

    def __init__(self) -> None:
        self._rows: dict[int, tuple[tuple[int, float, int], Row]] = {}

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
        for number, incident in floor.incidents.items():
            if number not in self._rows:
                row = _row(floor, incident, moment)
                self._rows[number] = place(incident, row.rank), row
        return [row for _, row in sorted(self._rows.values(), key=_place) if _is_shown(row)]


def _place(placed: tuple[tuple[int, float, int], Row]) -> tuple[int, float, int]:
    return placed[0]


def _is_shown(row: Row) -> bool:
    return row.rank < AT_REST or row.incident.status != "closed"


def _row(floor: Standing, incident: Incident, moment: float) -> Row:
    number = incident.number
    call = floor.calls.get(incident.live_call or incident.last_call or "")
    rank, why = urgency(incident, floor.me, call)
    me = floor.me.number if floor.me else None
    inside = [word for word in floor.visitors.here(number, moment) if word.agent != me]
    return Row(
        incident=incident,
        name=_name(floor, incident),
        snippet=floor.snippets.get(number, (0, ""))[1],
        rank=rank,
        why=why,
        call=call,
        here=in_words(inside),
    )


def _name(floor: Standing, incident: Incident) -> str:
    handle = incident.handles[0] if incident.handles else ""
    contact = floor.names.contacts.get(handle)
    if contact is not None and contact.name:
        return contact.name
    known = floor.named.get(incident.number, "")
    return known or (floor.names.party(handle) if handle else incident.title)
