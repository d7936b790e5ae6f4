"""How urgent a row of the work list is, and why, in words; light enough for the first paint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.roles import LEADS
from console.domain.unfinished import has_broken, still_open

if TYPE_CHECKING:
    from console.domain.agent import Agent
    from console.domain.call_state import Call
    from console.domain.incident import Incident

_DONE = frozenset({"solved", "closed"})
HELP = -1
"""Rank of what a colleague asks a lead for; nothing goes before it."""
FROM = "from "
"""How the words begin for what a colleague has handed over and nobody has read."""
MENTIONED = "mentioned by "
"""How the words begin while I have not opened an incident in which a note names me."""
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
    wait: str = ""
    """Why nobody has the caller yet."""


def urgency(incident: Incident, me: Agent | None, call: Call | None) -> tuple[int, str]:
    """Rank of an incident for this agent, and the reason in words."""
    rank, why = _pressing(incident, me, call)
    by = _mentions(incident, me)
    return (min(rank, 4), f"{MENTIONED}{by}") if by and rank >= 3 else (rank, why)


def _pressing(incident: Incident, me: Agent | None, call: Call | None) -> tuple[int, str]:
    wanted = incident.help
    if wanted is not None and wanted.is_open and me is not None and me.role in LEADS:
        return HELP, f"{wanted.name} asks for help"
    if call is not None and me is not None:
        mine = {me.call: (0, "your call"), me.offer: (1, "rings for you")}
        mine[me.wrapping] = (2, "wrap-up")
        if call.id in mine:
            return mine[call.id]
    if me is not None and (given := incident.handover) is not None and given.agent == me.number:
        return 2, f"{FROM}{given.by_name}: unread"
    waits = incident.unanswered > 0 or incident.call_waiting
    left = still_open(incident)
    overdue = has_broken(incident)
    if incident.status in _DONE and not (waits or incident.trouble or left or overdue):
        return AT_REST, incident.status
    if any(f.what == "dropped" for f in left):
        return 3, "call dropped"
    if incident.severity == "critical":
        return 3, "danger"
    if overdue:
        return 3, "promise overdue"
    if incident.trouble:
        return 4, "did not arrive"
    if waits:
        return 5, "caller waits" if incident.call_waiting else "unanswered"
    if left:
        return 5, left[0].what
    return 6, ""


def _mentions(incident: Incident, me: Agent | None) -> str:
    """Who mentioned me here last, while I have not looked."""
    mine = [one.by for one in incident.mentions if me is not None and one.agent == me.number]
    return (mine[-1] or "a colleague") if mine else ""


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


def is_shown(row: Row) -> bool:
    """Whether it is on the list: what is closed and asks for nothing is not."""
    return row.rank < AT_REST or row.incident.status != "closed"
