"""What of an incident nobody has dealt with yet; light enough for the desk's first paint."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.domain.followup import Followup
    from console.domain.incident import Incident


def still_open(state: Incident) -> tuple[Followup, ...]:
    """Give the callers to get back to."""
    return tuple(f for f in state.followups if f.is_open)


def has_broken(state: Incident) -> bool:
    """Tell whether the time of a promise has passed and nobody has kept it."""
    return any(promise.standing == "broken" for promise in state.promises)
