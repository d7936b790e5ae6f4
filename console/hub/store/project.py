"""Projection: the row that a folded state amounts to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.domain.account import Account
from console.domain.agent import Agent
from console.domain.base import json_of
from console.domain.call_state import Call
from console.domain.incident import Incident
from console.domain.incident_events import SEVERITY_ORDER
from console.domain.message import Message
from console.domain.note import Note
from console.domain.person import Contact, Person
from console.domain.queue import Queue
from console.hub.store.tables import (
    AccountRow,
    AgentRow,
    CallRow,
    ContactRow,
    IncidentRow,
    MessageRow,
    NoteRow,
    PersonRow,
    QueueRow,
    table,
)

if TYPE_CHECKING:
    from sqlalchemy import Table

    from console.domain.base import State

Values = dict[str, Any]
MERGED, MERGED_WAITS = "merged", "merged, unanswered"
"""In place of the status of an incident that goes on in another one."""

TABLES: dict[str, tuple[Table, str, type[State]]] = {
    "incident": (table(IncidentRow), "number", Incident),
    "contact": (table(ContactRow), "handle", Contact),
    "person": (table(PersonRow), "number", Person),
    "message": (table(MessageRow), "id", Message),
    "note": (table(NoteRow), "id", Note),
    "call": (table(CallRow), "id", Call),
    "agent": (table(AgentRow), "number", Agent),
    "queue": (table(QueueRow), "name", Queue),
    "account": (table(AccountRow), "sid", Account),
}
"""Concept to its table, key column and state."""
_NUMBERED = frozenset({"incident", "person", "agent"})


def key_of(concept: str, key: str) -> object:
    """Give the value of a key column: PostgreSQL compares numbers with numbers only."""
    return int(key) if concept in _NUMBERED else key


def _stands(state: Incident) -> str:
    """What is merged is nobody's work by itself, whatever its status is if that is undone."""
    if state.part_of is None:
        return state.status
    return MERGED_WAITS if state.unanswered else MERGED


def _incident(state: Incident) -> Values:
    return {
        "number": state.number,
        "ref": state.ref,
        "status": _stands(state),
        "severity_rank": SEVERITY_ORDER.index(state.severity),
        "owner": state.owner,
        "unanswered": state.unanswered,
        "last_at": state.last_at,
        "restricted": state.restriction is not None,
    }


def _message(state: Message) -> Values:
    return {
        "id": state.id,
        "incident": state.incident,
        "sid": state.sid,
        "message_id": state.message_id,
        "handle": state.handle,
        "status": state.status,
        "unsure": state.unsure,
    }


def _call(state: Call) -> Values:
    phase = state.phase
    live = state.agent if state.agent is not None else state.offer
    return {
        "id": state.id,
        "incident": state.incident,
        "phase": phase,
        "live_agent": None if state.over or state.left else live,
        "queued_at": state.queued_at,
        "conference": state.conference,
    }


def _agent(state: Agent) -> Values:
    return {
        "number": state.number,
        "login": state.login,
        "role": state.role,
        "presence": state.presence,
        "disabled": state.disabled,
        "free": state.is_free,
        "idle_since": state.idle_since,
    }


def row_of(state: State) -> Values:
    """Give the row of a folded state, without the chain columns of an incident."""
    match state:
        case Incident():
            values = _incident(state)
        case Contact():
            values = {
                "handle": state.handle,
                "person": state.person,
                "opted_out": state.opted_out,
            }
        case Person():
            values = {"number": state.number, "name": state.name}
        case Message():
            values = _message(state)
        case Note():
            values = {"id": state.id, "incident": state.incident}
        case Call():
            values = _call(state)
        case Agent():
            values = _agent(state)
        case Queue():
            values = {"name": state.name}
        case Account():
            values = {"sid": state.sid}
        case _:
            raise TypeError(type(state).__name__)
    values["state"] = json_of(state)
    return values
