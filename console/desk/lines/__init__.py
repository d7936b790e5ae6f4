"""Turns entries and folded states into lines: one for every kind of event that says something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.lines.call import tell_call
from console.desk.lines.captions import tell_captions
from console.desk.lines.incident import tell_incident
from console.desk.lines.message import tell_message, tell_note
from console.desk.scene import Line, Scene, key_of
from console.domain.agent import AgentEngaged, AgentFreed, AgentOffered, AgentWrapping
from console.domain.arrival import ContactLanguageChosen
from console.domain.call_events import EndAsked, HoldAsked, LegNamed, LegReported, MuteAsked
from console.domain.captions import CAPTION_EVENTS, CaptionsAsked, CaptionsStopped
from console.domain.company import LeaveAsked
from console.domain.dialling import NumberRung
from console.domain.guests import GuestHoldAsked
from console.domain.merging import AnsweredThere, AnswerTakenThere
from console.domain.message_events import (
    MessageAccepted,
    MessageAttempted,
    MessageHandled,
    MessageRefused,
    MessageReported,
    MessageTaken,
    MessageUnsure,
)
from console.domain.moving import LegMoved
from console.domain.note import NoteDeleted, NoteEdited
from console.domain.paging_events import ContactAnswered, ContactPaged
from console.domain.person import ContactJoined, ContactLeft
from console.domain.supervision import AgentWatching
from console.domain.timeline import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.base import Event
    from console.domain.timeline import Entry

TOLD_ELSEWHERE: frozenset[type[Event]] = frozenset(
    {
        # Told on the line of their message or note.
        MessageTaken,
        MessageAttempted,
        MessageAccepted,
        MessageReported,
        MessageRefused,
        MessageUnsure,
        MessageHandled,
        NoteEdited,
        NoteDeleted,
        # Wishes and raw callbacks: what they lead to is told when it is confirmed.
        HoldAsked,
        GuestHoldAsked,
        LeaveAsked,
        MuteAsked,
        EndAsked,
        LegNamed,
        LegReported,
        CaptionsAsked,
        CaptionsStopped,
        # The other side of an entry that has its own line.
        AnsweredThere,
        AnswerTakenThere,
        LegMoved,
        ContactJoined,
        ContactLeft,
        ContactLanguageChosen,
        ContactPaged,
        ContactAnswered,
        AgentOffered,
        NumberRung,
        AgentEngaged,
        AgentWrapping,
        AgentFreed,
        AgentWatching,
    }
)
"""Kinds that never make a line of their own."""

_TELLERS: dict[str, Callable[[Entry, Event, Scene], Line | None]] = {
    "call": tell_call,
    "message": tell_message,
    "note": tell_note,
}


def tell(entry: Entry, scene: Scene) -> Line | None:
    """The line of one entry, None when it says nothing of its own.

    ``scene`` holds the states after this entry; entries of one call are told in order.
    """
    event: Event = entry.event
    if KINDS.get(event.kind) is not type(event):
        return Line(
            key=key_of(entry),
            at=entry.at,
            kind="system",
            author=scene.names.actor(entry.actor),
            head="update needed to show this entry",
            text="",
            tone="trouble",
        )
    if type(event) in TOLD_ELSEWHERE:
        return None
    if isinstance(event, CAPTION_EVENTS):
        return tell_captions(entry, event, scene)
    teller = _TELLERS.get(event.kind.partition(".")[0], tell_incident)
    return teller(entry, event, scene)
