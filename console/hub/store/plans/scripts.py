"""Plans about scripts: which card stood beside which incident."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.domain.script_use import TouchScript, decide_touch
from console.hub.store.plans.common import incident_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish


def _touch(tx: Tx, _wish: Wish, command: TouchScript) -> None:
    incident = incident_of(tx, command.incident)
    events = decide_touch(incident, command)
    tx.emit(f"incident/{incident.number}", incident.number, *events)


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {TouchScript: _touch}
