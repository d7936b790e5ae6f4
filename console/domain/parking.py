"""Parking: work that is put aside until a time, or until somebody writes."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from console.domain.base import Command, Event, Rejected, Role

if TYPE_CHECKING:
    from console.domain.incident import Incident


class IncidentParked(Event):
    """Its owner put it aside."""

    kind: Literal["incident.parked"] = "incident.parked"
    agent: int
    until: datetime | None = None
    on_reply: bool = False
    """Whether it comes back when a party writes or calls."""
    note: str = ""


class IncidentResumed(Event):
    """It came back, by hand or because its time had come."""

    kind: Literal["incident.resumed"] = "incident.resumed"
    reason: str = ""


class ParkIncident(Command):
    """Put an incident aside until a time, until somebody writes, or whichever comes first."""

    kind: Literal["incident.park"] = "incident.park"
    incident: int
    until: datetime | None = None
    on_reply: bool = True
    note: str = Field(default="", max_length=200)


class ResumeIncident(Command):
    """Take an incident up again."""

    kind: Literal["incident.resume"] = "incident.resume"
    incident: int


AWAKE: dict[str, object] = {
    "parked_at": None,
    "parked_until": None,
    "parked_on_reply": False,
    "parked_note": "",
}


def evolve_parking(state: Incident, event: Event, at: datetime) -> Incident:
    """Apply one of these events."""
    match event:
        case IncidentParked(until=until, on_reply=on_reply, note=note):
            parked = {"parked_at": at, "parked_until": until, "parked_on_reply": on_reply}
            return state.model_copy(update={**parked, "parked_note": note})
        case IncidentResumed():
            return state.model_copy(update=AWAKE)
        case _:
            return state


def decide_park(
    state: Incident, command: ParkIncident, agent: int, role: Role, now: datetime
) -> list[Event]:
    """Put aside what is mine and quiet. Raises Rejected."""
    if state.owner != agent and (role == "agent" or state.owner is None):
        raise Rejected("Take it first: only its owner or a lead can park it.")
    if state.live_calls:
        raise Rejected("There is a call in it; it can be parked when that is over.")
    if state.status in ("solved", "closed"):
        raise Rejected(f"It is {state.status}; there is nothing to park.")
    if command.until is None and not command.on_reply:
        raise Rejected("Say when it is to come back.")
    if command.until is not None and command.until <= now:
        raise Rejected("Say a time that is still to come.")
    return [
        IncidentParked(
            agent=agent, until=command.until, on_reply=command.on_reply, note=command.note
        )
    ]


def decide_resume(state: Incident) -> list[Event]:
    """Take it up again; what is not parked stays as it is."""
    return [IncidentResumed()] if state.parked_at is not None else []


def what_wakes(state: Incident, now: datetime) -> list[Event]:
    """Let it come back when its time has come."""
    if state.parked_until is None or now < state.parked_until:
        return []
    return [IncidentResumed(reason="its time has come")]


ParkWish = ParkIncident | ResumeIncident
