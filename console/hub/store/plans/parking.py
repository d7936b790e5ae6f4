"""Plans for work that is put aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.domain.incident import Incident
from console.domain.parking import (
    ParkIncident,
    ResumeIncident,
    decide_park,
    decide_resume,
    what_wakes,
)
from console.hub.store.plans.common import agent_of, incident_of
from console.hub.store.plans.flags import flags_due
from console.hub.store.plans.handover import handover_due
from console.hub.store.plans.letting_go import check_let_go
from console.hub.store.plans.promises import promises_due
from console.hub.wishes import IncidentDue

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish


def _park(tx: Tx, wish: Wish, command: ParkIncident) -> None:
    agent, incident = agent_of(tx, wish), incident_of(tx, command.incident)
    events = decide_park(incident, command, agent.number, wish.role or "agent", tx.now)
    check_let_go(tx, wish, incident.number, command)
    tx.emit(f"incident/{incident.number}", incident.number, *events)


def _resume(tx: Tx, _wish: Wish, command: ResumeIncident) -> None:
    incident = incident_of(tx, command.incident)
    tx.emit(f"incident/{incident.number}", incident.number, *decide_resume(incident))


def _due(tx: Tx, _wish: Wish, due: IncidentDue) -> None:
    incident = tx.get(Incident, due.incident)
    if incident is not None:
        events = what_wakes(incident, tx.now)
        tx.emit(f"incident/{incident.number}", incident.number, *events)
        handover_due(tx, incident_of(tx, incident.number))
        promises_due(tx, incident.number)
        flags_due(tx, incident.number)


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    ParkIncident: _park,
    ResumeIncident: _resume,
    IncidentDue: _due,
}
