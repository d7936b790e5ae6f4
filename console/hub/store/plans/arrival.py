"""Plans for a caller who does not wait yet: the language they choose, a queue that is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from console.domain.arrival import CallLanguageChosen, CallTurnedAway, ContactLanguageChosen
from console.domain.call_state import Call
from console.domain.hours import Hours, opening
from console.domain.person import is_withheld
from console.hub.store.quarantine import keep_foreign
from console.hub.wishes import LanguageChosen

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.call_events import CallArrived
    from console.domain.queue import Queue
    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish


ALWAYS = Hours(ZoneInfo("UTC"))


def turn_away(tx: Tx, call: CallArrived, number: int, queue: Queue | None) -> None:
    """Write down that a caller came while their queue was closed, and why it was."""
    hours = tx.policy.hours.get(call.queue, ALWAYS)
    found = opening(hours, tx.now, queue.closing() if queue is not None else None)
    if not found.is_open:
        away = CallTurnedAway(queue=call.queue, reason=found.reason, opens_at=found.next)
        tx.emit(f"call/{call.sid}", number, away)


def _language(tx: Tx, wish: Wish, chosen: LanguageChosen) -> None:
    call = tx.get(Call, chosen.call)
    if call is None:
        keep_foreign(tx, wish)
        return
    if call.language != chosen.language:
        event = CallLanguageChosen(language=chosen.language)
        tx.emit(f"call/{call.id}", call.incident, event)
    if call.handle and not is_withheld(call.handle.partition(":")[2]):
        kept = ContactLanguageChosen(language=chosen.language)
        tx.emit(f"contact/{call.handle}", None, kept)


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {LanguageChosen: _language}
