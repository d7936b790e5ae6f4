"""Two incidents that are one: one of them goes into the other, and can come back.

Nothing is mixed. Every entry stays in the incident it was written in; a merge is a fact in both,
and whoever reads the one that stays reads the other with it (``together.py``). So the inverse has
nothing to restore but that fact.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal, TypeVar

from pydantic import Field

from console.domain.base import Command, Event, Rejected, State
from console.domain.incident_events import HandleJoined
from console.domain.unfinished import still_open

if TYPE_CHECKING:
    from console.domain.incident import Incident

T = TypeVar("T", int, str)
UNDO_HOURS = 24


class PartOf(State):
    """Where an incident went."""

    into: int
    ref: str
    at: datetime
    gave_owner: bool = False
    """Whether its owner became that of the other by it."""


class IncidentMerged(Event):
    """It goes into another incident, and is read and worked on there."""

    kind: Literal["incident.merged"] = "incident.merged"
    into: int
    ref: str
    """Of the one that stays."""
    name: str
    reason: str
    gave_owner: bool = False


class IncidentTookIn(Event):
    """Another incident was merged into this one."""

    kind: Literal["incident.took_in"] = "incident.took_in"
    incident: int
    ref: str
    handles: tuple[str, ...] = ()
    """Its addresses that were not known here."""
    name: str
    reason: str


class MergeUndone(Event):
    """It is an incident of its own again."""

    kind: Literal["incident.merge_undone"] = "incident.merge_undone"
    into: int
    ref: str
    name: str
    reason: str


class IncidentGaveBack(Event):
    """An incident that was merged into this one is on its own again."""

    kind: Literal["incident.gave_back"] = "incident.gave_back"
    incident: int
    ref: str
    handles: tuple[str, ...] = ()
    """Addresses that came with it alone, and have not come here by themselves since."""
    name: str
    reason: str


class AnsweredThere(Event):
    """A message that was written in the incident it is merged with answers its people too."""

    kind: Literal["incident.answered_there"] = "incident.answered_there"
    id: str


class AnswerTakenThere(Event):
    """That message was taken back before it left."""

    kind: Literal["incident.answer_taken_there"] = "incident.answer_taken_there"
    id: str


class MergeIncident(Command):
    """Let an incident go into another one."""

    kind: Literal["incident.merge"] = "incident.merge"
    incident: int
    into: int
    reason: str = Field(min_length=1, max_length=500)


class UndoMerge(Command):
    """Let an incident that was merged be on its own again."""

    kind: Literal["incident.undo_merge"] = "incident.undo_merge"
    incident: int
    """The one that was merged."""
    reason: str = Field(min_length=1, max_length=500)


MergeWish = MergeIncident | UndoMerge


def hinders(goes: Incident) -> list[str]:
    """Name what has to end in an incident before it can go into another."""
    found = []
    if goes.live_calls:
        found.append("its live call to end")
    if goes.waiting_calls:
        found.append("its waiting caller to be answered")
    if still_open(goes):
        found.append("its callers to be rung back")
    if any(page.is_open for page in goes.pages):
        found.append("its page to end")
    if goes.handover is not None:
        found.append("its handover to be read")
    if goes.help is not None and goes.help.is_open:
        found.append("its call for help to be answered")
    return found


def check_merge(goes: Incident, stays: Incident) -> None:
    """Refuse a merge that would lose or show something. Raises Rejected."""
    if goes.part_of is not None:
        raise Rejected(f"{goes.ref} is part of {goes.part_of.ref} already.")
    if goes.number == stays.number:
        raise Rejected("These are one incident already.")
    if stays.status in ("solved", "closed"):
        raise Rejected(f"{stays.ref} is {stays.status}: open it again first.")
    check_same_people(goes, stays)
    if missing := hinders(goes):
        words = ", ".join(missing)
        raise Rejected(f"Not merged yet: {goes.ref} needs {words}. Or merge the other way round.")


def check_same_people(one: Incident, other: Incident) -> None:
    """Refuse to bring together what is not for the same people. Raises Rejected."""
    if _people(one) != _people(other):
        words = "They are not open to the same people: restrict both to the same people first."
        raise Rejected(words)


def check_undo(went: Incident, stays: Incident | None, now: datetime) -> PartOf:
    """Give where an incident went. Raises Rejected when it can't come back."""
    if went.part_of is None or stays is None:
        raise Rejected(f"{went.ref} is not merged into another incident.")
    if stays.part_of is not None:
        words = f"{stays.ref}, which it went into, is part of {stays.part_of.ref}: undo that first."
        raise Rejected(words)
    if now > until(went.part_of):
        words = f"It is more than {UNDO_HOURS} hours ago: {went.ref} stays in {went.part_of.ref}."
        raise Rejected(words, code="too_late")
    return went.part_of


def until(part: PartOf) -> datetime:
    """Tell until when a merge can be undone."""
    return part.at + timedelta(hours=UNDO_HOURS)


def evolve_merging(state: Incident, event: Event, at: datetime) -> Incident:
    """Apply an event of going into another incident or taking one in; others change nothing."""
    match event:
        case IncidentMerged(into=into, ref=ref, gave_owner=gave):
            part = PartOf(into=into, ref=ref, at=at, gave_owner=gave)
            return state.model_copy(update={"part_of": part})
        case MergeUndone():
            return state.model_copy(update={"part_of": None})
        case IncidentTookIn(incident=number, handles=handles):
            parts = (*_without(state.parts, (number,)), number)
            joined = {"handles": (*state.handles, *handles), "lent": (*state.lent, *handles)}
            return state.model_copy(update={"parts": parts, **joined})
        case IncidentGaveBack(incident=number, handles=handles):
            parts = _without(state.parts, (number,))
            left = {name: _without(getattr(state, name), handles) for name in ("handles", "lent")}
            return state.model_copy(update={"parts": parts, **left})
        case HandleJoined(handle=handle) if handle in state.lent:
            return state.model_copy(update={"lent": _without(state.lent, (handle,))})
        case _:
            return state


def _without(known: tuple[T, ...], gone: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(one for one in known if one not in gone)


def _people(state: Incident) -> tuple[int, ...] | None:
    return state.restriction.people if state.restriction is not None else None
