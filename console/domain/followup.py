"""Who could not be spoken with, or not to the end: kept as work until a named person closes it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from console.domain.base import Command, Event, Rejected, State
from console.domain.unfinished import still_open as still_open

if TYPE_CHECKING:
    from console.domain.call_state import Call
    from console.domain.incident import Incident

What = Literal["missed", "dropped", "callback", "voicemail"]
Reason = Literal[
    "",
    "ring-out",
    "declined",
    "caller-left",
    "unreached",
    "network",
    "closed",
    "no-message",
    "danger",
]
KEPT = 20
"""Closed ones that an incident remembers; all are on its timeline."""
_OFFERED: dict[str, Reason] = {"no-answer": "ring-out", "declined": "declined"}


class Followup(State):
    """One caller to get back to."""

    key: str
    """The call's id; of a voicemail ``vm-`` and the call's id."""
    what: What
    handle: str = ""
    """Whom to ring: the number that they chose, if they did."""
    at: datetime | None = None
    """Since when they wait: of a callback, since they began to."""
    reason: Reason = ""
    seconds: int = 0
    """How long they waited, or how long the message is."""
    agent: int | None = None
    """Whose call it was, or who tried last."""
    agent_name: str = ""
    attempts: int = 0
    most: int = 0
    """Attempts until nothing is tried by itself any more; 0: nothing ever is."""
    is_ours: bool = True
    """Whether somebody has to do it; else it is tried in its turn."""
    keep_until: datetime | None = None
    """When a message is thrown away."""
    recording: str = ""
    is_deleted: bool = False
    """Whether the message was thrown away."""
    kept_words: str = ""
    """Why a message is kept longer than it should be."""
    heard_by: str = ""
    """Who listened last."""
    seen_by: str = ""
    closed_by: str = ""
    closed_at: datetime | None = None
    words: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nobody has dealt with it yet."""
        return self.closed_at is None


class FollowupOpened(Event):
    """Somebody is to be got back to."""

    kind: Literal["incident.followup_opened"] = "incident.followup_opened"
    key: str
    what: What
    handle: str
    since: datetime | None = None
    reason: Reason = ""
    seconds: int = 0
    agent: int | None = None
    agent_name: str = ""
    most: int = 0
    keep_until: datetime | None = None
    recording: str = ""


class FollowupTried(Event):
    """They were rung; ``agent`` had them rung."""

    kind: Literal["incident.followup_tried"] = "incident.followup_tried"
    key: str
    agent: int
    name: str
    call: str
    how: str = ""
    """What came of it, in words, when that is known already."""
    is_last: bool = False
    """Whether it was the last one that was made by itself: now it is somebody's work."""
    is_counted: bool = True
    """False when it was our own telephone that failed."""
    attempt: int = 0
    """Which one it was of those in their turn; 0: made by hand."""


class FollowupSeen(Event):
    """Somebody has looked at it."""

    kind: Literal["incident.followup_seen"] = "incident.followup_seen"
    key: str
    agent: int
    name: str


class FollowupClosed(Event):
    """It is dealt with, by a person or by what happened."""

    kind: Literal["incident.followup_closed"] = "incident.followup_closed"
    key: str
    agent: int | None = None
    name: str = ""
    words: str


class SeeFollowups(Command):
    """Say that I have seen everything open of some incidents."""

    kind: Literal["followup.see"] = "followup.see"
    incidents: tuple[int, ...] = Field(min_length=1, max_length=200)


class CloseFollowup(Command):
    """Close one, with a word about what was done."""

    kind: Literal["followup.close"] = "followup.close"
    incident: int
    key: str = Field(min_length=1, max_length=80)
    words: str = Field(min_length=1, max_length=200)


FOLLOWUP_EVENTS = (FollowupOpened, FollowupTried, FollowupSeen, FollowupClosed)


def evolve_followups(state: Incident, event: Event, at: datetime) -> Incident:
    """Apply one event about who is to be got back to."""
    match event:
        case FollowupOpened():
            rest = tuple(f for f in state.followups if f.key != event.key)
            return state.model_copy(update={"followups": _kept((*rest, _opened(event, at)))})
        case FollowupTried(is_last=is_last):
            # A machine that answered was taken for them: they are still to be reached.
            tried: dict[str, object] = {"closed_at": None, "closed_by": "", "is_ours": is_last}
            if event.agent:
                tried |= {"agent": event.agent, "agent_name": event.name}
            return _changed(state, event.key, tried, attempts=int(event.is_counted))
        case FollowupSeen():
            return _changed(state, event.key, {"seen_by": event.name})
        case FollowupClosed():
            closed = {"closed_by": event.name, "closed_at": at, "words": event.words}
            return _changed(state, event.key, closed)
        case _:
            return state


def _opened(event: FollowupOpened, at: datetime) -> Followup:
    return Followup(
        key=event.key,
        what=event.what,
        handle=event.handle,
        at=event.since or at,
        reason=event.reason,
        seconds=event.seconds,
        agent=event.agent,
        agent_name=event.agent_name,
        most=event.most,
        is_ours=event.most == 0,
        keep_until=event.keep_until,
        recording=event.recording,
    )


def _kept(followups: tuple[Followup, ...]) -> tuple[Followup, ...]:
    closed = [f for f in followups if not f.is_open]
    forgotten = {f.key for f in closed[: max(0, len(closed) - KEPT)]}
    return tuple(f for f in followups if f.key not in forgotten)


def _changed(
    state: Incident, key: str, update: dict[str, object], *, attempts: int = 0
) -> Incident:
    followups = tuple(
        f.model_copy(update={**update, "attempts": f.attempts + attempts}) if f.key == key else f
        for f in state.followups
    )
    return state.model_copy(update={"followups": followups})


def followup_of(state: Incident, key: str) -> Followup | None:
    """Find one that is open."""
    return next((f for f in still_open(state) if f.key == key), None)


def why_missed(call: Call) -> Reason:
    """Why a call that came in and is over was answered by nobody."""
    if call.turned_away:
        return "closed"
    if call.customer.status == "failed":
        return "network"
    if call.missed_how in _OFFERED:
        return _OFFERED[call.missed_how]
    return "unreached" if call.attempts else "caller-left"


def what_is_left(call: Call, *, in_danger: bool) -> FollowupOpened | None:
    """What a call that is over leaves to be done; None when everything was said."""
    if call.answered_at is not None:
        return _dropped(call, in_danger=in_danger)
    if not call.inbound or call.aside == "callback":
        return None
    began = call.queued_at or call.arrived_at
    waited = (call.ended_at - began).total_seconds() if began and call.ended_at else 0
    return FollowupOpened(
        key=call.id,
        what="missed",
        handle=call.handle,
        reason="no-message" if call.aside == "voicemail" else why_missed(call),
        seconds=max(0, round(waited)),
        since=call.arrived_at,
        agent=call.agent,
        agent_name=call.agent_name,
    )


def _dropped(call: Call, *, in_danger: bool) -> FollowupOpened | None:
    # Until the provider has told of a leg, that nobody is known to have hung up means nothing.
    is_cut = call.ended_by == "network" and (call.customer.is_over or call.mine.is_over)
    if not is_cut and not (in_danger and call.ended_by == "customer"):
        return None
    return FollowupOpened(
        key=call.id,
        what="dropped",
        handle=call.handle,
        reason="network" if is_cut else "danger",
        agent=call.agent,
        agent_name=call.agent_name,
    )


def decide_close(state: Incident, command: CloseFollowup, agent: int, name: str) -> list[Event]:
    """Close one; nothing is closed without a word. Raises Rejected."""
    if followup_of(state, command.key) is None:
        raise Rejected("Somebody has dealt with this already.", code="gone")
    if not command.words.strip():
        raise Rejected("Say in a word how it was dealt with.")
    words = command.words.strip()
    return [FollowupClosed(key=command.key, agent=agent, name=name, words=words)]


def decide_seen(state: Incident, agent: int, name: str) -> list[Event]:
    """Mark what nobody has seen yet."""
    return [
        FollowupSeen(key=f.key, agent=agent, name=name) for f in still_open(state) if not f.seen_by
    ]


def missing_followups(state: Incident) -> list[str]:
    """What has to be dealt with before the incident may be closed."""
    names: dict[What, str] = {
        "missed": "missed call",
        "dropped": "dropped call",
        "callback": "callback",
        "voicemail": "voicemail",
    }
    return [f"a word on the {names[f.what]}" for f in still_open(state)]
