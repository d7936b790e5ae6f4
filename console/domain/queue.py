"""A queue: what leads change about it for a time: diverted to another, closed by hand."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from console.domain.alarms import Snooze
from console.domain.base import Command, Event, Rejected, State, check_reason
from console.domain.cover import Cover, OnCallCovered, OnCallCoverEnded, evolve_covers
from console.domain.floor_events import AlarmSnoozed, GhostsSwept, SnoozeAlarm, evolve_snoozes
from console.domain.hours import Closing


class QueueDiverted(Event):
    """Its contacts go to the people of another queue, until a time."""

    kind: Literal["queue.diverted"] = "queue.diverted"
    to: str
    until: datetime
    by: str
    """Name of the lead."""


class QueueDivertEnded(Event):
    """Its own people serve it again."""

    kind: Literal["queue.divert_ended"] = "queue.divert_ended"
    to: str
    reason: str = ""


class QueueClosed(Event):
    """It was closed by hand."""

    kind: Literal["queue.closed"] = "queue.closed"
    reason: str
    until: datetime | None = None
    """None: until somebody opens it."""
    by: str = ""


class QueueReopened(Event):
    """It follows its hours again."""

    kind: Literal["queue.reopened"] = "queue.reopened"
    reason: str = ""


class DivertQueue(Command):
    """Send the contacts of a queue to the people of another one."""

    kind: Literal["queue.divert"] = "queue.divert"
    queue: str
    to: str
    until: datetime


class EndDivert(Command):
    """Let a queue's own people serve it again."""

    kind: Literal["queue.end_divert"] = "queue.end_divert"
    queue: str


class CloseQueue(Command):
    """Close a queue by hand."""

    kind: Literal["queue.close"] = "queue.close"
    queue: str
    reason: str = Field(max_length=200)
    until: datetime | None = None


class ReopenQueue(Command):
    """Let a queue follow its hours again."""

    kind: Literal["queue.reopen"] = "queue.reopen"
    queue: str


class Queue(State):
    """What was changed about one queue."""

    name: str
    divert_to: str = ""
    divert_until: datetime | None = None
    divert_by: str = ""
    closed_reason: str = ""
    closed_until: datetime | None = None
    closed_by: str = ""
    is_closed: bool = False
    snoozes: dict[str, Snooze] = Field(default_factory=dict)
    """What an alarm is about, to who made it quiet until when."""
    swept: GhostsSwept | None = None
    """Of the whole floor: what the last daily sweep ended."""
    covers: tuple[Cover, ...] = ()
    """Of the whole floor: who is on call instead of whose turn it is."""

    def diverted_to(self, now: datetime) -> str:
        """Give the queue whose people serve it at a moment; empty: its own."""
        is_on = self.divert_until is not None and now < self.divert_until
        return self.divert_to if is_on else ""

    def closing(self) -> Closing | None:
        """Give the closing by hand, whether it is over or not."""
        return Closing(self.closed_reason, self.closed_until) if self.is_closed else None


def evolve_queue(state: Queue, event: Event) -> Queue:
    """Apply one event."""
    match event:
        case QueueDiverted(to=to, until=until, by=by):
            return state.model_copy(
                update={"divert_to": to, "divert_until": until, "divert_by": by}
            )
        case QueueDivertEnded():
            return state.model_copy(update={"divert_to": "", "divert_until": None, "divert_by": ""})
        case QueueClosed(reason=reason, until=until, by=by):
            closed = {"is_closed": True, "closed_reason": reason}
            return state.model_copy(update={**closed, "closed_until": until, "closed_by": by})
        case QueueReopened():
            opened = {"is_closed": False, "closed_reason": "", "closed_by": ""}
            return state.model_copy(update={**opened, "closed_until": None})
        case OnCallCovered() | OnCallCoverEnded():
            return state.model_copy(update={"covers": evolve_covers(state.covers, event)})
        case GhostsSwept():
            return state.model_copy(update={"swept": event})
        case AlarmSnoozed():
            return state.model_copy(update={"snoozes": evolve_snoozes(state.snoozes, event)})
        case _:
            return state


def decide_divert(state: Queue, command: DivertQueue, by: str, now: datetime) -> list[Event]:
    """Divert; to itself, or into the past, makes no sense. Raises Rejected."""
    if command.to == command.queue:
        raise Rejected("A queue can't be diverted to itself.")
    if command.until <= now:
        raise Rejected("Say a time that is still to come.")
    if (state.diverted_to(now), state.divert_until) == (command.to, command.until):
        return []
    return [QueueDiverted(to=command.to, until=command.until, by=by)]


def decide_close(state: Queue, command: CloseQueue, by: str, now: datetime) -> list[Event]:
    """Close with a reason. Raises Rejected."""
    check_reason(command.reason, "Say why; it is kept, and colleagues read it.")
    if command.until is not None and command.until <= now:
        raise Rejected("Say a time that is still to come.")
    before = (state.is_closed, state.closed_reason, state.closed_until)
    if before == (True, command.reason, command.until):
        return []
    return [QueueClosed(reason=command.reason, until=command.until, by=by)]


def what_ends(state: Queue, now: datetime) -> list[Event]:
    """End by itself what was to last until now."""
    ended: list[Event] = []
    if state.divert_until is not None and state.divert_until <= now:
        ended.append(QueueDivertEnded(to=state.divert_to, reason="its time is over"))
    if state.is_closed and state.closed_until is not None and state.closed_until <= now:
        ended.append(QueueReopened(reason="its time is over"))
    return ended


QueueWish = DivertQueue | EndDivert | CloseQueue | ReopenQueue | SnoozeAlarm
"""Every wish about a queue."""
