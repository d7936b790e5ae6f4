"""Why a call is over, in words where there are any."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.domain.call_state import Call

_NOT_REACHED = {
    "busy": "the line was busy",
    "no-answer": "nobody answered",
    "failed": "the number could not be reached",
}


def why_over(call: Call) -> str:
    """Words for the agent when nobody was reached or nobody told us, else the provider's reason."""
    if not call.inbound and call.answered_at is None and not call.end_asked:
        if call.customer.status in _NOT_REACHED:
            return _NOT_REACHED[call.customer.status]
        if not call.customer.is_over and call.mine.is_over:
            return "your own phone was not connected"
    told = call.room_reason or call.customer.left_reason
    return call.customer.words or call.mine.words or told or call.customer.status
