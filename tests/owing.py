"""Agents who let go of an incident as agents do: they say that nothing is owed, and go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.call_events import EndWrapUp
from console.domain.promise import OweNothing

if TYPE_CHECKING:
    from collections.abc import Callable


def nothing_owed(command: object, incident_of: Callable[[str], int]) -> OweNothing:
    """What is said first of the incident that a wish lets go of, given the incident of a call."""
    if isinstance(command, EndWrapUp):
        return OweNothing(incident=incident_of(command.call))
    return OweNothing(incident=getattr(command, "incident", 0))
