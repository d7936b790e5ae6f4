"""Plans for what leads change about a queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.domain.base import Event, Rejected
from console.domain.floor_events import SnoozeAlarm, decide_snooze, stream_key
from console.domain.queue import (
    CloseQueue,
    DivertQueue,
    EndDivert,
    Queue,
    QueueDivertEnded,
    QueueReopened,
    ReopenQueue,
    decide_close,
    decide_divert,
    what_ends,
)
from console.hub.store.plans.common import agent_of
from console.hub.wishes import QueueDue

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish


def queue_of(tx: Tx, name: str) -> Queue:
    """Give a queue that is configured. Raises Rejected."""
    if name not in tx.policy.queue_rules:
        raise Rejected(f"There is no queue {name}.", code="not_found")
    return tx.get(Queue, name) or Queue(name=name)


def _on(tx: Tx, name: str, events: list[Event]) -> None:
    tx.emit(f"queue/{name}", None, *events)


def _divert(tx: Tx, wish: Wish, command: DivertQueue) -> None:
    lead, queue = agent_of(tx, wish), queue_of(tx, command.queue)
    # One that comes back in a circle would be served by nobody.
    if queue_of(tx, command.to).diverted_to(tx.now):
        raise Rejected(f"{command.to} is diverted itself; choose another.", code="conflict")
    _on(tx, queue.name, decide_divert(queue, command, lead.name, tx.now))


def _end_divert(tx: Tx, wish: Wish, command: EndDivert) -> None:
    lead, queue = agent_of(tx, wish), queue_of(tx, command.queue)
    if queue.divert_to:
        _on(tx, queue.name, [QueueDivertEnded(to=queue.divert_to, reason=f"by {lead.name}")])


def _close(tx: Tx, wish: Wish, command: CloseQueue) -> None:
    lead, queue = agent_of(tx, wish), queue_of(tx, command.queue)
    _on(tx, queue.name, decide_close(queue, command, lead.name, tx.now))


def _reopen(tx: Tx, wish: Wish, command: ReopenQueue) -> None:
    lead, queue = agent_of(tx, wish), queue_of(tx, command.queue)
    if queue.is_closed:
        _on(tx, queue.name, [QueueReopened(reason=f"by {lead.name}")])


def _snooze(tx: Tx, wish: Wish, command: SnoozeAlarm) -> None:
    lead = agent_of(tx, wish)
    key = queue_of(tx, command.queue).name if command.queue else stream_key("")
    known = tx.get(Queue, key) or Queue(name=key)
    _on(tx, key, decide_snooze(known.snoozes, command, lead.name, tx.now))


def _due(tx: Tx, _wish: Wish, due: QueueDue) -> None:
    queue = tx.get(Queue, due.queue)
    if queue is not None:
        _on(tx, queue.name, what_ends(queue, tx.now))


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    DivertQueue: _divert,
    EndDivert: _end_divert,
    CloseQueue: _close,
    ReopenQueue: _reopen,
    SnoozeAlarm: _snooze,
    QueueDue: _due,
}
