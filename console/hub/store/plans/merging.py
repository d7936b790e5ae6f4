"""Plans for merging incidents, taking that back, and what a wish means for merged ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from console.domain.base import check_reason
from console.domain.followup import CloseFollowup
from console.domain.incident import Incident
from console.domain.incident_events import ClearFlag, IncidentReleased, IncidentTaken
from console.domain.merging import (
    AnsweredThere,
    AnswerTakenThere,
    IncidentGaveBack,
    IncidentMerged,
    IncidentTookIn,
    MergeIncident,
    MergeUndone,
    UndoMerge,
    check_merge,
    check_undo,
)
from console.domain.message import Message
from console.domain.message_events import MessageComposed, MessageTaken, OpenMedia
from console.domain.paging_words import is_of_a_page
from console.domain.promise import KeepPromise, MovePromise
from console.domain.voicemail import PlayVoicemail
from console.domain.watching import SeeMention, WatchIncident
from console.hub.store.family import family, home, leg_handles, whole
from console.hub.store.plans.common import agent_of, incident_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish

_HOLDS: dict[type, Callable[[Incident, Any, int], bool]] = {
    KeepPromise: lambda one, wanted, _: any(p.id == wanted.id for p in one.promises),
    MovePromise: lambda one, wanted, _: any(p.id == wanted.id for p in one.promises),
    ClearFlag: lambda one, wanted, _: any(f.flag == wanted.flag for f in one.flags),
    CloseFollowup: lambda one, wanted, _: any(f.key == wanted.key for f in one.followups),
    PlayVoicemail: lambda one, wanted, _: any(f.key == wanted.key for f in one.followups),
    SeeMention: lambda one, _, agent: any(m.agent == agent for m in one.mentions),
    WatchIncident: lambda one, wanted, agent: not wanted.on and agent in one.watchers,
}
"""Wishes about a thing inside an incident, and whether it is in one: it stays where it began."""


def addressed(tx: Tx, wish: Wish) -> Wish:
    """Address a wish about a merged incident to the one that it is worked on in."""
    command: Any = wish.command
    number = getattr(command, "incident", None)
    if number is None or isinstance(command, MergeIncident | UndoMerge):
        return wish
    found = tx.find(f"incident/{number}")
    if not isinstance(found, Incident) or not (found.parts or found.part_of):
        return wish
    meant = _meant(tx, wish, home(tx, number))
    return replace(wish, command=command.model_copy(update={"incident": meant}))


def _meant(tx: Tx, wish: Wish, stays: int) -> int:
    command: Any = wish.command
    every = family(tx, stays)
    if isinstance(command, OpenMedia):
        message = tx.get(Message, command.message)
        numbers = {one.number for one in every}
        return message.incident if message is not None and message.incident in numbers else stays
    holds = _HOLDS.get(type(command))
    return next((one.number for one in every if holds and holds(one, command, wish.agent)), stays)


def _merge(tx: Tx, wish: Wish, command: MergeIncident) -> None:
    agent, goes = agent_of(tx, wish), incident_of(tx, command.incident)
    stays = incident_of(tx, home(tx, incident_of(tx, command.into).number))
    check_merge(whole(tx, goes), stays)
    gave = stays.owner is None and goes.owner is not None
    name, why = agent.name, check_reason(command.reason)
    merged = IncidentMerged(
        into=stays.number, ref=stays.ref, name=name, reason=why, gave_owner=gave
    )
    new = tuple(handle for handle in goes.handles if handle not in stays.handles)
    took = IncidentTookIn(incident=goes.number, ref=goes.ref, handles=new, name=name, reason=why)
    tx.emit(f"incident/{goes.number}", goes.number, merged)
    tx.emit(f"incident/{stays.number}", stays.number, took)
    if gave and goes.owner is not None:
        rule = f"{goes.ref}, which was theirs, was merged into it"
        taken = IncidentTaken(agent=goes.owner, name=goes.owner_name, why=rule)
        tx.emit(f"incident/{stays.number}", stays.number, taken)


def _undo(tx: Tx, wish: Wish, command: UndoMerge) -> None:
    agent, went = agent_of(tx, wish), incident_of(tx, command.incident)
    stays = tx.get(Incident, went.part_of.into) if went.part_of is not None else None
    part = check_undo(went, stays, tx.now)
    stays = incident_of(tx, part.into)
    name, why, theirs = agent.name, check_reason(command.reason), _only_theirs(tx, stays, went)
    undone = MergeUndone(into=stays.number, ref=stays.ref, name=name, reason=why)
    gave = IncidentGaveBack(
        incident=went.number, ref=went.ref, handles=theirs, name=name, reason=why
    )
    tx.emit(f"incident/{went.number}", went.number, undone)
    tx.emit(f"incident/{stays.number}", stays.number, gave)
    if part.gave_owner and (stays.owner, stays.owner_since) == (went.owner, part.at):
        back = IncidentReleased(agent=went.owner or 0, reason="the merge was undone")
        tx.emit(f"incident/{stays.number}", stays.number, back)


def _only_theirs(tx: Tx, stays: Incident, went: Incident) -> tuple[str, ...]:
    """The addresses that go back with an incident: no other that stays there has them."""
    goes = {one.number for one in family(tx, went.number)}
    others = (one for one in family(tx, stays.number)[1:] if one.number not in goes)
    needed = {handle for one in others for handle in one.handles}
    for leg in filter(None, map(tx.find, stays.legs_in)):
        needed |= set(leg_handles(leg))
    return tuple(h for h in stays.lent if h in went.handles and h not in needed)


def follow_merged(tx: Tx) -> None:
    """Let an answer count in every incident that it was written in together with."""
    for entry in tx.staged:
        event = entry.event
        if not isinstance(event, MessageComposed | MessageTaken) or is_of_a_page(event.id):
            continue
        here = tx.find(f"incident/{entry.incident}")
        if not isinstance(here, Incident) or not (here.parts or here.part_of):
            continue
        for one in family(tx, home(tx, here.number)):
            if one.number != here.number:
                _tell(tx, one, event)


def _tell(tx: Tx, one: Incident, event: MessageComposed | MessageTaken) -> None:
    stream = f"incident/{one.number}"
    if isinstance(event, MessageComposed) and one.unanswered:
        tx.emit(stream, one.number, AnsweredThere(id=event.id))
    elif isinstance(event, MessageTaken) and one.answer == event.id:
        tx.emit(stream, one.number, AnswerTakenThere(id=event.id))


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    MergeIncident: _merge,
    UndoMerge: _undo,
}
