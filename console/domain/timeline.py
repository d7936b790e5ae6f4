"""The timeline: entries, who caused them, every kind of event, and the fold."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from console.domain import (
    account,
    agent,
    answering,
    arrival,
    assistance,
    call_events,
    callbacks,
    captions,
    checklist,
    company,
    cover,
    dialling,
    emergency,
    flags,
    floor_events,
    followup,
    guests,
    handover,
    incident_events,
    invitation,
    location,
    merging,
    message_events,
    moving,
    note,
    one_person,
    paging_events,
    paging_follow,
    parking,
    party_roles,
    person,
    promise,
    queue,
    recording,
    restriction,
    safe_contact,
    script_use,
    supervision,
    transfer_events,
    verification,
    voicemail,
    watching,
)
from console.domain.account import Account, evolve_account
from console.domain.agent import Agent, evolve_agent
from console.domain.base import Event, State
from console.domain.call import evolve_call
from console.domain.call_state import Call
from console.domain.incident import Incident
from console.domain.legs import witness
from console.domain.message import Message, evolve_message
from console.domain.note import Note, evolve_note
from console.domain.person import Contact, Person, evolve_contact, evolve_person
from console.domain.queue import Queue, evolve_queue

_MODULES = (
    promise,
    script_use,
    incident_events,
    merging,
    moving,
    person,
    message_events,
    note,
    call_events,
    answering,
    recording,
    captions,
    guests,
    company,
    dialling,
    agent,
    supervision,
    assistance,
    followup,
    location,
    callbacks,
    voicemail,
    queue,
    floor_events,
    transfer_events,
    handover,
    arrival,
    parking,
    paging_events,
    paging_follow,
    cover,
    emergency,
    verification,
    restriction,
    account,
    invitation,
    safe_contact,
    party_roles,
    checklist,
    watching,
    flags,
    one_person,
)


def _kinds() -> dict[str, type[Event]]:
    found: dict[str, type[Event]] = {}
    for module in _MODULES:
        for item in vars(module).values():
            if isinstance(item, type) and issubclass(item, Event) and item is not Event:
                (kind,) = get_args(item.model_fields["kind"].annotation)
                found[kind] = item
    return found


KINDS: dict[str, type[Event]] = _kinds()
"""Every kind of event ever shipped, by its name."""


class Unknown(Event):
    """An event of a kind this program does not know yet: it keeps its place."""

    model_config = ConfigDict(frozen=True, extra="allow")


def parse_event(data: str | bytes) -> Event:
    """Read one event from its stored JSON; unknown kinds become Unknown."""
    shell = _SHELL.validate_json(data)
    kind = KINDS.get(shell.kind)
    return kind.model_validate_json(data) if kind else Unknown.model_validate_json(data)


class _Shell(BaseModel):
    kind: str


_SHELL = TypeAdapter(_Shell)


class Entry(BaseModel):
    """One fact in its place on the timeline."""

    model_config = ConfigDict(frozen=True)

    seq: int
    """Order of commit over all streams, gapless."""
    at: datetime
    """The hub's clock, UTC."""
    stream: str
    """``incident/12``, ``call/CA…``, ``message/SM…``, ``contact/tel:…``, ``agent/3`` …"""
    incident: int | None = None
    actor: str
    """``agent:3``, ``party:tel:…``, ``provider:twilio``, ``rule:router``, ``admin:cli``."""
    cause: str
    event: Any
    """An :class:`Event`; ``Any`` only so that subclasses serialise with their fields."""

    @classmethod
    def from_wire(cls, data: dict[str, Any]) -> Entry:
        """Read an entry as the hub sends it; an unknown or damaged event becomes Unknown."""
        raw = data["event"]
        kind = KINDS.get(raw.get("kind", ""))
        try:
            event: Event = (kind or Unknown).model_validate(raw)
        except ValidationError:
            event = Unknown(kind=str(raw.get("kind", "?")))
        return cls.model_validate({**data, "event": event})


Concept = Literal[
    "incident", "contact", "person", "message", "note", "call", "agent", "queue", "account"
]


def concept_of(stream: str) -> Concept:
    """Name the concept of a stream: the part before the slash."""
    concept = stream.partition("/")[0]
    if concept not in get_args(Concept):
        raise ValueError(f"no such concept: {concept}")
    return concept  # type: ignore[return-value]


_MESSAGE = Message(id="", incident=0)


def blank(stream: str, incident: int | None) -> State:
    """Give the state of a stream before its first entry."""
    concept, _, key = stream.partition("/")
    match concept:
        case "incident":
            return Incident(number=int(key))
        case "contact":
            return Contact(handle=key)
        case "person":
            return Person(number=int(key))
        case "message":
            return _MESSAGE.having({"id": key, "incident": incident or 0})
        case "note":
            return Note(id=key, incident=incident or 0)
        case "call":
            return Call(id=key, incident=incident or 0)
        case "agent":
            return Agent(number=int(key))
        case "queue":
            return Queue(name=key)
        case "account":
            return Account(sid=key)
        case _:
            raise ValueError(f"no such concept: {concept}")


def evolve(state: State, entry: Entry) -> State:
    """Apply an entry to the state of its own stream."""
    event: Event = entry.event
    if isinstance(event, moving.LegMoved) and isinstance(state, Message | Call | Note):
        return state.model_copy(update={"incident": event.into})
    match state:
        case Incident():
            return witness(state, event, entry.at, entry.stream)
        case Contact():
            return evolve_contact(state, event)
        case Person():
            return evolve_person(state, event)
        case Message():
            return evolve_message(state, event)
        case Note():
            after = evolve_note(state, event)
            first = after.author == "" and entry.actor != ""
            return after.model_copy(update={"author": entry.actor}) if first else after
        case Call():
            return evolve_call(state, event, entry.at)
        case Agent():
            return evolve_agent(state, event, entry.at)
        case Queue():
            return evolve_queue(state, event)
        case Account():
            return evolve_account(state, event)
        case _:
            raise TypeError(type(state).__name__)


def touched(entry: Entry) -> tuple[str, ...]:
    """Name the streams whose state this entry changes: its own, and its incident's."""
    own = entry.stream
    if entry.incident is None or own.startswith("incident/"):
        return (own,)
    return (own, f"incident/{entry.incident}")


def fold(entries: list[Entry]) -> dict[str, State]:
    """Replay entries in order; gives the state of every stream."""
    states: dict[str, State] = {}
    for entry in entries:
        for stream in touched(entry):
            before = states.get(stream) or blank(stream, entry.incident)
            states[stream] = evolve(before, entry)
    return states
