"""Who ended a call, from the facts that the provider told, in whatever order it told them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from console.domain.call_events import CUSTOMER

if TYPE_CHECKING:
    from console.domain.call_state import Call
    from console.domain.guests import Guest

EndedBy = Literal["", "customer", "agent", "consult", "transfer", "external", "network"]
_HUNG_UP = "participant_hung_up"


def ended_by(call: Call) -> EndedBy:
    """Whose leg, or whose wish, ended a call; empty while it lives."""
    if not call.over:
        return ""
    if call.end_asked:
        return "agent"
    leg = leg_that_ended(call)
    if leg:
        return "network" if call.part(leg).status == "failed" else _side(call, leg)
    if call.end_tried:
        return "agent"
    if call.customer.is_over and call.customer.status != "failed":
        return "customer"
    # An outbound call ends with the agent's own phone, before anybody else had it.
    is_own = call.mine.is_over and not call.customer.is_over and call.mine.status != "failed"
    return "agent" if is_own else "network"


def leg_that_ended(call: Call) -> str:
    """The leg that the call ended with; empty when nobody knows."""
    if call.over_leg:
        return call.over_leg
    sids = {part.sid: leg for leg, part in call.parts.items() if part.sid}
    if call.room_ended_by in sids:
        return sids[call.room_ended_by]
    return next((leg for leg in _legs(call) if call.part(leg).left_reason == _HUNG_UP), "")


def last_to_leave(call: Call) -> str:
    """The leg whose going left nobody to talk to, before the hub hangs up on who is left.

    What the room tells after that says who was hung up on, not who ended it.
    """
    gone = [leg for leg in _legs(call) if call.part(leg).has_left and not _is_explained(call, leg)]
    if gone:
        return max(gone, key=lambda leg: _went(call, leg))
    return call.agent_leg


def _is_explained(call: Call, leg: str) -> bool:
    """Whether somebody left while the others went on, or was sent away."""
    if leg == CUSTOMER:
        return call.caller_left
    guest = call.guests.get(leg)
    return call.left if guest is None else guest.drop_asked


def _went(call: Call, leg: str) -> float:
    part = call.part(leg)
    return part.left_seq if part.left_seq > part.joined_seq else float("inf")


def _legs(call: Call) -> list[str]:
    mine = [call.agent_leg] if call.agent_leg else []
    return [CUSTOMER, *mine, *call.guests]


def _side(call: Call, leg: str) -> EndedBy:
    guest = call.guests.get(leg)
    if guest is not None:
        return _guests_side(guest)
    return "customer" if leg == CUSTOMER else "agent"


def _guests_side(guest: Guest) -> EndedBy:
    if guest.purpose == "consult":
        return "consult"
    if guest.purpose == "transfer":
        return "transfer"
    return "external" if guest.role == "outsider" else "agent"
