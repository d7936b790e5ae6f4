"""How a call ended, in words: who hung up, or why the two never talked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.clock import seconds_between, spell
from console.domain.call_events import CUSTOMER

if TYPE_CHECKING:
    from console.desk.names import Names
    from console.domain.call_state import Call

_NOT_REACHED = {
    "no-answer": "nobody answered",
    "busy": "the line was busy",
    "failed": "the number could not be reached",
    "canceled": "we stopped ringing before anybody answered",
}
"""Final state of a leg that we rang, to what it meant for the people."""
_HUNG_UP = "participant_hung_up"


def how_it_ended(call: Call, names: Names) -> str:
    """Who ended a call, or why it never began."""
    party, agent = names.party(call.handle), call.agent_name or "the agent"
    if call.end_asked:
        if call.end_by not in (None, call.agent):
            return f"{names.agent(call.end_by or 0)} ended it for all"
        early = "" if call.inbound or call.answered_at else " before anybody answered"
        return f"{agent} hung up{early}"
    if not call.inbound and call.answered_at is None:
        return _never_talked(call, party, agent)
    who = _last_to_leave(call, party, agent)
    if who:
        return f"{who} hung up"
    if call.customer.status == "failed":
        return "the network failed"
    return f"{party} hung up" if call.ended_by == "customer" else "the connection was lost"


def _last_to_leave(call: Call, party: str, agent: str) -> str:
    """Whose phone ended it, as far as the provider said; their leg may have ended in answer."""
    names = {CUSTOMER: party} | ({call.agent_leg: agent} if call.agent_leg else {})
    names |= {leg: guest.name for leg, guest in call.guests.items()}
    if call.over_leg in names:
        return names[call.over_leg]
    sids = {part.sid: leg for leg, part in call.parts.items() if part.sid}
    ended_by = sids.get(call.room_ended_by, "")
    if ended_by in names:
        return names[ended_by]
    hung_up = [leg for leg in names if _hung_up(call, leg)]
    return names[hung_up[0]] if hung_up else ""


def _hung_up(call: Call, leg: str) -> bool:
    part = call.parts.get(leg)
    return part is not None and part.left_reason == _HUNG_UP


def _never_talked(call: Call, party: str, agent: str) -> str:
    if call.customer.status in _NOT_REACHED:
        return _NOT_REACHED[call.customer.status]
    if not call.customer.is_over and call.mine.is_over:
        return f"{agent}'s own phone was not connected"
    return f"{party} hung up" if call.ended_by == "customer" else "we ended it"


def how_long(call: Call, reason: str, said: str) -> str:
    """How long everything took, and a reason written for people that was not ``said`` yet."""
    if call.answered_at is None:
        waited = spell(seconds_between(call.arrived_at, call.ended_at))
        parts = ["never connected", f"waited {waited}" if call.inbound else f"rang {waited}"]
    else:
        connected = seconds_between(call.answered_at, call.ended_at)
        parts = [f"talked {spell(connected - call.held_seconds)}"]
        if call.held_seconds:
            parts.append(f"on hold {spell(call.held_seconds)}")
    # The provider's codes have no spaces.
    is_news = " " in reason and reason not in said
    return " · ".join([*parts, reason] if is_news else parts)
