"""Plan for checking who somebody is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.domain.answering import is_machine
from console.domain.base import Rejected
from console.domain.call_state import Call
from console.domain.verification import CallerVerified, VerifyCaller
from console.hub.store.plans.common import agent_of, incident_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish


def _verify(tx: Tx, wish: Wish, command: VerifyCaller) -> None:
    agent, incident = agent_of(tx, wish), incident_of(tx, command.incident)
    if command.handle not in incident.handles:
        raise Rejected("They are not a party of this incident.", code="not_found")
    last = tx.get(Call, incident.last_call) if incident.last_call else None
    if command.how == "call-back" and last is not None and _was_deaf(last, command.handle):
        raise Rejected("A machine answered when they were rung; nobody was heard.")
    verified = CallerVerified(
        handle=command.handle,
        how=command.how,
        agent=agent.number,
        name=agent.name,
        words=command.words.strip(),
    )
    tx.emit(f"incident/{incident.number}", incident.number, verified)


def _was_deaf(call: Call, handle: str) -> bool:
    return not call.inbound and call.handle == handle and is_machine(call)


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {VerifyCaller: _verify}
