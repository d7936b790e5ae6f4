"""Plans for callbacks: asked for in the queue, tried in their turn, and given up to a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.domain.answering import MACHINE, is_machine
from console.domain.base import Rejected
from console.domain.call_events import CallEnded
from console.domain.call_state import Call
from console.domain.callbacks import (
    CallbackBegan,
    CallSetAside,
    NotReached,
    how_tried,
    key_of_attempt,
    was_tried,
)
from console.domain.dialling import check_dialable
from console.domain.followup import FollowupOpened, FollowupTried, followup_of
from console.domain.incident import Incident
from console.hub.store.plans.calls import call_of, end_offer
from console.hub.store.plans.common import agent_of, incident_of
from console.hub.store.plans.incidents import join
from console.hub.store.plans.safe_contact import forbidden
from console.hub.store.plans.tried import close_all
from console.hub.store.quarantine import keep_foreign
from console.hub.wishes_waiting import CallbackWanted, NextAttempt

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish

RANG_AGAIN = "they rang again themselves"
FORBIDDEN = "their safe-to-contact card forbids it"


def _wanted(tx: Tx, wish: Wish, wanted: CallbackWanted) -> None:
    call = tx.get(Call, wanted.call)
    if call is None:
        keep_foreign(tx, wish)
        return
    check_waits(call)
    number = check_dialable(wanted.number or call.handle, tx.policy.dialling)
    handle, stream = f"tel:{number}", f"incident/{call.incident}"
    end_offer(tx, call, "withdrawn")
    tx.emit(f"call/{call.id}", call.incident, CallSetAside(want="callback", handle=handle))
    join(tx, call.incident, handle)
    opened = FollowupOpened(
        key=call.id,
        what="callback",
        handle=handle,
        since=call.queued_at,
        most=tx.policy.callback_attempts,
    )
    tx.emit(stream, call.incident, opened)


def check_waits(call: Call) -> None:
    """Refuse what only somebody who waits can have. Raises Rejected."""
    if call.over or call.agent is not None or call.aside or not call.inbound:
        raise Rejected("This call does not wait any more.", code="conflict")


def begin(tx: Tx, of: Call, handle: str, *, number: int = 1, attempt: int = 1) -> None:
    """Let a call to them wait in their place."""
    key = key_of_attempt(of.id, number)
    if tx.get(Call, key) is not None:
        return
    if why := forbidden(tx, of.incident, handle, "call"):
        _left_to_us(tx, of, why, attempt)
        return
    began = CallbackBegan(
        of=of.id,
        handle=handle,
        to=of.to,
        queue=of.queue,
        language=of.language,
        since=of.queued_at or tx.now,
        attempt=attempt,
        most=tx.policy.callback_attempts,
        refused=of.consent == "refused",
    )
    tx.emit(f"call/{key}", of.incident, began, new=True)


def _left_to_us(tx: Tx, of: Call, why: str, attempt: int) -> None:
    """Make it somebody's work: nothing automatic may ring them."""
    tried = FollowupTried(
        key=of.id,
        agent=0,
        name="",
        call=of.id,
        how=f"not rung. {why}",
        is_last=True,
        is_counted=False,
        attempt=attempt,
    )
    tx.emit(f"incident/{of.incident}", of.incident, tried)


def withdraw(tx: Tx, call: Call, why: str) -> None:
    """End a callback that waits for an agent and may not ring them any more."""
    if call.callback is None:
        return
    end_offer(tx, call, "withdrawn")
    tx.emit(f"call/{call.id}", call.incident, CallEnded(reason=FORBIDDEN))
    if (of := tx.get(Call, call.callback.of)) is not None:
        _left_to_us(tx, of, why, call.callback.attempt)


def follow_callback(tx: Tx, call: Call, incident: Incident) -> bool:
    """Do what comes after a call that is over, should it have to do with a callback."""
    if call.aside == "callback":
        asked = followup_of(incident, call.id)
        if asked is not None:
            begin(tx, call, asked.handle)
        return True
    if call.callback is None:
        return False
    asked_for = next((f for f in incident.followups if f.key == call.callback.of), None)
    if asked_for is None:
        return True
    if is_machine(call):
        _tried(tx, call, MACHINE, is_counted=True)
    elif call.answered_at is None and asked_for.is_open:
        _tried(tx, call, how_tried(call), is_counted=was_tried(call))
    return True


def _tried(tx: Tx, call: Call, how: str, *, is_counted: bool) -> None:
    callback = call.callback
    if callback is None:
        return
    tried = FollowupTried(
        key=callback.of,
        agent=call.agent or 0,
        name=call.agent_name,
        call=call.id,
        how=how if is_counted else "our own phone was not connected",
        is_last=is_counted and callback.attempt >= callback.most,
        is_counted=is_counted,
        attempt=callback.attempt,
    )
    tx.emit(f"incident/{call.incident}", call.incident, tried)


def _next(tx: Tx, _wish: Wish, due: NextAttempt) -> None:
    incident, of = tx.get(Incident, due.incident), tx.get(Call, due.of)
    found = followup_of(incident, due.of) if incident is not None else None
    if of is not None and found is not None and not found.is_ours:
        begin(tx, of, found.handle, number=due.number, attempt=due.attempt)


def rang_again(tx: Tx, number: int, handle: str) -> list[Call]:
    """Close the callbacks of somebody who rings; gives the calls that wait for them."""
    incident = tx.get(Incident, number)
    if incident is None:
        return []
    found = [
        f
        for f in incident.followups
        if f.is_open and f.what == "callback" and handle in (f.handle, _came_from(tx, f.key))
    ]
    close_all(tx, number, found, RANG_AGAIN)
    keys = {f.key for f in found}
    waiting = [tx.get(Call, key) for key in incident.live_calls]
    return [
        call
        for call in waiting
        if call is not None
        and call.callback is not None
        and call.callback.of in keys
        and call.agent is None
    ]


def _came_from(tx: Tx, key: str) -> str:
    call = tx.get(Call, key)
    return call.handle if call is not None else ""


def _not_reached(tx: Tx, wish: Wish, command: NotReached) -> None:
    agent, call = agent_of(tx, wish), call_of(tx, command.call)
    if call.callback is None or call.agent != agent.number:
        raise Rejected("This is no callback of yours.", code="conflict")
    if call.phase != "wrap-up" or call.answered_at is None:
        raise Rejected("Hang up first; then say that nobody was reached.")
    incident = incident_of(tx, call.incident)
    last = next((f for f in incident.followups if f.key == call.callback.of), None)
    if last is not None and not last.is_open:
        _tried(tx, call, "a voicemail answered", is_counted=True)


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    CallbackWanted: _wanted,
    NextAttempt: _next,
    NotReached: _not_reached,
}
