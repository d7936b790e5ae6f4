"""The incidents that are restricted to others: nothing of them is kept but whom to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.reference import parse_reference

if TYPE_CHECKING:
    from console.domain.restriction import Restricted
    from console.domain.wire import IncidentView, Snapshot


class Hidden:
    """What I may not see, by number."""

    def __init__(self) -> None:
        self.told: dict[int, Restricted] = {}

    def load(self, snapshot: Snapshot) -> None:
        """Start anew from what the hub says."""
        since = {"seq": snapshot.seq}
        self.told = {t.incident: t.model_copy(update=since) for t in snapshot.restricted}

    def covers(self, view: IncidentView) -> bool:
        """Whether a view was read before its incident was hidden from me."""
        told = self.told.get(view.incident.number)
        return told is not None and view.seq < told.seq

    def by_ref(self, text: str) -> Restricted | None:
        """Find one by its whole reference."""
        ref = parse_reference(text)
        return next((told for told in self.told.values() if told.ref == ref), None)
