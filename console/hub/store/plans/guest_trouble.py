"""Plans for wishes about guests that did not go as asked: words, and what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.call import is_over_now
from console.domain.call_events import CallTroubled
from console.domain.call_state import Call
from console.domain.guests import GuestTroubled
from console.hub.store.plans.rooms import finish

if TYPE_CHECKING:
    from console.hub.store.tx import Tx
    from console.hub.wishes import EffectTold

STILL_IN = "You are still in the call."
ENDS_FOR_ALL = "Should the caller hang up now, the call may end for everybody."


def _room_troubled(tx: Tx, call: Call, told: EffectTold) -> None:
    about = told.kind.removeprefix("guest.")
    if call.over or told.how == "attempted" or (about == "leave" and not call.leave_asked):
        return
    words = f"{told.words} {STILL_IN if about == 'leave' else ENDS_FOR_ALL}"
    troubled = CallTroubled(about=about, words=words, is_unsure=told.how == "unsure")
    tx.emit(f"call/{call.id}", call.incident, troubled)


def guest_troubled(tx: Tx, call: Call, told: EffectTold) -> None:
    """Say what became of a wish about a guest that did not go as asked."""
    if told.kind in ("guest.leave", "guest.exit"):
        _room_troubled(tx, call, told)
        return
    if call.over or told.how == "attempted" or told.leg not in call.guests:
        return
    about = told.kind.removeprefix("guest.")
    troubled = GuestTroubled(leg=told.leg, about=about, words=told.words)
    tx.emit(f"call/{call.id}", call.incident, troubled)
    after = tx.get(Call, call.id)
    if after is not None and after.caller_left and is_over_now(after):
        # Who could not be reached was the last whom the agent waited for.
        finish(tx, after)
