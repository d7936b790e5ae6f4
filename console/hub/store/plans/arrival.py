"""Plans for a caller who does not wait yet: the language they choose, a queue that is closed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from console.domain.arrival import CallLanguageChosen, CallTurnedAway, ContactLanguageChosen
from console.domain.call_state import Call
from console.domain.callbacks import CallSetAside
from console.domain.hours import Hours, Opening, opening
from console.domain.person import is_withheld
from console.domain.queue import Queue
from console.hub.store.plans.routing import available_agents
from console.hub.store.quarantine import keep_foreign
from console.hub.wishes import LanguageChosen
from console.hub.wishes_waiting import StillWaiting

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.call_events import CallArrived
    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish


ALWAYS = Hours(ZoneInfo("UTC"))


def turn_away(tx: Tx, call: CallArrived, number: int) -> None:
    """Write down that a caller came while their queue was closed, and why it was."""
    found = opening_of(tx, call.queue)
    if not found.is_open:
        away = CallTurnedAway(queue=call.queue, reason=found.reason, opens_at=found.next)
        tx.emit(f"call/{call.sid}", number, away)


def opening_of(tx: Tx, name: str) -> Opening:
    """Say whether anybody serves a queue now: its people, or those whom it is diverted to."""
    queue = tx.get(Queue, name)
    closing = queue.closing() if queue is not None else None
    by_hand = opening(ALWAYS, tx.now, closing)
    to = queue.diverted_to(tx.now) if queue is not None else ""
    if not to or not by_hand.is_open:
        return opening(tx.policy.hours.get(name, ALWAYS), tx.now, closing)
    other = tx.get(Queue, to)
    theirs = other.closing() if other is not None else None
    found = opening(tx.policy.hours.get(to, ALWAYS), tx.now, theirs)
    return found if found.is_open else replace(found, reason=f"diverted to {to}: {found.reason}")


def _waits(tx: Tx, wish: Wish, waits: StillWaiting) -> None:
    """Let nobody wait in a queue that has closed and that nobody serves any more."""
    call = tx.get(Call, waits.call)
    if call is None:
        keep_foreign(tx, wish)
        return
    if call.phase != "queued" or not call.inbound or call.turned_away:
        return
    found = opening_of(tx, call.queue)
    if found.is_open or _is_served(tx, call.queue):
        return
    away = CallTurnedAway(queue=call.queue, reason=found.reason, opens_at=found.next)
    aside = [CallSetAside(want="voicemail")] if waits.offers_message else []
    tx.emit(f"call/{call.id}", call.incident, away, *aside)


def _is_served(tx: Tx, name: str) -> bool:
    """Whether one of its people, or of whom it is diverted to, still takes calls."""
    queue = tx.get(Queue, name)
    names = {name, queue.diverted_to(tx.now) if queue is not None else ""}
    return any(not one.queues or names & set(one.queues) for one in available_agents(tx))


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


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    LanguageChosen: _language,
    StillWaiting: _waits,
}
