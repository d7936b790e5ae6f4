"""Says what kind of incident it is and how urgent: within the limits of its kind, with reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.base import Event, Rejected, check_seen
from console.domain.categories import NONE, OURS
from console.domain.incident_events import CategorySet, SetCategory, SetSeverity, SeveritySet

if TYPE_CHECKING:
    from console.domain.categories import Tree
    from console.domain.incident import Incident


def decide_category(state: Incident, command: SetCategory, tree: Tree = OURS) -> list[Event]:
    """Choose the category; the same one again changes nothing. Raises Rejected.

    A severity that was set by hand stays, unless the new kind does not allow it.
    """
    before, category = state.category, command.category
    if before == category:
        return []
    check_seen("the category", command.seen, before, category)
    if category not in tree.names:
        raise Rejected(f"{category} is no category here; config.toml says which there are.")
    reason = command.reason.strip()
    if before != NONE and not reason:
        raise Rejected(f"Say why it is {category} and not {before} any more.")
    severity = tree.kind_of(category).severity
    events: list[Event] = [CategorySet(category=category, severity=severity, reason=reason)]
    nearest = tree.within(category, state.severity)
    if state.severity_by_hand and nearest != state.severity:
        limits = tree.limits_of(category)
        events.append(SeveritySet(severity=nearest, reason=f"{category} is {limits}"))
    return events


def decide_severity(state: Incident, command: SetSeverity, tree: Tree = OURS) -> list[Event]:
    """Change the severity by hand, within the limits of the category. Raises Rejected."""
    check_seen("the severity", command.seen, state.severity, command.severity)
    if state.severity == command.severity:
        return []
    if command.severity not in tree.allowed(state.category):
        limits = tree.limits_of(state.category)
        raise Rejected(f"An incident of {state.category} is {limits}; or it is of another kind.")
    return [SeveritySet(severity=command.severity, reason=command.reason)]
