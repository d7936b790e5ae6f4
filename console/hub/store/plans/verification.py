"""Plan for checking who somebody is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.domain.base import Rejected
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
    verified = CallerVerified(
        handle=command.handle,
        how=command.how,
        agent=agent.number,
        name=agent.name,
        words=command.words.strip(),
    )
    tx.emit(f"incident/{incident.number}", incident.number, verified)


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {VerifyCaller: _verify}
