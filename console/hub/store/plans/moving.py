"""The plan that lets one leg go to another incident."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from console.domain.base import Rejected, check_reason
from console.domain.call_state import Call
from console.domain.incident import Incident
from console.domain.merging import AnsweredThere, AnswerTakenThere
from console.domain.message import Message
from console.domain.message_events import MessageComposed, MessageReceived, MessageTaken
from console.domain.moving import (
    NEW,
    LegJoined,
    LegLeft,
    LegMoved,
    MoveLeg,
    check_leg,
    check_target,
    name_of,
    who_waits,
)
from console.domain.note import Note
from console.hub.store.family import home, leg_handles
from console.hub.store.plans.common import agent_of, incident_of
from console.hub.store.plans.incidents import open_new
from console.hub.store.repeat import entry_of
from console.hub.store.tables import EntryRow, table

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from console.domain.base import Event
    from console.domain.moving import Leg
    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish

ENTRY = table(EntryRow)
_LEGS: dict[str, type[Message | Call | Note]] = {"message": Message, "call": Call, "note": Note}
_TELLING: tuple[type[Event], ...] = (
    MessageReceived,
    MessageComposed,
    MessageTaken,
    AnsweredThere,
    AnswerTakenThere,
    LegJoined,
    LegLeft,
)
_KINDS = tuple(one.model_fields["kind"].default for one in _TELLING)


def _move(tx: Tx, wish: Wish, command: MoveLeg) -> None:
    agent, here = agent_of(tx, wish), incident_of(tx, command.incident)
    why = check_reason(command.reason)
    leg = _leg(tx, command.stream)
    if home(tx, leg.incident) != home(tx, here.number):
        raise Rejected("There is no such leg in this incident.", code="not_found")
    source = incident_of(tx, leg.incident)
    check_leg(leg, source)
    waits, alone = _who_waits(tx, source.number), _known_by_it_alone(tx, source, leg)
    target = _target(tx, source, leg, command.into, why)
    check_target(incident_of(tx, home(tx, source.number)), target)
    since = waits.pop(command.stream, None)
    left = LegLeft(
        leg=command.stream,
        what=name_of(leg),
        into=target.number,
        ref=target.ref,
        unanswered=len(waits),
        waiting_since=min(waits.values(), default=None),
        handles=alone,
        name=agent.name,
        reason=why,
    )
    joined = LegJoined(
        leg=command.stream,
        what=name_of(leg),
        source=source.number,
        ref=source.ref,
        since=since,
        is_trouble=leg.id in source.trouble,
        handles=tuple(one for one in leg_handles(leg) if one not in target.handles),
        name=agent.name,
        reason=why,
    )
    tx.emit(f"incident/{source.number}", source.number, left)
    tx.emit(f"incident/{target.number}", target.number, joined)
    tx.emit(command.stream, target.number, LegMoved(into=target.number))


def _target(tx: Tx, source: Incident, leg: Leg, into: int, title: str) -> Incident:
    """Give where it goes; an incident is opened for it if that is wished."""
    if into != NEW:
        return incident_of(tx, home(tx, incident_of(tx, into).number))
    if source.restriction is not None:
        raise Rejected("It is restricted: open one for the same people first, and name that.")
    handle = next(iter(leg_handles(leg)), None)
    return incident_of(tx, open_new(tx, handle=handle, channel=None, title=title[:200]))


def _leg(tx: Tx, stream: str) -> Leg:
    concept, _, key = stream.partition("/")
    found = tx.get(_LEGS[concept], key) if concept in _LEGS else None
    if found is None:
        raise Rejected("There is no such leg in this incident.", code="not_found")
    return found


def _who_waits(tx: Tx, number: int) -> dict[str, datetime]:
    told = select(ENTRY).where(ENTRY.c.incident == number, ENTRY.c.kind.in_(_KINDS))
    entries = map(entry_of, tx.query(told.order_by(ENTRY.c.seq)).all())
    return who_waits((one.stream, one.at, one.event) for one in entries)


def _known_by_it_alone(tx: Tx, source: Incident, leg: Leg) -> tuple[str, ...]:
    others = (_leg(tx, stream) for stream in source.legs_in)
    needed = {handle for one in others if one.id != leg.id for handle in leg_handles(one)}
    for part in source.parts:
        found = tx.get(Incident, part)
        needed |= set(found.handles) if found is not None else set()
    return tuple(h for h in leg_handles(leg) if h in source.lent and h not in needed)


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {MoveLeg: _move}
