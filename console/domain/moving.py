"""One leg of an incident (a text, a mail, a call or a note) goes to another incident, and back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from console.domain.base import Command, Event, Rejected
from console.domain.call_state import Call
from console.domain.merging import AnsweredThere, AnswerTakenThere, check_same_people
from console.domain.message import Message
from console.domain.message_events import MessageComposed, MessageReceived, MessageTaken
from console.domain.note import Note
from console.domain.paging_words import is_of_a_page
from console.domain.unfinished import still_open

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.incident import Incident

LegName = Literal["text", "mail", "call", "note"]
Leg = Message | Call | Note
NEW = 0
"""In place of a number: an incident that is opened for it."""


class LegMoved(Event):
    """It belongs to another incident; what becomes of it from here on is written there."""

    kind: Literal["leg.moved"] = "leg.moved"
    into: int


class LegLeft(Event):
    """A leg went to another incident, and who waits here without it."""

    kind: Literal["incident.leg_left"] = "incident.leg_left"
    leg: str
    """Its stream: ``message/SM…``."""
    what: LegName
    into: int
    ref: str
    """Of that incident."""
    unanswered: int
    waiting_since: datetime | None = None
    handles: tuple[str, ...] = ()
    """Addresses that were known here by it alone."""
    name: str
    reason: str


class LegJoined(Event):
    """A leg came from another incident."""

    kind: Literal["incident.leg_joined"] = "incident.leg_joined"
    leg: str
    what: LegName
    source: int
    ref: str
    since: datetime | None = None
    """Since when somebody waits for an answer to it; None: nobody does."""
    is_trouble: bool = False
    """Whether it is a message of ours that may not have arrived."""
    handles: tuple[str, ...] = ()
    """Its addresses that were not known here."""
    name: str
    reason: str


class MoveLeg(Command):
    """Let one leg go to another incident, or to one that is opened for it."""

    kind: Literal["incident.move_leg"] = "incident.move_leg"
    incident: int
    """Where it is."""
    stream: str = Field(pattern=r"^(message|call|note)/[^/\s]{1,200}$")
    into: int
    """0: a new incident."""
    reason: str = Field(min_length=1, max_length=500)


MOVING_EVENTS = (LegLeft, LegJoined)


def name_of(leg: Leg) -> LegName:
    """Name what a leg is."""
    if isinstance(leg, Message):
        return "mail" if leg.channel == "email" else "text"
    return "call" if isinstance(leg, Call) else "note"


def check_leg(leg: Leg, source: Incident) -> None:
    """Refuse to move what something here still hangs on. Raises Rejected."""
    if isinstance(leg, Call):
        open_keys = {followup.key for followup in still_open(source)}
        if not leg.over:
            raise Rejected("The call still goes on; move it when it is over.")
        if open_keys & {leg.id, f"vm-{leg.id}"}:
            raise Rejected("They are still to be rung back for this call: close that first.")
    elif isinstance(leg, Note):
        owed = any(promise.id == leg.id and promise.is_owed for promise in source.promises)
        if owed or leg.id in source.facts:
            raise Rejected("What this note marks belongs to this incident: write it anew there.")
    elif leg.is_leaving:
        raise Rejected("This message is still on its way out; move it when it has left.")
    elif is_of_a_page(leg.id):
        raise Rejected("This message belongs to a page of this incident.")


def check_target(source: Incident, target: Incident) -> None:
    """Refuse a move that would lose or show something. Raises Rejected."""
    if target.number == source.number:
        raise Rejected("It is part of that incident already.")
    if target.status in ("solved", "closed"):
        raise Rejected(f"{target.ref} is {target.status}: open it again first.")
    check_same_people(source, target)


def who_waits(told: Iterable[tuple[str, datetime, Event]]) -> dict[str, datetime]:
    """Read from an incident's entries which messages nobody has answered, and since when.

    Args:
        told: Stream, time and event of its entries, oldest first.
    """
    waits: dict[str, datetime] = {}
    before: dict[str, datetime] = {}
    answer = ""
    for stream, at, event in told:
        match event:
            case MessageReceived(automatic=False) | LegJoined(since=datetime()):
                waits |= _began(stream, at, event)
            case MessageComposed(id=key) | AnsweredThere(id=key) if waits:
                if not is_of_a_page(key):
                    before, answer, waits = waits, key, {}
            case MessageTaken(id=key) | AnswerTakenThere(id=key) if key == answer:
                waits, before, answer = before | waits, {}, ""
            case LegLeft(leg=leg):
                waits.pop(leg, None)
            case _:
                pass
    return waits


def _began(stream: str, at: datetime, event: Event) -> dict[str, datetime]:
    if isinstance(event, LegJoined) and event.since is not None:
        return {event.leg: event.since}
    return {stream: at}


def evolve_moving(state: Incident, event: Event) -> Incident:
    """Apply an event of a leg that comes or goes; any other changes nothing."""
    match event:
        case LegLeft():
            return state.model_copy(update=_left(state, event))
        case LegJoined():
            return state.model_copy(update=_joined(state, event))
        case _:
            return state


def _left(state: Incident, event: LegLeft) -> dict[str, object]:
    key = event.leg.partition("/")[2]
    return {
        "legs_out": {**state.legs_out, event.leg: event.into},
        "legs_in": {leg: n for leg, n in state.legs_in.items() if leg != event.leg},
        "unanswered": event.unanswered,
        "waiting_since": event.waiting_since,
        "trouble": tuple(one for one in state.trouble if one != key),
        "last_call": None if state.last_call == key else state.last_call,
        "handles": tuple(one for one in state.handles if one not in event.handles),
        "lent": tuple(one for one in state.lent if one not in event.handles),
    }


def _joined(state: Incident, event: LegJoined) -> dict[str, object]:
    key = event.leg.partition("/")[2]
    found: dict[str, object] = {
        "legs_in": {**state.legs_in, event.leg: event.source},
        "legs_out": {leg: n for leg, n in state.legs_out.items() if leg != event.leg},
        "handles": (*state.handles, *event.handles),
        "lent": (*state.lent, *event.handles),
    }
    if event.since is not None:
        since = min(filter(None, (state.waiting_since, event.since)))
        found |= {"unanswered": state.unanswered + 1, "waiting_since": since}
    if event.is_trouble:
        found["trouble"] = (*state.trouble, key)
    if event.what == "call" and state.last_call is None:
        found["last_call"] = key
    return found
